import { once } from "node:events";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import {
  client,
  methods,
  ndJsonStream,
  type PromptResponse,
  type SessionUpdate,
} from "@agentclientprotocol/sdk";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { MODES } from "./conversation/conversation.ts";
import { DemoProcess, spawnDemo } from "./testing/demo-process.ts";
import { newPlace } from "./testing/place.ts";

test("--version tells the package's version", async () => {
  await using place = await newPlace();
  const child = spawnDemo(place.state, ["--version"]);
  expect(await text(child.stdout)).toBe(`${manifest.version}\n`);
});

test.for(MODES.map(({ id }) => id))(
  "all that it sends on a tour in mode %s is what the protocol's own library takes",
  async (modeId) => {
    await using place = await newPlace();
    const child = spawnDemo(place.state);
    const stream = ndJsonStream(Writable.toWeb(child.stdin), Readable.toWeb(child.stdout));
    const updates: SessionUpdate[] = [];
    const app = client({ name: "test" })
      .onNotification(methods.client.session.update, ({ params }) => void updates.push(params.update))
      .onRequest(methods.client.session.requestPermission, ({ params }) => ({
        outcome: { outcome: "selected", optionId: params.options[0]?.optionId ?? "" },
      }));
    let stderr = "";
    child.stderr.on("data", (bytes: Buffer) => (stderr += bytes.toString()));
    const stopReason = await app.connectWith(stream, async (agent) => {
      const { agentInfo } = await agent.request(methods.agent.initialize, { protocolVersion: 1 });
      expect(agentInfo).toEqual({
        name: "switchyard-demo",
        title: "Demo, no model",
        version: manifest.version,
      });
      const { sessionId, modes } = await agent.request(methods.agent.session.new, {
        cwd: place.cwd,
        mcpServers: [],
      });
      expect(modes).toEqual({ currentModeId: "default", availableModes: [...MODES] });
      await agent.request(methods.agent.session.setMode, { sessionId, modeId });
      const prompt = [{ type: "text" as const, text: "Hello [[pace 0]]" }];
      const params = { sessionId, prompt };
      return (await agent.request<PromptResponse>(methods.agent.session.prompt, params)).stopReason;
    });
    child.kill();
    await once(child, "close");
    expect({ stopReason, stderr }).toEqual({ stopReason: "end_turn", stderr: "" });
    expect(updates.length).toBeGreaterThan(50);
  },
);

test("a conversation that is loaded is told again before the answer, and goes on", async () => {
  await using place = await newPlace();
  await using first = await DemoProcess.open(place.state, place.cwd);
  await first.prompt("My colour is red. [[words 2]]");
  await first.prompt("[[say Fine.]]");
  await using again = await load(place, first.sessionId);
  expect(again.updates).toMatchObject([
    { sessionUpdate: "user_message_chunk", content: { text: "My colour is red. [[words 2]]" } },
    { sessionUpdate: "agent_message_chunk", content: { text: "word0 word1 " } },
    { sessionUpdate: "user_message_chunk", content: { text: "[[say Fine.]]" } },
    { sessionUpdate: "agent_message_chunk", content: { text: "Fine." } },
    { sessionUpdate: "usage_update", used: 11, cost: { amount: 0, currency: "USD" } },
  ]);
  await again.prompt("[[remember]]");
  expect(again.text()).toMatch(/I remember: \["My colour is red. \[\[words 2\]\]","\[\[say Fine.\]\]"\]$/);
});

test("a process that is killed in mid-turn has kept what it was asked", async () => {
  await using place = await newPlace();
  await using first = await DemoProcess.open(place.state, place.cwd);
  const turn = first.prompt("[[say Half.]] [[crash SIGKILL]]");
  await expect(turn).rejects.toMatchObject({ message: "The process ended." });
  await using again = await load(place, first.sessionId);
  await again.prompt("[[remember]]");
  expect(again.text()).toBe('I remember: ["[[say Half.]] [[crash SIGKILL]]"]');
});

test("the tour's question still stands after a load", async () => {
  await using place = await newPlace();
  await using first = await DemoProcess.open(place.state, place.cwd);
  await first.prompt("Hello [[pace 0]]");
  await using again = await load(place, first.sessionId);
  await again.prompt("Another tour");
  expect(again.text()).toContain("That is the end of the tour.");
});

