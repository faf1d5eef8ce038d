import { makeBeads } from "@switchyard/beads";
import { ORIGIN_KEY, SESSIONS_KEY } from "@switchyard/core/protocol";
import { describe, expect, test } from "vitest";
import { bead, edges } from "../../testing/beads.ts";
import { readAcceptance, withTick } from "./acceptance.ts";
import { beadState } from "./bead-state.ts";
import { defaultMessage } from "./default-message.ts";
import { assigneesOf, labelsOf, statusChoices, typeChoices } from "./edit/choices.ts";
import { readEstimate, writeEstimate } from "./edit/estimate.ts";
import { asPatch, beadFields } from "./edit/fields.ts";
import { findBeads } from "./find-beads.ts";
import { leftSessions } from "./left-sessions.ts";
import { moreFields } from "./more-fields.ts";
import { relatedTo } from "./related.ts";
import { stateLine } from "./state-line.ts";
import { topOf } from "./top-of.ts";

const NOW = Date.UTC(2026, 10, 23);
const beadsOf = (...list: ReturnType<typeof bead>[]) => makeBeads(list, NOW);

describe("acceptance criteria", () => {
  test("a checklist is counted, whatever its marks", () => {
    const text = "Done when:\n- [x] It answers 429\n* [X] In seconds\n1. [ ] And is documented\n";
    expect(readAcceptance(text)).toEqual({
      met: 2,
      lines: [
        { text: "It answers 429", isMet: true },
        { text: "In seconds", isMet: true },
        { text: "And is documented", isMet: false },
      ],
    });
  });

  test("lines without ticks are no checklist, and an empty text is none at all", () => {
    expect(readAcceptance("1. Fast\n\n- Tested")).toEqual({
      met: null,
      lines: [
        { text: "Fast", isMet: false },
        { text: "Tested", isMet: false },
      ],
    });
    expect(readAcceptance(" \n ")).toBeNull();
    expect(readAcceptance(undefined)).toBeNull();
  });
});

describe("the state of a bead", () => {
  const all = [
    bead("ready"),
    bead("blocked", edges("blocked", { blocks: ["ready"] })),
    bead("done", { status: "closed" }),
    bead("claimed", { status: "in_progress", assignee: "ada" }),
    bead("later", { defer_until: "2027-01-01T00:00:00Z" }),
    bead("put-off", { status: "deferred" }),
    bead("own", { status: "in-review" }),
  ];
  const beads = beadsOf(...all);

  test("it is the tracker's status, but for what is computed of an open one", () => {
    expect(all.map((one) => beadState(one, beads).word)).toEqual([
      "Ready",
      "Blocked",
      "Closed",
      "In progress",
      "Deferred",
      "Deferred",
      "In review",
    ]);
  });

  test("who claimed it is told while it is in progress", () => {
    const line = (id: string) => stateLine(beads.get(id) ?? bead("none"), beads);
    expect(line("claimed")).toBe("In progress, claimed by ada");
    expect(line("ready")).toBe("Ready");
  });
});

describe("what a bead hangs together with", () => {
  const beads = beadsOf(
    bead("epic", { issue_type: "epic" }),
    bead("a", edges("a", { "parent-child": ["epic", "second"], blocks: ["b"], "made-up": ["c"] })),
    bead("b", edges("b", { "discovered-from": ["a"], related: ["external:other:login"] })),
    bead("c", edges("c", { blocks: ["a", "a"] })),
    bead("second"),
  );
  const related = (id: string) =>
    relatedTo(beads.get(id) ?? bead("none"), beads).map(({ label, others }) => [
      label,
      others.map((other) => (other.bead === undefined ? `${other.id}?` : other.id)),
    ]);

  test("edges are told both ways by type, and each bead once", () => {
    expect(related("a")).toEqual([
      ["Blocked by", ["b"]],
      ["Blocks", ["c"]],
      ["Also part of", ["second"]],
      ["Made up", ["c"]],
      ["Led to", ["b"]],
    ]);
    expect(related("second")).toEqual([["Also has as parts", ["a"]]]);
  });

  test("an end that is not in this project is its id alone", () => {
    expect(related("b")).toEqual([
      ["Blocks", ["a"]],
      ["Found while working on", ["a"]],
      ["Related", ["external:other:login?"]],
    ]);
  });

  test("the top of a bead is the root above it, where others are below that too", () => {
    expect(topOf(beads, "a")?.id).toBe("epic");
    expect(topOf(beads, "epic")?.id).toBe("epic");
    expect(topOf(beads, "c")).toBeUndefined();
    expect(topOf(beads, "nowhere")).toBeUndefined();
  });
});

test("beads are found by all words of a text in id and title, the ready ones first", () => {
  const beads = beadsOf(
    bead("pa-2", { title: "Sliding window", ...edges("pa-2", { blocks: ["pa-10"] }), priority: 0 }),
    bead("pa-10", { title: "Choose the window" }),
    bead("pa-9", { title: "Answer 429" }),
    bead("pa-1", { title: "Old window", status: "closed" }),
  );
  const ids = (text: string, most = 10) => findBeads(beads, text, { most }).map((one) => one.id);
  expect(ids("")).toEqual(["pa-9", "pa-10", "pa-2"]);
  expect(ids("WINDOW pa")).toEqual(["pa-10", "pa-2"]);
  expect(ids("", 1)).toEqual(["pa-9"]);
  expect(ids("zebra")).toEqual([]);
  const all = (text: string) =>
    findBeads(beads, text, { most: 10, withClosed: true, except: new Set(["pa-9"]) }).map((one) => one.id);
  expect(all("")).toEqual(["pa-10", "pa-2", "pa-1"]);
  expect(all("PA-1")).toEqual(["pa-1", "pa-10"]);
});

