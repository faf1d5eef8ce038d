import { SessionId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { newRecord, type SessionRecord } from "../session/record.ts";
import { traceComment, tracedTurns } from "./comment.ts";
import { type FactsAround, traceFacts } from "./facts.ts";
import { withTrace } from "./metadata.ts";

const sessionId = SessionId.parse("6b0f7c1e-2a44-4c0e-9f55-0d7a51f2f1aa");

function recordOf(own: Partial<SessionRecord> = {}): SessionRecord {
  const base = {
    sessionId,
    backendId: "claude",
    persona: "reviewer",
    cwd: "/home/me/shop/web",
    title: "Mend the door",
  };
  return newRecord({
    ...newRecord(base as SessionRecord),
    createdAt: 1_767_600_000,
    turn: 3,
    lastTurn: { turn: 3, stopReason: "end_turn", error: null, endedAt: 1_767_600_900_000, durationMs: 5 },
    usage: { inputTokens: 51_200, outputTokens: 340, costUsd: 0.4213, turnsWithoutCost: 1 },
    provenance: {
      persona: {
        id: base.persona,
        layer: "user",
        source: "~/personas",
        packVersion: "1.2.0",
        hash: "ab".repeat(32),
      },
      backend: {
        id: base.backendId,
        plugin: { name: "p", version: "2.0.0", hash: "cd".repeat(32) },
        cliVersion: "2.1.0",
      },
      model: "opus",
    } as SessionRecord["provenance"],
    systemPrompt: "SECRET PROMPT",
    activity: "SECRET WORDS",
    ...own,
  });
}

const around: FactsAround = {
  root: "/home/me/shop",
  turns: 3,
  commits: {
    commits: [
      {
        hash: "4be1c0d9a7f3e2b15c68d094a1f7e3b2c5d80f16",
        subject: "Oil `it` ![x](http://evil) \u202e\u001b[2J",
      },
    ],
    count: 30,
    branch: "main",
  },
  isShared: true,
  resume: "claude --resume 1",
};

test("a comment tells in a few lines who did it, with what, what came of it and how to go on", () => {
  expect(traceComment(sessionId, traceFacts(recordOf(), around), false).split("\n")).toEqual([
    "**A session on this bead ended: done.** `Mend the door`",
    "",
    "- Persona: reviewer, `~/personas` 1.2.0, text abababababab",
    "- Backend: claude, program `2.1.0`, plug-in `p 2.0.0`",
    "- Model: `opus`, permission mode default",
    "- Turns: 3, $0.4213 and 1 turn without a cost, 51,200 tokens in, 340 out",
    "- Time: 2026-01-05T08:00:00.000Z to 2026-01-05T08:15:00.000Z",
    "- Commits since its start: 30 in its folder, on `main`; others worked there too",
    "  - `4be1c0d9a7 Oil 'it' ![x](http://evil) [2J`",
    "  - and 29 more",
    `- To go on: \`claude --resume 1\` in \`web\`, or /sessions/${sessionId} in Switchyard`,
    "",
    `Switchyard session ${sessionId}, turn 3`,
  ]);
});

test("what is told holds nothing of what was said, and no folder above the project's", () => {
  const facts = traceFacts(recordOf(), around);
  const told = `${JSON.stringify(facts)}${traceComment(sessionId, facts, true)}`;
  expect(told).not.toMatch(/SECRET|\/home\/me|abababababababab/);
  expect(told).toContain("went on and ended again");
  expect(facts.folder).toBe("web");
  expect(traceFacts(recordOf({ cwd: "/home/me/other" }), around).folder).toBeNull();
  expect(traceFacts(recordOf({ cwd: "/home/me/shop" }), around).folder).toBe(".");
});

test.each([
  [{ stopReason: "interrupted" as const, error: null }, "interrupted"],
  [{ stopReason: "error" as const, error: { code: "CLI_FAILED", message: "SECRET" } }, "failed (CLI_FAILED)"],
  [{ stopReason: "max_tokens" as const, error: null }, "failed (max_tokens)"],
  [null, "failed (BRIDGE_ENDED)"],
])("a last turn that ended by %o", (how, words) => {
  const lastTurn = how && { turn: 3, endedAt: 1_767_600_900_000, durationMs: 5, ...how };
  const facts = traceFacts(recordOf({ lastTurn }), around);
  const [first] = traceComment(sessionId, facts, false).split("\n");
  expect(first).toContain(`ended: ${words}.**`);
});

test("an old session without provenance, cost or repository is told as far as it is known", () => {
  const record = recordOf({
    provenance: null,
    usage: { inputTokens: 0, outputTokens: 0, costUsd: null, turnsWithoutCost: 3 },
  });
  const facts = traceFacts(record, { ...around, commits: null, isShared: false, resume: null });
  expect(traceComment(sessionId, facts, false).split("\n").slice(2, -2)).toEqual([
    "- Persona: reviewer",
    "- Backend: claude",
    "- Model: its default, permission mode default",
    "- Turns: 3, no cost told, 0 tokens in, 0 out",
    "- Time: 2026-01-05T08:00:00.000Z to 2026-01-05T08:15:00.000Z",
    `- To go on: /sessions/${sessionId} in Switchyard`,
  ]);
});

test("a comment is known again by its last line, and by that alone", () => {
  const comment = traceComment(sessionId, traceFacts(recordOf(), around), false);
  const other = comment.replaceAll(sessionId, "6b0f7c1e-2a44-4c0e-9f55-0d7a51f2f1ab");
  const quoted = `I read this:\n${comment}\nand it is right.`;
  expect(tracedTurns(sessionId, [other, "", quoted, `${comment}\n`])).toEqual([3]);
});

test("in the metadata a session replaces itself, and others stay as they are", () => {
  const facts = traceFacts(recordOf(), around);
  const before = {
    other: { endedAt: "2020-01-01T00:00:00.000Z", mine: [1] },
    odd: "text",
    [sessionId]: "old",
  };
  expect(withTrace(before, sessionId, facts)).toEqual({ ...before, [sessionId]: facts });
  for (const broken of [undefined, null, "text", 7, ["a"]]) {
    expect(withTrace(broken, sessionId, facts)).toEqual({ [sessionId]: facts });
  }
});

test("of too many sessions, or too large ones, the oldest are left out", () => {
  const facts = traceFacts(recordOf(), around);
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [`s${at}`, { endedAt: new Date(at * 1000).toISOString() }]),
  );
  const kept = withTrace(many, sessionId, facts);
  expect(Object.keys(kept)).toHaveLength(50);
  expect([kept["s11"], kept["s10"]]).toEqual([many["s11"], undefined]);
  const large = { old: { endedAt: "2020" }, new: { endedAt: "2021", text: "x".repeat(100_000) } };
  expect(Object.keys(withTrace(large, sessionId, facts))).toEqual([sessionId]);
});
