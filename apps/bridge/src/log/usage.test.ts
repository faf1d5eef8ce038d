import { DatabaseSync } from "node:sqlite";
import {
  BackendId,
  BeadId,
  PersonaId,
  ProjectId,
  type SessionId,
  type UsageSum,
} from "@switchyard/core/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FILL_USAGE } from "./fill-usage.ts";
import type { NewChunk } from "./log.ts";
import { migrations } from "./schema.ts";
import { forgetOutcomes, newSession, outcomesIn, testLog, turnStarted, usageIn } from "./test-log.ts";
import { dayOf } from "./usage.ts";
import type { UsageQuery } from "./usage-sums.ts";

const PROJECTS = [ProjectId.parse("p-1"), ProjectId.parse("p-2"), null];
const BEADS = [BeadId.parse("b-1"), BeadId.parse("b-2"), null];
const NOON = new Date(2026, 10, 26, 12).getTime();
const DAY_MS = 86_400_000;

/** Costs that are summed without rounding. */
const costUsd = fc.option(fc.integer({ min: 0, max: 1_000 }).map((n) => n / 128));
const usage = fc.option(fc.record({ inputTokens: fc.nat(1_000), outputTokens: fc.nat(1_000), costUsd }), {
  nil: undefined,
});
const error = fc.constantFrom(undefined, "CLI_FAILED", "CLI_NOT_FOUND");
const stopReason = fc.constantFrom("end_turn", "interrupted", "error", "process_exit");
const turn = fc.record({ session: fc.nat(4), day: fc.nat(3), usage, error, stopReason });
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;

const SESSIONS = [0, 1, 2, 3, 4].map((at) => ({
  backendId: BackendId.parse(at % 2 === 0 ? "claude" : "gemini"),
  persona: PersonaId.parse(at === 4 ? "reviewer" : "none"),
  projectId: PROJECTS[at % 3] ?? null,
  beadId: BEADS[at % 3] ?? null,
  title: `session ${at}`,
}));

function endOf({ usage: took, error: code, stopReason: how }: Turn): NewChunk {
  return {
    type: "turn_ended",
    content: "",
    stopReason: how,
    durationMs: 1,
    ...(took === undefined ? {} : { usage: took }),
    ...(code === undefined ? {} : { error: { code, message: "" } }),
  };
}

/** What of the turns fits, counted by hand. */
function countOf(turns: readonly Turn[]): UsageSum {
  const counted = turns.filter((each) => each.usage !== undefined || each.error !== "CLI_NOT_FOUND");
  const costs = counted.flatMap((each) => each.usage?.costUsd ?? []);
  return {
    turns: counted.length,
    inputTokens: counted.reduce((sum, each) => sum + (each.usage?.inputTokens ?? 0), 0),
    outputTokens: counted.reduce((sum, each) => sum + (each.usage?.outputTokens ?? 0), 0),
    costUsd: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
    turnsWithoutCost: counted.length - costs.length,
  };
}

const sum = (rows: readonly UsageSum[]): number => rows.reduce((all, row) => all + (row.costUsd ?? 0), 0);

test("whatever turns took, each is counted once by every measure, over a restart and when the table is filled anew", async () => {
  const story = fc.asyncProperty(fc.array(turn, { maxLength: 30 }), async (turns) => {
    await using stage = await testLog();
    const ids = SESSIONS.map((each) => newSession(stage.log, each));
    for (const [at, each] of turns.entries()) {
      const where = { turn: at + 1, at: NOON + each.day * DAY_MS };
      stage.log.append(ids[each.session] ?? ids[0]!, [turnStarted, endOf(each)], where);
    }
    // Counted before it is stored.
    expectAll(stage.log.usage.ofBead({ projectId: PROJECTS[0]!, beadId: BEADS[0]! }), turns);
    stage.log.flush();
    expectSums(stage.file, { turns, ids });
    const outcomes = outcomesIn(stage.file);
    expect(outcomes.reduce((all, each) => all + each.turns, 0)).toBe(turns.length);
    await stage.reopen(() => refill(stage.file));
    expectSums(stage.file, { turns, ids });
    expect([outcomesIn(stage.file), stage.said]).toEqual([outcomes, []]);
    expectAll(stage.log.usage.ofBead({ projectId: PROJECTS[0]!, beadId: BEADS[0]! }), turns);
  });
  await fc.assert(story, { numRuns: 25 });
});