test("fields without a place of their own are kept, what is counted or shown is not among them", () => {
  const own = bead("a", {
    description: "shown",
    dependency_count: 2,
    metadata: { role: "qa", [ORIGIN_KEY]: { sessionId: "s" }, [SESSIONS_KEY]: {} },
    spec_id: "S-1",
    source_system: "",
  });
  expect(moreFields(own)).toEqual([
    { name: "metadata", value: '{\n  "role": "qa"\n}' },
    { name: "spec_id", value: "S-1" },
  ]);
});

test("the first message names bead and title, by what the task does with it", () => {
  const one = bead("pa-18.3", { title: "Answer 429 with Retry-After" });
  expect(defaultMessage(one, "implement-task")).toBe("Work on pa-18.3: Answer 429 with Retry-After.");
  expect(defaultMessage(one, "verify-task")).toBe("Verify pa-18.3: Answer 429 with Retry-After.");
  expect(defaultMessage(bead("b", { title: "Why so slow?" }), undefined)).toBe("Work on b: Why so slow?");
});

describe("a line of the checklist is ticked", () => {
  const text = "Intro\r\n- [ ] One\n  * [X] Two  \n1. [ ] One\n- [ ] ";

  test("and nothing else of the text changes", () => {
    expect(withTick(text, { text: "Two", nth: 0 }, false)).toBe(text.replace("[X]", "[ ]"));
    expect(withTick(text, { text: "One", nth: 1 }, true)).toBe(text.replace("1. [ ]", "1. [x]"));
    expect(withTick(text, { text: "One", nth: 0 }, false)).toBe(text);
  });

  test("only where it is there", () => {
    expect(withTick(text, { text: "One", nth: 2 }, true)).toBeNull();
    expect(withTick(text, { text: "Three", nth: 0 }, true)).toBeNull();
  });
});

test("an estimate is read as people write it, and written so that it is read as the same", () => {
  const read = ["30m", "2h", "1d", " 1D 4h ", "1.5h", "1,5h", "90", "1w", "0"].map(readEstimate);
  expect(read).toEqual([30, 120, 480, 720, 90, 90, 90, 2400, 0]);
  for (const none of ["", "soon", "-1h", "h", "1h x", "1e3"]) expect(readEstimate(none)).toBeUndefined();
  for (const minutes of [0, 1, 59, 60, 90, 480, 12_345])
    expect(readEstimate(writeEstimate(minutes))).toBe(minutes);
});

describe("a field of a bead", () => {
  test("is a patch where the protocol has such a value", () => {
    expect(asPatch("assignee", null)).toEqual({ assignee: null });
    expect(asPatch("title", null)).toBeUndefined();
    expect(asPatch("status", "In Review")).toBeUndefined();
    expect(asPatch("due_at", "tomorrow")).toBeUndefined();
  });

  test("of a time is a day of the user's calendar", () => {
    const { due_at: due } = beadFields;
    expect(due.textOf("2026-11-30")).toBe("2026-11-30");
    expect(due.textOf(new Date(2026, 10, 30, 23, 59).toISOString())).toBe("2026-11-30");
    expect(due.textOf("next week")).toBe("next week");
    expect(due.read("")).toBeNull();
  });

  test("of the parent is the first edge, whatever the tree makes of it", () => {
    const own = bead("a.1", edges("a.1", { "parent-child": ["b", "c"], blocks: ["d"] }));
    expect(beadFields.parent.valueOf(own)).toBe("b");
    expect(beadFields.parent.valueOf(bead("a.1"))).toBeNull();
  });
});

test("what can be chosen is the usual, and what the project has of its own", () => {
  const beads = beadsOf(
    bead("a", { status: "in_review", issue_type: "spike", labels: ["x", "y"], assignee: "bo" }),
    bead("b", { status: "closed", labels: ["y"], assignee: "" }),
    bead("c", { status: "open" }),
  );
  expect(statusChoices(beads).map((choice) => choice.value)).toEqual([
    "open",
    "in_progress",
    "blocked",
    "deferred",
    "in_review",
  ]);
  expect(typeChoices(beads).map((choice) => choice.label)).toContain("Spike");
  expect(labelsOf(beads)).toEqual(["y", "x"]);
  expect(assigneesOf(beads)).toEqual(["bo"]);
});

test("what sessions left in the metadata is read whoever wrote it, the newest first", () => {
  const metadata = {
    [SESSIONS_KEY]: {
      one: {
        title: "First",
        endedAt: "2026-11-20T10:00:00Z",
        persona: { id: "qa" },
        costUsd: 0.5,
        resume: "claude -r 1",
      },
      two: { title: 7, endedAt: "2026-11-21T10:00:00Z", persona: "no object", costUsd: "free" },
      three: "no record",
    },
  };
  expect(leftSessions(bead("a", { metadata }))).toMatchObject([
    { sessionId: "two", persona: {}, costUsd: null },
    { sessionId: "one", title: "First", persona: { id: "qa" }, costUsd: 0.5, resume: "claude -r 1" },
  ]);
  expect(leftSessions(bead("a", { metadata: { [SESSIONS_KEY]: ["x"] } }))).toEqual([]);
  expect(leftSessions(bead("a"))).toEqual([]);
});
