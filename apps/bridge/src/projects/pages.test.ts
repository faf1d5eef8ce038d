import {
  type Bead,
  type BeadFilter,
  BeadId,
  InvalidParamsError,
  ProjectId,
  type TrackerState,
} from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import type { BeadsChange, Reading } from "../beads/trackers.ts";
import { beadPage, PAGE_BYTES } from "./bead-page.ts";
import { beadsEvent } from "./beads-event.ts";
import { jsonBytes } from "./bounded-bead.ts";
import { viewPage } from "./view-page.ts";

const STATE: TrackerState = {
  source: "bd",
  stale: false,
  version: "1.0.5",
  note: null,
  faults: [],
  failed: false,
};
const NOW = Date.parse("2026-09-01T09:00:30Z");

test("pages hold as much as an answer takes, and together every bead once, in order", () => {
  const reading = read(range(3000).map((index) => bead(`a-${index}`, { description: "d".repeat(1000) })));
  const pages: Bead[][] = [];
  let cursor: string | undefined;
  do {
    const page = beadPage(reading, { cursor, isOutline: false });
    expect(page.revision).toBe(7);
    expect(jsonBytes(page.beads)).toBeLessThanOrEqual(PAGE_BYTES + 1);
    pages.push(page.beads);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(pages.flat()).toEqual(reading.beads);
  expect(pages).toHaveLength(4);
  expect(pages.slice(0, -1).every((page) => jsonBytes(page) > PAGE_BYTES - 2000)).toBe(true);
});

test("outlines have no long texts, and more of them go into one answer", () => {
  const reading = read(range(3000).map((index) => bead(`a-${index}`, { description: "d".repeat(1000) })));
  const page = beadPage(reading, { cursor: undefined, isOutline: true });
  expect(page.nextCursor).toBeUndefined();
  expect(page.beads).toHaveLength(3000);
  expect(page.beads.some((each) => "description" in each)).toBe(false);
});

test.each(["6.2", "7.x", "7", "nonsense", "7.-1", "7.1e1"])(
  "with the cursor %s, which is none of this reading, the reading begins again",
  (cursor) => {
    const reading = read([bead("a-1"), bead("a-2")]);
    const page = beadPage(reading, { cursor, isOutline: false });
    expect(page).toEqual(beadPage(reading, { cursor: undefined, isOutline: false }));
  },
);

test("a tree of the plan is never split, and all pages are of one reckoning", () => {
  const roots = range(40).map((index) => bead(`r-${index}`));
  const children = roots.flatMap(({ id }) =>
    range(100).map((index) => bead(`${id}.${index}`, { title: "t".repeat(400) })),
  );
  const reading = read([...roots, ...children]);
  const first = view(reading);
  expect(first.nextCursor).toBeDefined();
  expect(first.roots.length).toBeLessThan(40);
  const pages = [first];
  for (let cursor = first.nextCursor; cursor !== undefined; cursor = pages.at(-1)?.nextCursor) {
    // The next page is asked for minutes later: what is old or deferred is told as on the first.
    pages.push(view(reading, { cursor, now: NOW + 5 * 60_000 }));
  }
  const ids = pages.flatMap((page) => page.roots.map(({ id }) => id));
  expect(new Set(ids).size).toBe(40);
  expect(ids).toHaveLength(40);
  expect(pages.every((page) => page.roots.every(({ children }) => children.length === 100))).toBe(true);
  expect(pages.map(({ metadata }) => metadata)).toEqual(pages.map(() => first.metadata));
  expect(first.metadata.totalBeads).toBe(4040);
});

test("a page of a plan that has changed meanwhile is refused", () => {
  const reading = read([bead("a-1")]);
  expect(() => view(reading, { cursor: "6.100.1" })).toThrow(InvalidParamsError);
  expect(() => view(reading, { cursor: "nonsense" })).toThrow(InvalidParamsError);
});

test("a tree that is longer than an answer is refused by its name, with what to do", () => {
  const children = range(2000).map((index) => bead(`r-1.${index}`, { title: "t".repeat(500) }));
  expect(() => view(read([bead("r-1"), ...children]))).toThrow(
    "The beads below r-1 are more than one answer takes. Name a filter, or read them with getBeads.",
  );
});

test("a tree that is deeper than anybody can read is refused, and does not hold up those before it", () => {
  const chain = range(600).map((at) => {
    const up = { issue_id: `c-${at}`, depends_on_id: `c-${at - 1}`, type: "parent-child" };
    return bead(`c-${at}`, at === 0 ? {} : { dependencies: [up] });
  });
  const reading = read([bead("a-1"), ...chain]);
  const { roots, nextCursor } = view(reading);
  expect(roots.map(({ id }) => id)).toEqual(["a-1"]);
  expect(() => view(reading, { cursor: nextCursor ?? "" })).toThrow("The beads below c-0 are more than");
  expect(view(read(chain.slice(0, 500))).roots).toHaveLength(1);
});

test("a bead that is longer than an answer does not keep the others out of the view", () => {
  const labels = range(30_000).map((index) => `label ${index} ${"y".repeat(40)}`);
  const up = { issue_id: "a-1", depends_on_id: "a-3", type: "parent-child" };
  const long = [bead("a-1", { labels, dependencies: [up] }), bead("a-2", { title: "t".repeat(2_000_000) })];
  const { roots } = view(read([...long, bead("a-3")]));
  expect(roots).toMatchObject([{ id: "a-2" }, { id: "a-3", children: [{ id: "a-1" }] }]);
});

test("what has sessions is told at each call, not as it was at the first", () => {
  const reading = read([bead("a-1"), bead("a-2")]);
  const filter = { withSessions: true };
  const shown = (ids: string[]) =>
    view(reading, { filter, withSession: new Set(ids) }).roots.map(({ id }) => id);
  expect(shown(["a-1"])).toEqual(["a-1"]);
  expect(shown(["a-2"])).toEqual(["a-2"]);
  expect(shown([])).toEqual([]);
});

test("a change is told by outlines, with whose long texts have changed", () => {
  const changed = bead("a-1", { description: "long" });
  const reading = read([changed]);
  const event = beadsEvent(ID, {
    from: 6,
    reading,
    changed: [changed],
    removed: [id("a-9")],
    texts: [id("a-1")],
  });
  expect(event).toEqual({
    projectId: ID,
    from: 6,
    revision: 7,
    isWhole: false,
    changed: [bead("a-1")],
    removed: ["a-9"],
    texts: ["a-1"],
    ...STATE,
  });
});

test("a change that does not go into a frame says that all is to be read again", () => {
  const beads = range(20_000).map((index) => bead(`a-${index}`));
  const change: BeadsChange = { from: 6, reading: read(beads), changed: beads, removed: [], texts: [] };
  expect(beadsEvent(ID, change)).toMatchObject({ isWhole: true, changed: [], from: 6, revision: 7 });
  const some = { ...change, changed: beads.slice(0, 5000) };
  expect(beadsEvent(ID, some)).toMatchObject({ isWhole: false });
  expect(jsonBytes(beadsEvent(ID, some))).toBeLessThan(1024 * 1024);
});

const ID = ProjectId.parse("p-1");

function view(
  reading: Reading,
  asked: { cursor?: string; now?: number; filter?: BeadFilter; withSession?: ReadonlySet<string> } = {},
) {
  return viewPage(reading, { filter: {}, cursor: undefined, withSession: new Set(), now: NOW, ...asked });
}

function read(beads: Bead[]): Reading {
  return { beads, state: STATE, revision: 7 };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function bead(name: string, fields: Partial<Bead> = {}): Bead {
  return { id: id(name), title: name, status: "open", priority: 2, issue_type: "task", ...fields };
}

function id(name: string): BeadId {
  return BeadId.parse(name);
}
