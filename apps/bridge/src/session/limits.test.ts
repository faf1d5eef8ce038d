import type { AgentEvent } from "@switchyard/core/backend";
import { type AgentChunk, BeadId, MessageId, ProjectId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { budgetsOf } from "../usage/budgets.ts";
import { makeRoom, makeStage, type Puppet, type Stage } from "./puppet.testkit.ts";

const opened: AgentEvent = {
  type: "session_started",
  content: "",
  cliSessionId: "c-1",
  model: "m",
  cwd: "/",
  cliVersion: "1",
  permissionMode: "default",
};
const endTurn = (costUsd: number | null = null): AgentEvent => ({
  type: "turn_ended",
  content: "",
  stopReason: "end_turn",
  usage: { inputTokens: 10, outputTokens: 1, costUsd },
});
const limited = (resetsAt?: number): AgentEvent => ({
  type: "turn_ended",
  content: "Too much.",
  stopReason: "error",
  error: { code: "RATE_LIMITED", message: "Too much.", ...(resetsAt === undefined ? {} : { resetsAt }) },
});
const inAnHour = (): number => Math.floor(Date.now() / 1000) + 3_600;

const ended = (turn: number) => (chunks: readonly AgentChunk[]) =>
  chunks.some((chunk) => chunk.type === "turn_ended" && chunk.turn === turn);
const notices = (chunks: readonly AgentChunk[]) =>
  chunks.flatMap((chunk) => (chunk.type === "notice" ? [chunk.code] : []));
const queued = ({ log, session }: Stage) =>
  log.queue.list(session.record.sessionId).map(({ message }) => message);
const said = (stage: Stage) =>
  [...stage.log.all(stage.session.record.sessionId)].flatMap((chunk) =>
    chunk.type === "user_message" ? [chunk.content] : [],
  );

/** Has the open turn end so; the process stays. */
async function end(stage: Stage, puppet: Puppet, event: AgentEvent): Promise<readonly AgentChunk[]> {
  const { turn } = stage.session.record;
  puppet.says({ events: [opened, event], state: "idle" });
  return stage.until(ended(turn));
}

/** A session whose first turn cost so much. */
async function spentStage(costUsd: number | null, record: Parameters<typeof makeStage>[0] = {}) {
  const stage = await makeStage(record);
  stage.session.send("first");
  const puppet = await stage.puppet(1);
  await end(stage, puppet, endTurn(costUsd));
  return { stage, puppet, [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose]() };
}

test("a budget warns near its end and when it is reached, once each, and cuts no turn; what comes then waits until it is raised", async () => {
  await using it = await spentStage(0.85, { record: { budgetUsd: 1 } });
  const { stage, puppet } = it;
  const { session } = stage;
  expect(session.hold()).toBeNull();
  expect(session.send("second")).toHaveProperty("turn", 2);
  session.send("third");
  await end(stage, puppet, endTurn(0.2));
  expect(session.hold()).toEqual({ reason: "session_budget", resetsAt: null, goesOn: false });
  expect(session.isRunning()).toBe(false);
  expect(session.send("fourth")).not.toHaveProperty("turn");
  expect(() => session.carryOn()).toThrow("$1.05 of $1.00 are spent");
  session.setBudget(1.04);
  expect(queued(stage)).toEqual(["third", "fourth"]);
  session.setBudget(2);
  expect(session.hold()).toBeNull();
  expect(session.isRunning()).toBe(true);
  await end(stage, puppet, endTurn(0.1));
  await end(stage, puppet, endTurn(null));
  expect(said(stage)).toEqual(["first", "second", "third", "fourth"]);
  const chunks = await stage.until(ended(4));
  expect(notices(chunks)).toEqual(["budget_near", "budget_reached"]);
  expect(session.record.usage).toMatchObject({ costUsd: expect.closeTo(1.15), turnsWithoutCost: 1 });
});

test("a raised budget lets go what waited for it, and not what was held by an interrupt", async () => {
  await using it = await spentStage(2);
  const { stage, puppet } = it;
  const { session } = stage;
  session.send("second");
  session.send("held");
  const interrupted = session.interrupt();
  puppet.says({ events: [endTurn(0)], state: "idle" });
  await interrupted;
  session.setBudget(1);
  expect(notices(await stage.until(ended(2)))).toContain("budget_reached");
  session.setBudget(null);
  expect(session.isRunning()).toBe(false);
  session.setBudget(1);
  // As without a budget, what the user says now goes ahead of what is held.
  session.send("asked later");
  session.send("asked last");
  session.setBudget(3);
  await end(stage, puppet, endTurn(0));
  await end(stage, puppet, endTurn(0));
  expect(said(stage)).toEqual(["first", "second", "asked later", "held", "asked last"]);
});

test("a budget is no way around itself: a message that is to go now interrupts, and waits; what the agent begins is told", async () => {
  await using it = await spentStage(0.5);
  const { stage, puppet } = it;
  const { session } = stage;
  session.send("second");
  session.setBudget(0.4);
  expect(session.isRunning()).toBe(true);
  session.send("now", { mode: "now" });
  puppet.says({ events: [endTurn(0)], state: "idle" });
  await stage.until(ended(2));
  expect([session.isRunning(), queued(stage)]).toEqual([false, ["now"]]);
  session.send("sooner", { mode: "now" });
  expect(queued(stage)).toEqual(["sooner", "now"]);
  puppet.says({ events: [{ type: "turn_started", content: "", by: "agent" }] });
  await stage.until((chunks) => notices(chunks).includes("budget_passed"));
  await end(stage, puppet, endTurn(0.1));
  expect(session.isRunning()).toBe(false);
  session.setBudget(null);
  await end(stage, puppet, endTurn(0));
  expect(said(stage)).toEqual(["first", "second", "sooner", "now"]);
});

test("a bead's budget holds all its sessions: each finishes its turn, and none begins another", async () => {
  const projectId = ProjectId.parse("00000000-0000-4000-8000-000000000001");
  const beadId = BeadId.parse("b-1");
  await using it = await spentStage(0.6, { record: { projectId, beadId } });
  const { stage, puppet } = it;
  stage.log.budgets.set({ projectId, beadId }, 1);
  stage.session.send("second");
  const other = stage.reopen();
  expect(other.hold()).toBeNull();
  expect(notices(await end(stage, puppet, endTurn(0.4)))).toEqual(["budget_reached"]);
  const held = { reason: "bead_budget", resetsAt: null, goesOn: false };
  expect([stage.session.hold(), other.hold()]).toEqual([held, held]);
  stage.session.send("third");
  stage.log.budgets.set({ projectId, beadId }, null);
  stage.session.beadBudgetChanged();
  await end(stage, puppet, endTurn(0));
  expect(said(stage)).toEqual(["first", "second", "third"]);
});

test("an epic's budget holds what is below it: of several the one that is nearest to its end, told by its name", async () => {
  const projectId = ProjectId.parse("00000000-0000-4000-8000-000000000001");
  const [beadId, sibling, epic, top] = ["e.1", "e.2", "e", "top"].map((id) => BeadId.parse(id)) as [
    BeadId,
    BeadId,
    BeadId,
    BeadId,
  ];
  await using it = await spentStage(0.6, { record: { projectId, beadId } });
  const { stage, puppet } = it;
  const { lines, budgets } = stage.log;
  for (const below of [beadId, sibling]) lines.set({ projectId, beadId: below }, [epic, top]);
  budgets.set({ projectId, beadId: top }, 10);
  expect(budgetsOf(stage.log, stage.session.record)).toMatchObject({
    beadBudget: null,
    epicBudget: { beadId: "top", limitUsd: 10, spentUsd: 0.6, state: "within" },
  });
  budgets.set({ projectId, beadId: epic }, 1);
  stage.session.send("second");
  expect(notices(await end(stage, puppet, endTurn(0.4)))).toEqual(["budget_reached"]);
  expect(stage.session.hold()).toEqual({ reason: "epic_budget", resetsAt: null, goesOn: false });
  expect(() => stage.session.carryOn()).toThrow("The budget of e is reached: $1.00 of $1.00 are spent.");
  expect(budgetsOf(stage.log, { ...stage.session.record, beadId: sibling })).toMatchObject({
    epicBudget: { beadId: "e", state: "reached" },
  });
  stage.session.send("third");
  // It goes to another epic: nothing holds it there.
  lines.set({ projectId, beadId }, [top]);
  stage.session.beadBudgetChanged();
  await end(stage, puppet, endTurn(0));
  expect(said(stage)).toEqual(["first", "second", "third"]);
});

test("a turn that meets a usage limit parks the session: what comes waits in the queue, and nothing starts at the reset unasked", async () => {
  await using stage = await makeStage();
  const { session } = stage;
  session.send("first");
  session.send("second");
  const puppet = await stage.puppet(1);
  const resetsAt = inAnHour();
  await end(stage, puppet, limited(resetsAt));
  expect(session.hold()).toEqual({ reason: "usage_limit", resetsAt, goesOn: false });
  expect(session.send("third")).not.toHaveProperty("turn");
  expect(queued(stage)).toEqual(["second", "third"]);
  session.limitOver();
  expect([session.hold(), session.isRunning()]).toEqual([null, false]);
  await stage.until((chunks) => notices(chunks).includes("limit_reset"));
  expect(session.carryOn()).toEqual({ turn: 2 });
  expect(session.carryOn()).toEqual({});
  await end(stage, puppet, endTurn());
  await end(stage, puppet, endTurn());
  expect(said(stage)).toEqual(["first", "second", "third"]);
});

test("a session that may go on by itself does so once: with what waits, else with a word of ours; a new limit parks it again, later", async () => {
  await using stage = await makeStage();
  const { session } = stage;
  session.send("first");
  const puppet = await stage.puppet(1);
  await end(stage, puppet, limited(inAnHour()));
  session.setLimitResume(true);
  expect(session.hold()).toMatchObject({ goesOn: true });
  session.send("second");
  session.limitOver();
  session.limitOver();
  await end(stage, puppet, limited(Math.floor(Date.now() / 1000) - 10));
  const again = session.hold();
  expect(again).toMatchObject({ reason: "usage_limit", goesOn: true });
  expect((again?.resetsAt ?? 0) * 1000 - Date.now()).toBeGreaterThan(100_000);
  session.limitOver();
  const chunks = await end(stage, puppet, endTurn());
  expect(said(stage)).toEqual(["first", "second", "Continue."]);
  expect(chunks.flatMap((chunk) => (chunk.type === "turn_started" ? [chunk.by] : []))).toEqual([
    "user",
    "resume",
    "resume",
  ]);
  expect(session.hold()).toBeNull();
});

test("the promise to go on is kept by a bridge that starts meanwhile, and not where the session was stopped", async () => {
  await using stage = await makeStage();
  stage.session.send("first");
  await end(stage, await stage.puppet(1), limited(inAnHour()));
  stage.session.setLimitResume(true);
  stage.session.send("second");
  const later = stage.reopen();
  expect([later.hold(), later.record.queueHeld]).toEqual([stage.session.hold(), true]);
  later.limitOver();
  expect([later.isRunning(), queued(stage)]).toEqual([true, []]);
  await later.close();
  await stage.session.stop();
  expect(stage.session.hold()).toBeNull();
  stage.session.resume();
  expect(stage.session.hold()).toBeNull();
});

test("who wants to know tries a limit at once, and where nobody said when it resets, it cannot go on by itself", async () => {
  await using stage = await makeStage();
  const { session } = stage;
  session.send("first");
  const puppet = await stage.puppet(1);
  await end(stage, puppet, limited());
  expect(session.hold()).toEqual({ reason: "usage_limit", resetsAt: null, goesOn: false });
  expect(() => session.setLimitResume(true)).toThrow("did not tell when the limit resets");
  session.send("second");
  const messageId = MessageId.parse("m-1");
  expect(session.send("now", { mode: "now", messageId })).toEqual({ messageId, turn: 2 });
  await end(stage, puppet, endTurn());
  await end(stage, puppet, endTurn());
  expect(said(stage)).toEqual(["first", "now", "second"]);
});

test("a session whose next turn waits for a limit gives its place to others, and one in which nothing was said has nothing to go on with", async () => {
  const slots = makeRoom(1);
  await using it = await spentStage(1, { record: { budgetUsd: 1 }, slots });
  it.stage.session.send("waits");
  await using other = await makeStage({ slots });
  expect(other.session.carryOn()).toEqual({});
  other.session.send("first");
  await end(other, await other.puppet(1), endTurn());
  expect([it.stage.session.processState(), queued(it.stage)]).toEqual(["asleep", ["waits"]]);
});

test("how a limit of the plan stands is told to the bridge", async () => {
  await using stage = await makeStage();
  stage.session.send("first");
  const puppet = await stage.puppet(1);
  const limit = { name: "five_hour", used: 0.9, resetsAt: null, isReached: false };
  puppet.says({ events: [{ type: "plan_limit", content: "", limit }] });
  await end(stage, puppet, endTurn());
  expect(stage.limits).toEqual(["five_hour"]);
});
