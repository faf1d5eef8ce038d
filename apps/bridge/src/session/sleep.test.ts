import type { AgentEvent } from "@switchyard/core/backend";
import type { AgentChunk } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { makeRoom, makeStage, type Stage } from "./puppet.testkit.ts";

const ended = (turn: number) => (chunks: readonly AgentChunk[]) =>
  chunks.some((chunk) => chunk.type === "turn_ended" && chunk.turn === turn);
const opened: AgentEvent = {
  type: "session_started",
  content: "",
  cliSessionId: "c-1",
  model: "m",
  cwd: "/",
  cliVersion: "1",
  permissionMode: "default",
};
const says = (content: string): AgentEvent => ({ type: "agent_message", content, messageKey: "m1" });
const endTurn: AgentEvent = { type: "turn_ended", content: "", stopReason: "end_turn" };
const request: AgentEvent = {
  type: "permission_request",
  content: "touch x",
  requestKey: "k1",
  toolName: "Bash",
  toolCallId: "t1",
  title: "Run touch x",
  input: { command: "touch x" },
  options: [{ decision: "allow_once", label: "Allow once" }],
};

const notices = (chunks: readonly AgentChunk[]) =>
  chunks.flatMap((chunk) => (chunk.type === "notice" ? [chunk.code] : []));
const hasWaited = (chunks: readonly AgentChunk[]) => notices(chunks).includes("waited");

/** A first turn that has ended; the process lives on, and stays when it is asked to end until `letGo` is called. */
async function talkThenStay(stage: Stage) {
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  const letGo = puppet.holdsItsEnd();
  puppet.says({ events: [opened, says("hi"), endTurn], state: "idle" });
  await stage.until(ended(1));
  return { puppet, letGo };
}

/** A first turn that has ended; the process lives on. */
async function talk(stage: Stage) {
  const { turn = 0 } = stage.session.send("hello");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [opened, says("hi"), endTurn], state: "idle" });
  await stage.until(ended(turn));
  return puppet;
}

test("an idle session gives its place to another, sleeps without a word, and a message wakes it", async () => {
  const slots = makeRoom(1);
  await using one = await makeStage({ slots });
  await using two = await makeStage({ slots });
  await talk(one);
  await talk(two);
  expect(one.session.processState()).toBe("asleep");
  const woken = one.session.send("again");
  const puppet = await one.puppet(2);
  expect(two.session.processState()).toBe("asleep");
  expect(puppet.input.start).toEqual({ resume: "c-1" });
  puppet.says({ events: [opened, endTurn], state: "idle" });
  const chunks = await one.until(ended(woken.turn ?? 0));
  expect(notices([...chunks, ...two.log.all(two.session.record.sessionId)])).toEqual([]);
  expect(one.session.record.failed).toBe(false);
});

test("a session sleeps after it has been idle for long enough", async () => {
  await using stage = await makeStage({ slots: makeRoom(9, 1) });
  const puppet = await talk(stage);
  await stage.until(() => stage.session.processState() === "asleep");
  expect(puppet.isKilled).toBe(false);
  expect(stage.session.process()).toBeNull();
});

test.each<[string, (stage: Stage) => Promise<void>]>([
  [
    "a turn is open",
    async (stage) => {
      stage.session.send("hello");
      (await stage.puppet(1)).says({ events: [opened, says("hi")], state: "busy" });
      await stage.until((chunks) => chunks.some(({ type }) => type === "agent_message"));
    },
  ],
  [
    "a request waits",
    async (stage) => {
      stage.session.send("hello");
      (await stage.puppet(1)).says({ events: [opened, request], state: "idle" });
      await stage.until((chunks) => chunks.some(({ type }) => type === "permission_request"));
    },
  ],
  [
    "work goes on in the background",
    async (stage) => {
      stage.session.send("hello");
      (await stage.puppet(1)).says({ events: [opened, endTurn], state: "background" });
      await stage.until(ended(1));
    },
  ],
  [
    "a held message waits",
    async (stage) => {
      stage.session.send("hello");
      const puppet = await stage.puppet(1);
      stage.session.send("later");
      const interrupted = stage.session.interrupt();
      puppet.says({ events: [endTurn], state: "idle" });
      await interrupted;
    },
  ],
])("nobody is put to sleep while %s: the next start waits, and says its place", async (_, prepare) => {
  const slots = makeRoom(1);
  await using busy = await makeStage({ slots });
  await using next = await makeStage({ slots });
  await prepare(busy);
  next.session.send("hello");
  const chunks = await next.until(hasWaited);
  expect(chunks.at(-1)).toMatchObject({
    level: "info",
    content: expect.stringContaining("place 1") as string,
  });
  expect(next.session.processState()).toBe("starting");
  expect(next.session.startPlace()).toBe(1);
  expect(busy.session.processState()).toBe("live");
  await busy.session.stop();
  const puppet = await next.puppet(1);
  expect(next.session.startPlace()).toBeNull();
  puppet.says({ events: [opened, endTurn], state: "idle" });
  await next.until(ended(1));
});