/** Of the bead that the sessions 0 and 3 are on. */
function expectAll(spent: Pick<UsageSum, "costUsd" | "turnsWithoutCost">, turns: readonly Turn[]): void {
  expect(spent).toMatchObject({
    costUsd: countOf(turns.filter(({ session }) => session % 3 === 0)).costUsd,
    turnsWithoutCost: countOf(turns.filter(({ session }) => session % 3 === 0)).turnsWithoutCost,
  });
}

function expectSums(
  file: string,
  { turns, ids }: { turns: readonly Turn[]; ids: readonly SessionId[] },
): void {
  const sums = (query: UsageQuery) => usageIn(file, query);
  for (const by of ["day", "backend", "session", "bead"] as const) {
    const { rows, total } = sums({ by });
    expect(total).toEqual(countOf(turns));
    expect(sum(rows)).toBe(total.costUsd ?? 0);
  }
  for (const [at, sessionId] of ids.entries()) {
    expect(sums({ by: "day", sessionId }).total).toEqual(
      countOf(turns.filter(({ session }) => session === at)),
    );
  }
  const second = { from: dayOf(NOON + DAY_MS), to: dayOf(NOON + 2 * DAY_MS) };
  const within = turns.filter(({ day }) => day === 1 || day === 2);
  expect(sums({ by: "session", ...second }).total).toEqual(countOf(within));
  const days = sums({ by: "day" }).rows.map(({ key }) => key ?? "");
  expect(days).toEqual([...new Set(days)].toSorted((a, b) => b.localeCompare(a)));
}

/** As a store of the version before, which had no such table's rows. */
function refill(file: string): void {
  forgetOutcomes(file);
  using db = new DatabaseSync(file);
  db.exec(`DELETE FROM turn_usage; PRAGMA user_version = ${migrations.indexOf(FILL_USAGE)}`);
}

test("what was spent stays spent when its session is deleted, and damaged rows keep no store from being filled", async () => {
  await using stage = await testLog();
  const [gone, left] = [newSession(stage.log), newSession(stage.log)];
  const took = endOf({
    session: 0,
    day: 0,
    usage: { inputTokens: 1, outputTokens: 2, costUsd: 3 },
    error: undefined,
    stopReason: "end_turn",
  });
  for (const id of [gone, left]) stage.log.append(id, [turnStarted, took], 1);
  stage.log.append(left, [turnStarted, took], 2);
  stage.log.deleteSession(gone);
  stage.log.flush();
  expect(usageIn(stage.file, { by: "session" })).toMatchObject({
    rows: [
      { key: left, turns: 2, costUsd: 6 },
      { key: gone, turns: 1, costUsd: 3 },
    ],
    total: { turns: 3, costUsd: 9 },
  });
  await stage.reopen(() => {
    refill(stage.file);
    const db = new DatabaseSync(stage.file);
    const first = db
      .prepare("SELECT min(id) AS id FROM chunks WHERE type = 'turn_ended' AND id >> 32 = 2")
      .get();
    db.prepare("UPDATE chunks SET json = '{' WHERE id = ?").run(Number(first?.["id"]));
    db.close();
  });
  const { total } = usageIn(stage.file, { by: "session", sessionId: left });
  expect([total, stage.said]).toMatchObject([{ turns: 1, costUsd: 3 }, []]);
});

test("a bead's budget is kept, replaced and lifted, over a restart", async () => {
  await using stage = await testLog();
  const [first, second] = [PROJECTS[0]!, PROJECTS[1]!].map((projectId) => ({ projectId, beadId: BEADS[0]! }));
  stage.log.budgets.set(first!, 5);
  stage.log.budgets.set(first!, 7.5);
  stage.log.budgets.set(second!, 2);
  stage.log.budgets.set(second!, null);
  const { budgets } = await stage.reopen();
  expect([budgets.get(first!), budgets.get(second!)]).toEqual([7.5, null]);
});
