import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  BeadId,
  type ParamsOf,
  PersonaId,
  type ProjectId,
  type SessionId,
  type SessionInfo,
} from "@switchyard/core/protocol";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { addProject, infoOf, makeTwoProjects, type TwoProjects } from "./two-projects.ts";
import type { Yard } from "./yard.ts";

const SPECIALIST = PersonaId.parse("specialist");
const stack = new AsyncDisposableStack();
let at: TwoProjects;
/** All but one test share a bridge: each finds it without sessions, and running. */
let yard: Yard;

beforeAll(async () => {
  at = stack.use(await makeTwoProjects());
  const folder = join(at.depot.root, ".switchyard", "personas");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "planner.md"), PLANNER);
  yard = stack.use(await at.yard());
});
afterEach(async () => {
  const { sessions } = await yard.client.call("listSessions", {});
  await Promise.all(sessions.map(({ sessionId }) => yard.client.call("deleteSession", { sessionId })));
});
afterAll(() => stack.disposeAsync());

test("six starts with a limit of two: two run, the rest wait in their order and begin as turns end", async () => {
  const { client } = yard;
  const projectId = await addProject(yard, at.depot);
  const { batchId, sessionIds } = await startBatch(yard, projectId, { count: 6, limit: 2 });
  expect(new Set(sessionIds).size).toBe(6);
  await expectShown(yard, sessionIds, ["runs", "runs", 1, 2, 3, 4]);
  const waiting = await infoOf(yard, sessionIds[3]!);
  expect(waiting).toMatchObject({
    beadId: "depot-3",
    projectId,
    cwd: at.depot.root,
    title: "Shelf 3",
    status: "paused",
    process: "none",
    queued: 1,
    batch: { batchId, limit: 2, order: 4, place: 2, isHeld: false },
  });
  const { queue } = await client.call("listQueuedMessages", { sessionId: sessionIds[3]! });
  expect(queue).toMatchObject([{ message: "[[hang]] 3", held: true }]);
  expect(await client.call("getActiveSessionId", {})).toEqual({ sessionId: null });

  await client.call("interruptAgentSession", { sessionId: sessionIds[1]! });
  await expectShown(yard, sessionIds, ["runs", "begun", "runs", 1, 2, 3]);
  await client.call("interruptAgentSession", { sessionId: sessionIds[0]! });
  await client.call("stopAgentSession", { sessionId: sessionIds[2]! });
  await expectShown(yard, sessionIds, ["begun", "begun", null, "runs", "runs", 1]);
  for (const { sessions } of client.received("session-list-changed")) {
    const own = sessions.filter(({ sessionId }) => sessionIds.includes(sessionId));
    expect(own.filter(({ status }) => status === "running").length).toBeLessThanOrEqual(2);
  }
});

test("a failed turn and a process that ends let the next begin as well", async () => {
  const projectId = await addProject(yard, at.depot);
  const { sessionIds } = await startBatch(yard, projectId, {
    count: 4,
    limit: 1,
    prompts: ["[[fail]]", "[[crash]]", "[[say Done.]]", "[[hang]]"],
  });
  await expectShown(yard, sessionIds, ["failed", "failed", "begun", "runs"]);
});

test("the limit of a batch can be raised, and the line held and let go", async () => {
  const { client } = yard;
  const projectId = await addProject(yard, at.depot);
  const { batchId, sessionIds } = await startBatch(yard, projectId, { count: 5, limit: 1 });
  await expectShown(yard, sessionIds, ["runs", 1, 2, 3, 4]);
  await client.call("updateBatch", { batchId, limit: 3 });
  await expectShown(yard, sessionIds, ["runs", "runs", "runs", 1, 2]);
  await client.call("updateBatch", { batchId, isHeld: true, limit: 4 });
  await expectShown(yard, sessionIds, ["runs", "runs", "runs", "held 1", "held 2"]);
  await client.call("updateBatch", { batchId, isHeld: false });
  await expectShown(yard, sessionIds, ["runs", "runs", "runs", "runs", 1]);
  expect(await client.refusal("updateBatch", { batchId: "none", limit: 1 })).toMatchObject({
    code: "SESSION_NOT_FOUND",
  });
});