test("the line is served in order, as soon as a turn ends", async () => {
  const slots = makeRoom(1);
  await using first = await makeStage({ slots });
  await using second = await makeStage({ slots });
  await using third = await makeStage({ slots });
  first.session.send("hello");
  const puppet = await first.puppet(1);
  second.session.send("hello");
  await second.until(hasWaited);
  third.session.send("hello");
  await third.until(hasWaited);
  expect([second, third].map(({ session }) => session.startPlace())).toEqual([1, 2]);
  puppet.says({ events: [opened, endTurn], state: "idle" });
  const served = await second.puppet(1);
  expect(third.session.startPlace()).toBe(1);
  served.says({ events: [opened, endTurn], state: "idle" });
  (await third.puppet(1)).says({ events: [opened, endTurn], state: "idle" });
  await third.until(ended(1));
});

test("a turn that waits in the line is interrupted at once, and leaves the line", async () => {
  const slots = makeRoom(1);
  await using busy = await makeStage({ slots });
  await using gone = await makeStage({ slots });
  await using next = await makeStage({ slots });
  busy.session.send("hello");
  const puppet = await busy.puppet(1);
  gone.session.send("hello");
  await gone.until(hasWaited);
  next.session.send("hello");
  await next.until(hasWaited);
  await gone.session.interrupt();
  expect((await gone.until(ended(1))).at(-1)).toMatchObject({ stopReason: "interrupted" });
  expect(gone.session.processState()).toBe("none");
  expect(next.session.startPlace()).toBe(1);
  puppet.says({ events: [opened, endTurn], state: "idle" });
  (await next.puppet(1)).says({ events: [opened, endTurn], state: "idle" });
  await next.until(ended(1));
});

test("a stop of one that waits in the line ends its turn and starts nothing", async () => {
  const slots = makeRoom(1);
  await using busy = await makeStage({ slots });
  await using waits = await makeStage({ slots });
  busy.session.send("hello");
  await busy.puppet(1);
  waits.session.send("hello");
  await waits.until(hasWaited);
  await waits.session.stop();
  expect((await waits.until(ended(1))).at(-1)).toMatchObject({ stopReason: "interrupted" });
  expect(slots.waiting()).toBe(0);
});

test("when the bridge closes, the turns in the line end with it", async () => {
  const slots = makeRoom(1);
  await using busy = await makeStage({ slots });
  await using waits = await makeStage({ slots });
  busy.session.send("hello");
  await busy.puppet(1);
  waits.session.send("hello");
  await waits.until(hasWaited);
  slots.close();
  expect(await Promise.all([busy.session.close(), waits.session.close()])).toEqual([true, true]);
  expect((await waits.until(ended(1))).at(-1)).toMatchObject({ stopReason: "process_exit" });
  expect(waits.session.record.stopped).toBe(false);
});

test("a message that comes while the session falls asleep wakes it, in one turn", async () => {
  const slots = makeRoom(1);
  await using one = await makeStage({ slots });
  await using two = await makeStage({ slots });
  const { puppet: falling, letGo } = await talkThenStay(one);
  two.session.send("hello");
  await one.until(() => one.session.process()?.state === "stopping");
  const sent = one.session.send("wait");
  await one.until(() => one.session.processState() === "starting");
  falling.says({ events: [says("too late")], state: "busy" });
  letGo();
  (await two.puppet(1)).says({ events: [opened, endTurn], state: "idle" });
  const woken = await one.puppet(2);
  woken.says({ events: [opened, says("here"), endTurn], state: "idle" });
  const chunks = await one.until(ended(sent.turn ?? 0));
  const last = chunks.filter(({ turn }) => turn === sent.turn);
  expect(last.filter(({ type }) => type === "user_message" || type === "turn_ended")).toHaveLength(2);
  expect(last.at(-1)).toMatchObject({ type: "turn_ended", stopReason: "end_turn" });
  expect(woken.intents).toMatchObject([{ type: "prompt", text: "wait" }]);
  expect(chunks.map(({ content }) => content)).not.toContain("too late");
});

test("what the CLI begins by itself while it falls asleep is cut, is no fault, and holds no message back", async () => {
  const slots = makeRoom(9, 1);
  await using stage = await makeStage({ slots });
  const { puppet: falling, letGo } = await talkThenStay(stage);
  await stage.until(() => stage.session.process()?.state === "stopping");
  falling.says({ events: [{ type: "turn_started", content: "", by: "agent" }, says("a task has ended")] });
  await stage.until((chunks) => chunks.some(({ turn }) => turn === 2));
  stage.session.send("next");
  letGo();
  const woken = await stage.puppet(2);
  woken.says({ events: [opened, endTurn], state: "idle" });
  const chunks = await stage.until(ended(3));
  expect(chunks.find(({ type, turn }) => type === "turn_ended" && turn === 2)).toMatchObject({
    stopReason: "interrupted",
  });
});

