import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ChunkOf, SessionId } from "@switchyard/core/protocol";
import { describe, expect, test } from "vitest";
import { lender } from "./lent-yard.ts";
import { processesOf, startYard, type Yard } from "./yard.ts";

const smallAgent = fileURLToPath(new URL("../fixtures/acp-agent/agent.ts", import.meta.url));
const opencodeProgram = find("opencode-linux-x64/package.json")?.replace("package.json", "bin/opencode");

/** Where npm gives a package for this machine, the tests need it. */
test.runIf(process.platform === "linux" && process.arch === "x64")("opencode is installed", () => {
  expect(opencodeProgram).toBeDefined();
});

// Opencode takes seconds to start, more on a busy machine.
describe.runIf(opencodeProgram !== undefined)("opencode, by the settings alone", { timeout: 120_000 }, () => {
  const startOpencodeYard = (home?: string): Promise<Yard> =>
    startYard({
      ...(home === undefined ? {} : { home }),
      settings: async (place) => ({
        cliBackend: "opencode",
        acpBackends: [
          {
            id: "opencode",
            displayName: "OpenCode",
            command: opencodeProgram,
            args: ["acp"],
            env: await place.api.opencodeEnv(place.home),
          },
        ],
      }),
    });
  const start = (yard: Yard, prompt: string) => yard.start({ cliBackend: "opencode", prompt });

  // It is slow to start: what it does in one conversation is proved in one.
  test("it answers, remembers, asks, edits, is interrupted and takes another model", async () => {
    await using yard = await startOpencodeYard();
    const { backends } = await yard.client.call("listBackends", {});
    expect(backends.find((backend) => backend.id === "opencode")).toMatchObject({
      displayName: "OpenCode",
      state: "ready",
      version: "1.18.33",
      login: "unknown",
      isDefault: true,
      path: opencodeProgram,
    });
    const id = await yard.start({
      cliBackend: "opencode",
      prompt: "my word is plum [[think of plums]] [[say I like plums]]",
    });
    const ended = await yard.ended(id, 1);
    expect(ended).toMatchObject({ stopReason: "end_turn", usage: { outputTokens: expect.any(Number) } });
    expect(yard.text(id, 1)).toBe("I like plums");
    const thoughts = yard.client.received("agent-chunk").filter(({ type }) => type === "agent_thought");
    expect(thoughts.map(({ content }) => content).join("")).toContain("of plums");
    const before = await processesOf(yard.bridge.home);
    expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
    expect(yard.text(id, 2)).toContain("my word is plum");
    expect(await processesOf(yard.bridge.home)).toEqual(before);

    await asksBeforeCommands(yard, id);
    await showsAChangeBeforeItIsMade(yard, id);
    await isInterrupted(yard, id);
    await takesAnotherModel(yard, id);
    expect(await processesOf(yard.bridge.home)).toEqual(before);
  });

  test("it is killed, and its conversation is loaded again; the bridge's next life loads it too", async () => {
    await using yard = await startOpencodeYard();
    const id = await start(yard, "my word is plum [[say heard]]");
    await yard.ended(id, 1);
    await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[say begin]] [[hang]]" });
    await yard.said(id, 2, "begin");
    for (const pid of await processesOf(yard.bridge.home)) process.kill(pid, "SIGKILL");
    expect((await yard.ended(id, 2)).stopReason).toBe("process_exit");
    expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
    expect(yard.text(id, 3)).toMatch(/^I remember: .*my word is plum/);
    await yard.bridge.end("SIGKILL");

    await using next = await startOpencodeYard(yard.bridge.home);
    await next.client.call("subscribeSession", { sessionId: id, afterSeq: 0 });
    expect((await next.say(id, "[[remember]]")).stopReason).toBe("end_turn");
    expect(next.text(id, 4)).toMatch(/^I remember: .*my word is plum/);
    expect(reseeds(next)).toEqual([]);
  });
});

/** In turns 3 and 4. */
async function asksBeforeCommands(yard: Yard, id: SessionId): Promise<void> {
  await yard.client.call("sendAgentMessage", {
    sessionId: id,
    message: "[[bash touch made.txt]] [[say it is done]]",
  });
  const { input, toolCallId } = await yard.chunk(id, "permission_request");
  expect(JSON.stringify(input)).toContain("touch made.txt");
  expect(existsSync(join(yard.bridge.cwd, "made.txt"))).toBe(false);
  await yard.answer(id, 3, "allow_once");
  expect((await yard.ended(id, 3)).stopReason).toBe("end_turn");
  expect(existsSync(join(yard.bridge.cwd, "made.txt"))).toBe(true);
  expect(yard.text(id, 3)).toContain("it is done");
  await yard.chunk(
    id,
    "tool_call_update",
    (chunk) => chunk.toolCallId === toolCallId && chunk.status === "completed",
  );
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[bash touch never.txt]]" });
  await yard.answer(id, 4, "reject_once");
  await yard.ended(id, 4);
  expect(existsSync(join(yard.bridge.cwd, "never.txt"))).toBe(false);
  await yard.chunk(id, "tool_call_update", (chunk) => chunk.turn === 4 && chunk.status === "failed");
}