test("whoever is stopped, deleted, withdrawn or spoken to leaves the line", async () => {
  const { client } = yard;
  const projectId = await addProject(yard, at.depot);
  const { sessionIds } = await startBatch(yard, projectId, { count: 7, limit: 1 });
  const [, stopped, deleted, withdrawn, spokenTo, edited] = sessionIds as [
    SessionId,
    SessionId,
    SessionId,
    SessionId,
    SessionId,
    SessionId,
  ];
  await expectShown(yard, sessionIds, ["runs", 1, 2, 3, 4, 5, 6]);
  const firstOf = async (sessionId: SessionId) =>
    (await client.call("listQueuedMessages", { sessionId })).queue[0]!.messageId;

  await client.call("terminateSession", { sessionId: stopped });
  await client.call("deleteSession", { sessionId: deleted });
  await client.call("withdrawQueuedMessage", { sessionId: withdrawn, messageId: await firstOf(withdrawn) });
  await client.call("sendAgentMessage", { sessionId: spokenTo, message: "[[say At once.]]" });
  await client.call("updateQueuedMessage", {
    sessionId: edited,
    messageId: await firstOf(edited),
    message: "[[say Edited.]]",
  });
  await yard.client.call("subscribeSession", { sessionId: spokenTo, afterSeq: 0 });
  await yard.ended(spokenTo, 1);
  // What was said to it first goes next, behind what the user said.
  await yard.said(spokenTo, 2, "word0");
  await expectShown(yard, sessionIds, ["runs", null, null, "begun", "runs", 1, 2]);

  // A stopped one that is taken up again is not in the line any more.
  await client.call("resumeSession", { sessionId: stopped });
  await expectShown(yard, sessionIds, ["runs", "begun", null, "begun", "runs", 1, 2]);
  await client.call("subscribeSession", { sessionId: edited, afterSeq: 0 });
  await client.call("interruptAgentSession", { sessionId: spokenTo });
  await client.call("interruptAgentSession", { sessionId: sessionIds[0]! });
  await yard.ended(edited, 1);
  expect(yard.text(edited, 1)).toBe("Edited.");
  await expectShown(yard, sessionIds, ["begun", "begun", null, "begun", "begun", "begun", "runs"]);
});

test.each(["SIGTERM", "SIGKILL"] as const)(
  "after a bridge that ended by %s those that wait are held, none is lost, and they go on when told to",
  { timeout: 60_000 },
  async (signal) => {
    const projectId = await addProject(yard, at.depot);
    const { batchId, sessionIds } = await startBatch(yard, projectId, { count: 5, limit: 2 });
    await expectShown(yard, sessionIds, ["runs", "runs", 1, 2, 3]);
    await yard.client.call("interruptAgentSession", { sessionId: sessionIds[0]! });
    await expectShown(yard, sessionIds, ["begun", "runs", "runs", 1, 2]);
    await goOnAfter(signal);
    const { client } = yard;
    expect(await state(yard, sessionIds)).toEqual(["begun", "failed", "failed", "held 1", "held 2"]);
    await client.call("subscribeSession", { sessionId: sessionIds[3]!, afterSeq: 0 });
    expect((await client.call("listQueuedMessages", { sessionId: sessionIds[3]! })).queue).toMatchObject([
      { message: "[[hang]] 3", held: true },
    ]);
    // What was open when the bridge ended does not count: it is closed.
    await client.call("updateBatch", { batchId, limit: 1, isHeld: false });
    await yard.said(sessionIds[3]!, 1, "word0");
    await expectShown(yard, sessionIds, ["begun", "failed", "failed", "runs", 1]);
    await client.call("sendAgentMessage", { sessionId: sessionIds[1]!, message: "[[hang]]" });
    await client.call("interruptAgentSession", { sessionId: sessionIds[3]! });
    // The one that the user took up again has an open turn.
    await expectShown(yard, sessionIds, ["begun", "runs", "failed", "begun", 1]);
    await client.call("interruptAgentSession", { sessionId: sessionIds[1]! });
    await expectShown(yard, sessionIds, ["begun", "begun", "failed", "begun", "runs"]);
  },
);

