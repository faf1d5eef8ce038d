import { DatabaseSync } from "node:sqlite";
import { BackendId, BeadId, PersonaId, ProjectId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import type { Log, NewChunk } from "./log.ts";
import type { Outcome } from "./outcomes.ts";
import {
  forgetOutcomes,
  newSession,
  outcomesIn,
  testLog,
  turnEnded,
  turnStarted,
  usageIn,
} from "./test-log.ts";
import { dayOf } from "./usage.ts";

const PROJECT = ProjectId.parse("p-1");
const NOON = new Date(2026, 10, 26, 12).getTime();
const DAY_MS = 86_400_000;
const [reviewer, none] = [PersonaId.parse("reviewer"), PersonaId.parse("none")];
const [claude, gemini] = [BackendId.parse("claude"), BackendId.parse("gemini")];

interface Ended {
  readonly stopReason: "end_turn" | "interrupted" | "refusal" | "error" | "process_exit";
  /** Missing: it told no usage. */
  readonly costUsd?: number | null | undefined;
  readonly code?: string | undefined;
}

function end({ stopReason, costUsd, code }: Ended): NewChunk {
  return {
    type: "turn_ended",
    content: "",
    stopReason,
    durationMs: 1,
    ...(costUsd === undefined ? {} : { usage: { inputTokens: 1, outputTokens: 1, costUsd } }),
    ...(code === undefined ? {} : { error: { code, message: "" } }),
  };
}

function endTurns(log: Log, sessionId: ReturnType<typeof newSession>, turns: readonly Ended[]): void {
  for (const [at, each] of turns.entries()) log.append(sessionId, [turnStarted, end(each)], at + 1);
}

test("sessions are summed up by persona and backend: turns that never came to the agent too, each bead once", async () => {
  await using stage = await testLog();
  const bead = (id: string) => ({ projectId: PROJECT, beadId: BeadId.parse(id) });
  const first = newSession(stage.log, { persona: reviewer, backendId: claude, ...bead("b-1") });
  const again = newSession(stage.log, { persona: reviewer, backendId: claude, ...bead("b-1") });
  const other = newSession(stage.log, { persona: reviewer, backendId: gemini, beadId: BeadId.parse("b-2") });
  newSession(stage.log, { persona: none, backendId: claude, ...bead("b-3") });
  endTurns(stage.log, first, [
    { stopReason: "end_turn", costUsd: 0.5 },
    { stopReason: "error", costUsd: 0.25, code: "CLI_FAILED" },
    { stopReason: "interrupted" },
    { stopReason: "refusal", costUsd: null },
  ]);
  // The second was cut because the user ended the bridge, and is no failure.
  endTurns(stage.log, again, [
    { stopReason: "error", code: "CLI_NOT_LOGGED_IN" },
    { stopReason: "process_exit" },
  ]);
  endTurns(stage.log, other, [{ stopReason: "process_exit", code: "BRIDGE_ENDED" }]);
  stage.log.flush();
  const expected: Outcome[] = [
    {
      persona: reviewer,
      backendId: claude,
      sessions: 2,
      turns: 6,
      failures: 2,
      costUsd: 0.75,
      turnsWithoutCost: 3,
      workedOn: [{ projectId: PROJECT, beadId: BeadId.parse("b-1") }],
    },
    {
      persona: reviewer,
      backendId: gemini,
      sessions: 1,
      turns: 1,
      failures: 1,
      costUsd: null,
      turnsWithoutCost: 1,
      workedOn: [{ projectId: null, beadId: BeadId.parse("b-2") }],
    },
  ];
  expect(outcomesIn(stage.file)).toMatchObject(expected);
  expect(outcomesIn(stage.file, { projectId: PROJECT })).toMatchObject(expected.slice(0, 1));
  // What was spent is counted as before: without the turn that never came to the agent.
  expect(usageIn(stage.file, { by: "backend" }).total).toMatchObject({ turns: 6, turnsWithoutCost: 4 });
  expect(stage.log.usage.ofBead(bead("b-1"))).toMatchObject({ costUsd: 0.75, turnsWithoutCost: 3 });

  const { lines } = await stage.reopen(() => forgetOutcomes(stage.file));
  expect(outcomesIn(stage.file)).toMatchObject(expected);
  // Of the beads that sessions began on before lines were kept there are some from now on.
  const known = lines.of(PROJECT).toSorted();
  expect([known, lines.above(bead("b-1")), stage.said]).toEqual([["b-1", "b-3"], [], []]);
  expect(usageIn(stage.file, { by: "backend" }).total).toMatchObject({ turns: 6, turnsWithoutCost: 4 });
  stage.log.deleteSession(first);
  await stage.reopen();
  expect(outcomesIn(stage.file)).toMatchObject(expected);
});

test("days are those of the bridge's clock, and both ends of a span are within", async () => {
  await using stage = await testLog();
  const session = newSession(stage.log);
  for (const day of [0, 1, 2, 3]) {
    const where = { turn: day + 1, at: NOON + day * DAY_MS };
    stage.log.append(session, [turnStarted, turnEnded], where);
  }
  stage.log.flush();
  const span = { from: dayOf(NOON + DAY_MS), to: dayOf(NOON + 2 * DAY_MS) };
  expect(outcomesIn(stage.file, span)).toMatchObject([{ sessions: 1, turns: 2 }]);
  expect(outcomesIn(stage.file, { to: dayOf(NOON - DAY_MS) })).toEqual([]);
});

test("a session that was deleted before this was kept, and damaged rows, take nothing else with them", async () => {
  await using stage = await testLog();
  const [gone, damaged, left] = [newSession(stage.log), newSession(stage.log), newSession(stage.log)];
  for (const session of [gone, damaged, left]) endTurns(stage.log, session, [{ stopReason: "error" }]);
  stage.log.deleteSession(gone);
  stage.log.flush();
  await stage.reopen(() => {
    const db = new DatabaseSync(stage.file);
    db.prepare("UPDATE sessions SET record = '{' WHERE session_id = ?").run(damaged);
    db.close();
    forgetOutcomes(stage.file);
  });
  expect(outcomesIn(stage.file)).toMatchObject([{ sessions: 1, turns: 1, failures: 1 }]);
  expect(usageIn(stage.file, { by: "session" }).total).toMatchObject({ turns: 3 });
  await stage.reopen(() => {
    const db = new DatabaseSync(stage.file);
    db.prepare("UPDATE turn_usage SET persona = 'No Slug' WHERE session_id = ?").run(damaged);
    db.close();
  });
  expect(outcomesIn(stage.file)).toMatchObject([{ sessions: 1, turns: 1, failures: 1 }]);
});