test("a conversation remembers its own prompts alone", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[say One.]]");
  await using other = await DemoProcess.open(place.state, place.cwd);
  await other.prompt("[[remember]]");
  expect(other.text()).toBe("I remember: []");
});

test("what it keeps is its user's alone, and nothing else is left", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[say One.]]");
  const folder = join(place.state, "switchyard-demo");
  expect(await readdir(folder)).toEqual([`${demo.sessionId}.json`]);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, `${demo.sessionId}.json`))).mode & 0o777).toBe(0o600);
});

test("where nothing can be kept the turn goes on, and stderr says so", async () => {
  await using place = await newPlace();
  await writeFile(join(place.state, "switchyard-demo"), "a file where the folder would be");
  await using demo = await DemoProcess.open(place.state, place.cwd);
  expect(await demo.prompt("[[say One.]]")).toMatchObject({ stopReason: "end_turn" });
  await demo.until(() => demo.stderr.includes("the conversation could not be kept on disk: EEXIST\n"));
});

test.for(["00000000-0000-4000-8000-000000000000", "../../secret", ""])(
  "a conversation %j that is not there can't be loaded",
  async (sessionId) => {
    await using place = await newPlace();
    await writeFile(join(place.state, "secret.json"), "{}");
    await using demo = new DemoProcess(place.state);
    await demo.request("initialize", { protocolVersion: 1 });
    const params = { sessionId, cwd: place.cwd, mcpServers: [] };
    await expect(demo.request("session/load", params)).rejects.toMatchObject({ code: -32002 });
  },
);

test("a kept conversation that is damaged can't be loaded, and stays as it is", async () => {
  await using place = await newPlace();
  await using first = await DemoProcess.open(place.state, place.cwd);
  await first.prompt("[[say One.]]");
  const path = join(place.state, "switchyard-demo", `${first.sessionId}.json`);
  await writeFile(path, "{half");
  await expect(load(place, first.sessionId)).rejects.toMatchObject({ code: -32002 });
  expect(await readFile(path, "utf8")).toBe("{half");
});

test("what it can't do is answered with an error", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  const { sessionId } = demo;
  await expect(demo.setMode("yolo")).rejects.toMatchObject({ code: -32602 });
  await expect(demo.request("session/new", { cwd: "here", mcpServers: [] })).rejects.toMatchObject({
    code: -32602,
  });
  await expect(demo.request("session/list", {})).rejects.toMatchObject({ code: -32601 });
  await expect(demo.request("session/prompt", { sessionId: "other", prompt: [] })).rejects.toMatchObject({
    code: -32002,
  });
  const open = demo.prompt("[[hang]]");
  await expect(demo.prompt("[[say Two at once.]]")).rejects.toMatchObject({ code: -32600 });
  await expect(
    demo.request("session/load", { sessionId, cwd: place.cwd, mcpServers: [] }),
  ).rejects.toMatchObject({ code: -32600 });
  demo.cancel();
  expect(await open).toMatchObject({ stopReason: "cancelled" });
});

test("a cancel with no turn open does nothing", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  demo.cancel();
  expect(await demo.prompt("[[say One.]]")).toMatchObject({ stopReason: "end_turn" });
});

test.for(["", "[[hang]]", "[[slow 1000000 every 20ms]]", "[[ask]]"])(
  "the end of stdin ends it, in the turn %j too",
  async (order) => {
    await using place = await newPlace();
    await using demo = await DemoProcess.open(place.state, place.cwd);
    demo.permission = "wait";
    const turn = order === "" ? Promise.resolve() : demo.prompt(order).catch(() => {});
    await demo.until(() => order === "" || demo.updates.length > 0);
    demo.child.stdin.end();
    expect(await demo.exited).toEqual({ code: 0, signal: null });
    await turn;
  },
);

async function load(place: { cwd: string; state: string }, sessionId: string): Promise<DemoProcess> {
  const demo = new DemoProcess(place.state);
  await demo.request("initialize", { protocolVersion: 1 });
  await demo.request("session/load", { sessionId, cwd: place.cwd, mcpServers: [] });
  demo.sessionId = sessionId;
  return demo;
}
