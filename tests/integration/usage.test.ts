import { BeadId, type SessionId, type SessionInfo } from "@switchyard/core/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addProject, infoOf, makeTwoProjects, type TwoProjects } from "./two-projects.ts";
import { processesOf, startYard, type Yard } from "./yard.ts";

/** Of which each costs the same. */
const MESSAGE = "[[say one two]]";
const stack = new AsyncDisposableStack();
/** For the budgets: one is of the depot, one of the shop. */
let at: TwoProjects;
let yard: Yard;

beforeAll(async () => {
  at = stack.use(await makeTwoProjects());
  yard = await at.yard();
  stack.defer(() => yard[Symbol.asyncDispose]());
});
afterAll(() => stack.disposeAsync());

test(
  "what the real Claude says it costs is counted once: over sleep and waking, /clear, an interrupt, its own end by a signal and the bridge's",
  { timeout: 120_000 },
  async () => {
    await using yard = await startYard({ settings: () => ({ maxProcesses: 1 }) });
    const id = await yard.start({ prompt: MESSAGE });
    const first = costOf(await yard.ended(id, 1));
    expect(first).toBeGreaterThan(0);
    const again = async (): Promise<void> =>
      expect(costOf(await yard.say(id, MESSAGE))).toBeCloseTo(first, 8);
    // Chosen by its short name, a model is known by its own as soon as the process that runs tells it.
    const model = (await infoOf(yard, id)).provenance?.model ?? "";
    await yard.client.call("setModel", { sessionId: id, model: model.split("-")[1] ?? "" });
    await again();
    expect((await infoOf(yard, id)).provenance).toMatchObject({ model });
    // Another session takes its only place; its conversation is taken up again with what it had cost.
    const other = await yard.start({ prompt: MESSAGE });
    await yard.ended(other, 1);
    await again();
    expect(costOf(await yard.say(id, "/clear"))).toBe(0);
    await again();
    const { turn = 0 } = await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[hang]]" });
    await yard.api.untilHolding(1);
    await yard.client.call("interruptAgentSession", { sessionId: id });
    const cut = costOf(await yard.ended(id, turn));
    await again();
    // What it would have noted of its costs is lost with it.
    for (const pid of await processesOf(yard.bridge.home)) process.kill(pid, "SIGKILL");
    await yard.chunk(id, "notice", ({ code }) => code === "process_ended");
    await again();

    const session = await infoOf(yard, id);
    const spent = 6 * first + cut;
    expect(session.usage).toMatchObject({ costUsd: expect.closeTo(spent, 8), turnsWithoutCost: 0 });
    const bySession = await yard.client.call("getUsage", { by: "session" });
    expect(bySession.total).toMatchObject({ turns: 9, costUsd: expect.closeTo(spent + first, 8) });
    expect(bySession.rows.map(({ key, label }) => [key, label])).toEqual([
      [id, MESSAGE],
      [other, MESSAGE],
    ]);

    expect(session.provenance).toMatchObject({
      persona: { id: session.persona, layer: "built_in", hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      backend: { id: "claude", plugin: null, cliVersion: expect.stringMatching(/^\d+\.\d+/) },
      model: expect.stringMatching(/^claude-/),
    });
    const outcomes = await yard.client.call("getOutcomes", {});
    expect(outcomes.rows).toEqual([
      {
        persona: session.persona,
        backendId: "claude",
        sessions: 2,
        turns: 9,
        failures: 0,
        costUsd: bySession.total.costUsd,
        turnsWithoutCost: 0,
        beads: 0,
        beadsClosed: 0,
        beadsUnknown: 0,
      },
    ]);

    await yard.client.call("deleteSession", { sessionId: other });
    await yard.bridge.end("SIGKILL");
    await using next = await startYard({ home: yard.bridge.home });
    const byDay = await next.client.call("getUsage", { by: "day" });
    expect(byDay.rows).toEqual([{ ...byDay.total, key: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }]);
    expect(byDay.total).toEqual(bySession.total);
    expect(await next.client.call("getOutcomes", {})).toEqual(outcomes);
    expect((await infoOf(next, id)).provenance).toEqual(session.provenance);
    const { total } = await next.client.call("getUsage", { by: "backend", sessionId: id });
    expect(total).toMatchObject({ turns: 8, costUsd: expect.closeTo(spent, 8) });
  },
);