test("a stop while the session falls asleep ends it once, and it stays stopped", async () => {
  await using stage = await makeStage({ slots: makeRoom(9, 1) });
  const { letGo } = await talkThenStay(stage);
  await stage.until(() => stage.session.process()?.state === "stopping");
  const stopped = stage.session.stop();
  letGo();
  await stopped;
  expect(stage.session.processState()).toBe("none");
  expect(stage.session.record).toMatchObject({ stopped: true, failed: false });
  expect(notices([...stage.log.all(stage.session.record.sessionId)])).toEqual([]);
});

test("one whose conversation cannot be reopened sleeps only where there is nobody else, and says what that cost", async () => {
  const slots = makeRoom(2);
  await using lossy = await makeStage({ slots, can: { resume: false } });
  await using idle = await makeStage({ slots });
  await using third = await makeStage({ slots });
  await using fourth = await makeStage({ slots });
  await talk(lossy);
  await talk(idle);
  expect(lossy.session.record.cliSessionId).toBe("c-1");
  third.session.send("hello");
  await third.puppet(1);
  expect(lossy.session.processState()).toBe("live");
  expect(idle.session.processState()).toBe("asleep");
  await talk(fourth);
  expect(lossy.session.processState()).toBe("asleep");
  lossy.session.send("again");
  expect((await lossy.puppet(2)).input.start).toHaveProperty("reseed");
  await lossy.until((all) => notices(all).includes("reseeded"));
});

test("a program that tells that it can reopen conversations is put to sleep in its time", async () => {
  await using stage = await makeStage({ slots: makeRoom(9, 1), can: { resume: false } });
  stage.session.send("hello");
  const told: AgentEvent = { type: "abilities", content: "", capabilities: { resume: true } };
  (await stage.puppet(1)).says({ events: [told, opened, endTurn], state: "idle" });
  await stage.until(() => stage.session.processState() === "asleep");
  stage.session.send("again");
  expect((await stage.puppet(2)).input.start).toHaveProperty("reseed");
});

test("ending the process of an idle session puts it to sleep, of a running one it interrupts the turn", async () => {
  await using stage = await makeStage();
  await talk(stage);
  await stage.session.endProcess();
  expect(stage.session.processState()).toBe("asleep");
  stage.session.send("again");
  (await stage.puppet(2)).says({ events: [opened, says("a")], state: "busy" });
  await stage.until((chunks) => chunks.some(({ type, turn }) => type === "agent_message" && turn === 2));
  expect(stage.session.process()).toMatchObject({ state: "busy", idleSince: null });
  await stage.session.endProcess();
  expect((await stage.until(ended(2))).at(-1)).toMatchObject({ stopReason: "interrupted" });
  expect(stage.session.processState()).toBe("asleep");
  expect(stage.session.record).toMatchObject({ stopped: false, failed: false });
});

test("ending a process that already falls asleep interrupts the turn that waits for the next one", async () => {
  await using stage = await makeStage({ slots: makeRoom(9, 1) });
  const { letGo } = await talkThenStay(stage);
  await stage.until(() => stage.session.process()?.state === "stopping");
  stage.session.send("next");
  await stage.until(() => stage.session.processState() === "starting");
  const isEnded = stage.session.endProcess();
  letGo();
  await isEnded;
  expect((await stage.until(ended(2))).at(-1)).toMatchObject({ stopReason: "interrupted" });
  expect(stage.session.processState()).toBe("asleep");
});

test("a process that was started ahead and dies before it was heard is replaced, and the prompt goes once more", async () => {
  const slots = makeRoom(1);
  await using stage = await makeStage({ slots, isAhead: true });
  stage.session.send("hello");
  const spare = await stage.puppet(1);
  expect(spare.intents).toMatchObject([{ type: "prompt", text: "hello" }]);
  spare.ends({ code: 1 });
  const fresh = await stage.puppet(2);
  fresh.says({ events: [opened, says("hi"), endTurn], state: "idle" });
  const chunks = await stage.until(ended(1));
  expect(chunks.filter(({ type }) => type === "turn_started")).toHaveLength(1);
  expect(chunks.at(-1)).toMatchObject({ stopReason: "end_turn" });
});

test("one that was started ahead and has been heard fails as any other does", async () => {
  await using stage = await makeStage({ isAhead: true });
  stage.session.send("hello");
  const spare = await stage.puppet(1);
  spare.says({ events: [opened], state: "busy" });
  await stage.until((chunks) => chunks.some(({ type }) => type === "session_started"));
  spare.ends({ code: 1 });
  expect((await stage.until(ended(1))).at(-1)).toMatchObject({ stopReason: "process_exit" });
});