test(
  "a batch that was answered is there to the last word, though the bridge is killed at once",
  { timeout: 60_000 },
  async () => {
    const projectId = await addProject(yard, at.depot);
    const { batchId, sessionIds } = await startBatch(yard, projectId, { count: 10, limit: 3 });
    await goOnAfter("SIGKILL");
    const asked = sessionIds.map(async (sessionId) => {
      const { queue } = await yard.client.call("listQueuedMessages", { sessionId });
      const { chunks } = await yard.client.call("getSessionHistory", { sessionId });
      const said = chunks.filter(({ type }) => type === "user_message").map(({ content }) => content);
      return [...said, ...queue.map(({ message }) => message)];
    });
    expect(await Promise.all(asked)).toEqual(sessionIds.map((_, order) => [`[[hang]] ${order}`]));
    const shownNow = await state(yard, sessionIds);
    expect(shownNow.filter((each) => each === "failed").length).toBeLessThanOrEqual(3);
    expect(shownNow.at(-1)).toMatch(/^held /);
    await yard.client.call("updateBatch", { batchId, isHeld: false });
    await yard.client.until(
      "session-list-changed",
      ({ sessions }) => sessions.filter(({ status }) => status === "running").length === 3,
    );
  },
);

const PLANNER = `---
id: planner
displayName: Planner
description: Plans
variables:
  topic:
---
You plan {{bead_id}}, about {{topic}}.
`;

test("a batch that misses anything creates nothing; each start has its own persona with its variables", async () => {
  const { client } = yard;
  const good = { cliBackend: "demo", limit: 2, starts: starts(3) };
  expect(await client.refusal("startBeads", good)).toMatchObject({ code: "PROJECT_NOT_FOUND" });
  const projectId = await addProject(yard, at.depot);
  const elsewhere = await addProject(yard, at.shop);
  const [first, second] = good.starts as [(typeof good.starts)[number], (typeof good.starts)[number]];

  const twice = await client.refusal("startBeads", { ...good, projectId, starts: [first, second, first] });
  expect(twice).toMatchObject({ rpcCode: -32602, data: { issues: [{ path: ["starts", 2, "beadId"] }] } });
  const planner = { ...second, persona: PersonaId.parse("planner"), prompt: "[[say One.]]" };
  const strange = [first, { ...planner, variables: { hue: "red" } }];
  const issue = {
    path: ["starts", 1, "variables", "hue"],
    message: 'is no variable of "planner". It has: topic',
  };
  // The folder is no repository: no worktree was tried before.
  const unknownVariable = { ...good, projectId, starts: strange, worktree: true };
  expect((await client.refusal("startBeads", unknownVariable)).data).toEqual({ issues: [issue] });
  const misses: [Partial<ParamsOf<"startBeads">>, string][] = [
    [{ projectId: elsewhere }, "BEAD_NOT_FOUND"],
    [{ starts: [first, { ...second, beadId: BeadId.parse("depot-99") }] }, "BEAD_NOT_FOUND"],
    [{ starts: [first, { ...second, persona: PersonaId.parse("pirate") }] }, "UNKNOWN_PERSONA"],
    [{ cliBackend: "telex" }, "UNKNOWN_BACKEND"],
    [{ permissionMode: "bypassPermissions" }, "NOT_ALLOWED"],
  ];
  for (const [miss, code] of misses) {
    // oxlint-disable-next-line no-await-in-loop -- each must leave nothing behind for the next
    expect(await client.refusal("startBeads", { ...good, projectId, ...miss })).toMatchObject({ code });
  }
  const unknown = await client.refusal("startBeads", { ...good, projectId: elsewhere });
  expect(unknown.data).toMatchObject({ beadIds: ["depot-0", "depot-1", "depot-2"] });
  expect(await client.call("listSessions", {})).toMatchObject({ sessions: [] });

  // The open project is meant where none is named, and a bead may have a session already.
  await client.call("openProject", { projectId });
  await client.call("startBeads", { ...good, starts: [first] });
  const { sessionIds } = await client.call("startBeads", { ...good, starts: [first] });
  expect(await infoOf(yard, sessionIds[0]!)).toMatchObject({ projectId, beadId: "depot-0" });

  const filled = { ...planner, variables: { topic: "ships" } };
  const [planned] = (await client.call("startBeads", { ...good, starts: [filled] })).sessionIds;
  await client.call("subscribeSession", { sessionId: planned!, afterSeq: 0 });
  await yard.ended(planned!, 1);
  await yard.say(planned!, "[[remember]]");
  // The demo has no place for a system prompt: there it begins the first message.
  expect(yard.text(planned!, 2)).toContain("You plan depot-1, about ships.");
});