test("at its budget a session and all sessions of a bead finish their turns, and what is said then waits until it is raised", async () => {
  const { client } = yard;
  const projectId = await addProject(yard, at.depot);
  await client.call("getBeads", { projectId });
  await client.call("updateSettings", { settings: { sessionBudgetUsd: 0.000_01 } });
  const onBead = { projectId, beadId: BeadId.parse("depot-3") };
  const one = await yard.start({ ...onBead, cliBackend: "claude", prompt: MESSAGE });
  const cost = costOf(await yard.ended(one, 1));
  const held = await client.until("session-updated", isHeld(one, "session_budget"));
  expect(held.session).toMatchObject({
    budget: { limitUsd: 0.000_01, spentUsd: cost, state: "reached", turnsWithoutCost: 0 },
    beadBudget: null,
  });
  const message = "[[say It goes on.]]";
  expect(await client.call("sendAgentMessage", { sessionId: one, message })).not.toHaveProperty("turn");
  expect(await client.refusal("continueSession", { sessionId: one })).toMatchObject({
    code: "LIMIT_REACHED",
    data: { reason: "session_budget" },
  });
  await client.call("setBudget", { sessionId: one, limitUsd: 1 });
  await yard.ended(one, 2);
  expect(yard.text(one, 2)).toBe("It goes on.");

  // One runs, another one of the same bead waits.
  await client.call("updateSettings", { settings: { sessionBudgetUsd: null } });
  const running = await yard.start({ ...onBead, cliBackend: "claude", prompt: "[[hang]]" });
  await yard.api.untilHolding(1);
  await client.call("setBudget", { ...onBead, limitUsd: cost });
  const waits = await yard.start({ ...onBead, cliBackend: "claude", prompt: MESSAGE });
  await client.call("startBeads", {
    projectId,
    cliBackend: "claude",
    limit: 1,
    starts: [{ beadId: onBead.beadId, persona: "specialist", prompt: MESSAGE }],
  });
  const beadSessions = await client.call("listSessions", { beadId: onBead.beadId });
  expect(beadSessions.sessions.map((each) => [each.status, each.queued, each.hold?.reason])).toEqual(
    expect.arrayContaining([
      ["running", 0, "bead_budget"],
      ["paused", 1, "bead_budget"],
      ["paused", 1, "bead_budget"],
      ["paused", 0, "bead_budget"],
    ]),
  );
  yard.api.release();
  expect((await yard.ended(running, 1)).stopReason).toBe("end_turn");
  await client.call("setBudget", { ...onBead, limitUsd: null });
  await yard.ended(waits, 1);
  const [begun] = beadSessions.sessions.filter(({ batch }) => batch !== null);
  await client.until(
    "session-updated",
    ({ session }) => session.sessionId === begun?.sessionId && session.lastTurn?.turn === 1,
  );

  const { rows } = await client.call("getUsage", { by: "bead", projectId });
  expect(rows).toMatchObject([{ key: "depot-3", label: "Shelf 3", turns: 5, turnsWithoutCost: 0 }]);
  const outcomes = await client.call("getOutcomes", { projectId });
  const onOpenBead = { failures: 0, beads: 1, beadsClosed: 0, beadsUnknown: 0 };
  expect(outcomes.rows).toMatchObject([
    { persona: "none", sessions: 3, turns: 4, ...onOpenBead },
    { persona: "specialist", sessions: 1, turns: 1, ...onOpenBead },
  ]);
});

function costOf(ended: { usage?: { costUsd: number | null } | undefined }): number {
  const { costUsd = null } = ended.usage ?? {};
  if (costUsd === null) throw new Error("The turn told no cost.");
  return costUsd;
}

function isHeld(sessionId: SessionId, reason: string) {
  return ({ session }: { session: SessionInfo }): boolean =>
    session.sessionId === sessionId && session.hold?.reason === reason;
}

test("a budget of an epic holds the sessions on what is below it, also after a restart without its tracker", async () => {
  const projectId = await addProject(yard, at.shop);
  // The first is a child's child, by way of the basket.
  const [first, second, other] = ["shop-1.1.2", "shop-1.2", "shop-k3x"].map((id) => BeadId.parse(id));
  const epic = BeadId.parse("shop-1");
  const start = (beadId: BeadId | undefined) =>
    yard.start({
      projectId,
      ...(beadId === undefined ? {} : { beadId }),
      cliBackend: "claude",
      prompt: MESSAGE,
    });
  const one = await start(first);
  const cost = costOf(await yard.ended(one, 1));
  await yard.client.call("setBudget", { projectId, beadId: epic, limitUsd: cost });
  const epicBudget = { beadId: epic, limitUsd: cost, spentUsd: cost, state: "reached", turnsWithoutCost: 0 };
  const held = await yard.client.until("session-updated", isHeld(one, "epic_budget"));
  expect(held.session).toMatchObject({ beadBudget: null, epicBudget });
  const budgets = [epicBudget];
  expect(await yard.client.call("listBudgets", { projectId })).toEqual({ projectId, budgets });
  const waits = await start(second);
  expect(await infoOf(yard, waits)).toMatchObject({ queued: 1, hold: { reason: "epic_budget" }, epicBudget });
  const free = await start(other);
  await yard.ended(free, 1);
  await yard[Symbol.asyncDispose]();

  await at.shop.fail({ error: "Error: the database is away" });
  yard = await at.yard();
  expect(await infoOf(yard, waits)).toMatchObject({ queued: 1, hold: { reason: "epic_budget" }, epicBudget });
  await yard.client.call("setBudget", { projectId, beadId: epic, limitUsd: null });
  expect(await infoOf(yard, waits)).toMatchObject({ hold: null, epicBudget: null });
  await at.shop.fail({});
});