/** In turn 5; it makes the change by itself where we write no files for it. */
async function showsAChangeBeforeItIsMade(yard: Yard, id: SessionId): Promise<void> {
  const file = join(yard.bridge.cwd, "note.txt");
  await yard.client.call("sendAgentMessage", { sessionId: id, message: `[[write ${file} one\\ntwo]]` });
  const { input } = await yard.chunk(id, "permission_request", (chunk) => chunk.turn === 5);
  expect(JSON.stringify(input)).toContain("+one");
  expect(existsSync(file)).toBe(false);
  await yard.answer(id, 5, "allow_once");
  expect((await yard.ended(id, 5)).stopReason).toBe("end_turn");
  expect(existsSync(file)).toBe(true);
  // It announces a call before it knows its input, and leaves the change out at its end.
  const called = await yard.chunk(id, "tool_call", ({ kind }) => kind === "edit");
  expect(called.input).toMatchObject({ filePath: file });
  const isDone = (chunk: ChunkOf<"tool_call_update">): boolean =>
    chunk.turn === 5 && chunk.status === "completed";
  expect((await yard.chunk(id, "tool_call_update", isDone)).diff).toMatchObject([
    { path: file, newText: "one\ntwo" },
  ]);
}

/** In turns 6 and 7. */
async function isInterrupted(yard: Yard, id: SessionId): Promise<void> {
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[say begin]] [[hang]]" });
  await yard.said(id, 6, "begin");
  await yard.client.call("interruptAgentSession", { sessionId: id });
  const end = await yard.ended(id, 6);
  expect(end.stopReason).toBe("interrupted");
  expect(end.error).toBeUndefined();
  expect((await yard.say(id, "[[remember]]")).stopReason).toBe("end_turn");
  expect(yard.text(id, 7)).toContain("my word is plum");
}

/** In turn 8: what it can do is told since it was spoken with, and a model is chosen by an option of its own. */
async function takesAnotherModel(yard: Yard, id: SessionId): Promise<void> {
  const { backends } = await yard.client.call("listBackends", {});
  const told = backends.find((backend) => backend.id === "opencode")?.capabilities;
  expect(told).toMatchObject({ resume: true, setModel: true });
  expect(told?.models.map((model) => model.id)).toEqual(["loopback/one", "loopback/two"]);
  await yard.client.call("setModel", { sessionId: id, model: "loopback/two" });
  await yard.say(id, "[[say by another]]");
  expect(yard.api.requests.at(-1)?.model).toBe("two");
}

describe("a small agent on the protocol's own library, by the settings alone", () => {
  const lendYard = lender({
    settings: () => ({
      acpBackends: [
        { id: "small", displayName: "Small Agent", command: process.execPath, args: [smallAgent] },
      ],
    }),
  });
  const start = (yard: Yard, prompt: string) => yard.start({ cliBackend: "small", prompt });

  test("it answers, remembers, and is resumed with its conversation", async () => {
    await using yard = await lendYard();
    const id = await start(yard, "my word is plum");
    expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
    expect(yard.text(id, 1)).toBe("You said: my word is plum");
    await yard.client.call("stopAgentSession", { sessionId: id });
    await yard.client.call("resumeSession", { sessionId: id });
    expect((await yard.say(id, "recall")).stopReason).toBe("end_turn");
    expect(yard.text(id, 2)).toBe('I was told: ["my word is plum"]');
  });

  test("it asks by options of its own, and hears both answers", async () => {
    await using yard = await lendYard();
    const file = join(yard.bridge.cwd, "made.txt");
    const id = await start(yard, `touch ${file}`);
    const request = await yard.answer(id, 1, "reject_once");
    expect(request.options.map((option) => option.decision)).toEqual(["allow_once", "reject_once"]);
    await yard.ended(id, 1);
    expect(yard.text(id, 1)).toBe("I did not write it.");
    expect(existsSync(file)).toBe(false);
    await yard.client.call("sendAgentMessage", { sessionId: id, message: `touch ${file}` });
    await yard.answer(id, 2, "allow_once");
    await yard.ended(id, 2);
    expect(yard.text(id, 2)).toBe("I wrote it.");
    expect(existsSync(file)).toBe(true);
  });

  test("what it asks of us that we do not do is refused, and it goes on", async () => {
    await using yard = await lendYard();
    const id = await start(yard, "read /etc/hostname");
    expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
    expect(yard.text(id, 1)).toBe("The client refused: -32601");
  });

  test("it is interrupted, fails, and goes on", async () => {
    await using yard = await lendYard();
    const id = await start(yard, "hang");
    await yard.said(id, 1, "I wait.");
    await yard.client.call("interruptAgentSession", { sessionId: id });
    expect((await yard.ended(id, 1)).stopReason).toBe("interrupted");
    const failed = await yard.say(id, "fail");
    expect(failed).toMatchObject({ stopReason: "error", error: { code: "CLI_FAILED" } });
    expect(JSON.stringify(failed.error)).toContain("The small agent was asked to fail.");
    expect((await yard.say(id, "still there?")).stopReason).toBe("end_turn");
  });

  test("what it does not advertise is not offered", async () => {
    await using yard = await lendYard();
    const id = await start(yard, "hello");
    await yard.ended(id, 1);
    const { backends } = await yard.client.call("listBackends", {});
    expect(backends.find((backend) => backend.id === "small")).toMatchObject({
      version: "1.2.3",
      capabilities: { resume: true, setModel: false, setPermissionMode: false, models: [] },
    });
    const mode = await yard.client.refusal("setPermissionMode", { sessionId: id, permissionMode: "plan" });
    expect(mode.code).toBe("NOT_SUPPORTED");
    expect((await yard.client.refusal("setModel", { sessionId: id, model: "x" })).code).toBe("NOT_SUPPORTED");
  });
});

function find(module: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(module);
  } catch {
    return undefined;
  }
}

function reseeds(yard: Yard): unknown[] {
  return yard.client
    .received("agent-chunk")
    .filter((chunk) => chunk.type === "notice" && chunk.code === "reseeded");
}