test("places for processes stay what they are: a start of a batch waits for one like any other", async () => {
  await using at = await makeTwoProjects();
  await using yard = await at.yard();
  const projectId = await addProject(yard, at.depot);
  await yard.client.call("updateSettings", { settings: { maxProcesses: 1 } });
  const { sessionIds } = await startBatch(yard, projectId, { count: 3, limit: 2 });
  await expectShown(yard, sessionIds, ["runs", "runs", 1]);
  await expect.poll(async () => (await infoOf(yard, sessionIds[1]!)).startPlace, { timeout: 10_000 }).toBe(1);
  expect(await infoOf(yard, sessionIds[2]!)).toMatchObject({ startPlace: null, batch: { place: 1 } });
});

/** Ends the bridge, and starts the one that goes on with what it left. */
async function goOnAfter(signal: NodeJS.Signals): Promise<void> {
  await yard.bridge.end(signal);
  yard = stack.use(await at.yard());
}

function starts(count: number, prompts: readonly string[] = []) {
  return Array.from({ length: count }, (_, at) => ({
    beadId: BeadId.parse(`depot-${at}`),
    persona: SPECIALIST,
    prompt: prompts[at] ?? `[[hang]] ${at}`,
  }));
}

async function startBatch(
  yard: Yard,
  projectId: ProjectId,
  { count, limit, prompts = [] }: { count: number; limit: number; prompts?: readonly string[] },
): Promise<{ batchId: string; sessionIds: SessionId[] }> {
  return yard.client.call("startBeads", {
    projectId,
    cliBackend: "demo",
    limit,
    starts: starts(count, prompts),
  });
}

/** As a row of the plan would tell it: null where the session is not active any more. */
type Shown = "runs" | "begun" | "failed" | number | `held ${number}` | null;

function shown(session: SessionInfo | undefined): Shown {
  if (session === undefined || session.status === "stopped") return null;
  const { status, batch } = session;
  if (status === "running") return "runs";
  const place = batch?.place ?? null;
  if (place !== null) return batch?.isHeld === true ? `held ${place}` : place;
  return status === "failed" ? "failed" : "begun";
}

function show(sessions: readonly SessionInfo[], ids: readonly SessionId[]): Shown[] {
  return ids.map((id) => shown(sessions.find(({ sessionId }) => sessionId === id)));
}

async function state(yard: Yard, ids: readonly SessionId[]): Promise<Shown[]> {
  return show((await yard.client.call("listActiveSessions", {})).sessions, ids);
}

/** Waits until the events tell it, then asks whether it is so. */
async function expectShown(yard: Yard, ids: readonly SessionId[], wanted: readonly Shown[]): Promise<void> {
  const is = JSON.stringify(wanted);
  await yard.client.until(
    "session-list-changed",
    ({ sessions }) => JSON.stringify(show(sessions, ids)) === is,
  );
  expect(await state(yard, ids)).toEqual(wanted);
}
