import { execFileSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { ConversationInput } from "@switchyard/core/backend";
import { foldChunks } from "@switchyard/core/session";
import { drive, type Driven } from "@switchyard/testkit/contract";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { OWN_FILE } from "../agent/folder/own-file.ts";
import { newPlace, type Place } from "../agent/testing/place.ts";
import { demo } from "./index.ts";

const AGENT = fileURLToPath(import.meta.resolve(demo.program.module ?? ""));

test("it says of itself that no model is behind it, and needs no login", () => {
  const stdout = execFileSync(process.execPath, [AGENT, ...demo.program.versionArgs], { encoding: "utf8" });
  expect(demo).toMatchObject({ id: "demo", displayName: "Demo, no model", isDemo: true });
  expect(demo.probe({ version: { stdout, stderr: "", exitCode: 0 } })).toEqual({
    version: manifest.version,
    login: "ok",
  });
});

test("the tour becomes a turn with prose, thoughts, a plan, tools, a request and its usage", async () => {
  await using place = await newPlace();
  await using session = start(place);
  session.prompt("Hello [[pace 0]]");
  const asked = await session.next("permission_request");
  expect(asked.input).toMatchObject({ path: OWN_FILE, diff: [{ oldText: null }] });
  expect(asked.options.map(({ decision }) => decision)).toEqual([
    "allow_once",
    "allow_always",
    "reject_once",
  ]);
  session.send({ type: "answer", requestKey: asked.requestKey, decision: "allow_once" });
  const ended = await session.next("turn_ended");
  expect(ended).toMatchObject({ stopReason: "end_turn", usage: { costUsd: 0 } });
  expect(ended.usage?.outputTokens).toBeGreaterThan(100);
  expect(session.text()).toContain("**No model is behind it**");
  expect(session.ofType("agent_thought").length).toBeGreaterThan(10);
  expect(
    session
      .ofType("plan")
      .at(-1)
      ?.entries.map(({ status }) => status),
  ).toEqual(["completed", "completed", "completed", "completed"]);
  expect(session.ofType("tool_call").map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    "List search",
    "Edit edit",
  ]);
  expect(session.ofType("tool_call_update").at(-1)).toMatchObject({
    status: "completed",
    diff: [{ oldText: null }],
  });
  expect(session.ofType("notice")).toEqual([]);
  expect(await session.turn("Another tour")).toMatchObject({ stopReason: "end_turn" });
});

test("a rejected request is a failed call, and the turn ends as ever", async () => {
  await using place = await newPlace();
  await using session = start(place);
  session.prompt("[[edit Not this.]]");
  const asked = await session.next("permission_request");
  session.send({ type: "answer", requestKey: asked.requestKey, decision: "reject_once" });
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "end_turn" });
  expect(session.ofType("tool_call_update").at(-1)?.status).toBe("failed");
  expect(await readdir(place.cwd)).toEqual([]);
});

test.for(["[[hang]]", "[[ask]]"])(
  "the turn %s can be interrupted, and the next one goes on",
  async (order) => {
    await using place = await newPlace();
    await using session = start(place);
    session.prompt(order);
    await session.next(order === "[[ask]]" ? "permission_request" : "agent_message");
    session.send({ type: "interrupt" });
    expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
    expect(await session.turn("[[say Still here.]]")).toMatchObject({ stopReason: "end_turn" });
    expect(session.text()).toMatch(/Still here\.$/);
  },
);

test("the mode that a session has from its start is in force, and changes in its midst", async () => {
  await using place = await newPlace();
  await using session = start(place, { permissionMode: "plan" });
  await session.turn("[[edit Not this.]]");
  session.send({ type: "set_mode", permissionMode: "acceptEdits" });
  await session.turn("[[edit This.]]");
  expect(session.text()).toBe(
    "tool was refused: Plan mode is on: nothing is written.\ntool said: The file is written.\n",
  );
  expect(session.ofType("permission_request")).toEqual([]);
});

test("a conversation is resumed with what was said, and without telling it again", async () => {
  await using place = await newPlace();
  await using first = start(place);
  first.prompt("My colour is red. [[say Noted.]]");
  const { cliSessionId } = await first.next("session_started");
  await first.next("turn_ended");
  await using again = start(place, { start: { resume: cliSessionId ?? "" } });
  expect(await again.turn("[[remember]]")).toMatchObject({ stopReason: "end_turn", usage: { costUsd: 0 } });
  expect(again.text()).toBe('I remember: ["My colour is red. [[say Noted.]]"]');
});

test("an unknown conversation is told before any turn, and its successor goes on", async () => {
  await using place = await newPlace();
  await using lost = start(place, { start: { resume: "00000000-0000-4000-8000-000000000000" } });
  lost.prompt("[[remember]]");
  await lost.until(() => lost.state() === "unresumable");
  expect(lost.ofType("turn_ended")).toEqual([]);
  await using successor = start(place, { start: { reseed: foldChunks([]) } });
  expect(await successor.turn("[[say Here again.]]")).toMatchObject({ stopReason: "end_turn" });
});

test("a turn that fails says so, and the next one goes on", async () => {
  await using place = await newPlace();
  await using session = start(place);
  expect(await session.turn("[[fail]]")).toMatchObject({
    stopReason: "error",
    error: { code: "CLI_FAILED" },
  });
  expect(await session.turn("[[say On.]]")).toMatchObject({ stopReason: "end_turn" });
});

test("noise, lines that don't parse and requests that nobody knows end no turn", async () => {
  await using place = await newPlace();
  await using session = start(place);
  const ended = await session.turn(
    "[[noise Loading]] [[badline]] [[request]] [[bigline 2000000]] [[say On.]]",
  );
  expect(ended).toMatchObject({ stopReason: "end_turn" });
  expect(session.text()).toMatch(/^refused: -32601 .*\nx{1000,}On\.$/);
});

test("what was said before a crash is there, and the turn is left for the bridge to end", async () => {
  await using place = await newPlace();
  await using session = start(place);
  session.prompt("[[say Half.]] [[crash 3]]");
  await session.ended;
  expect(session.text()).toBe("Half.");
  expect(session.ofType("turn_ended")).toEqual([]);
});

function start({ cwd, state }: Place, more: Partial<ConversationInput> = {}): Driven {
  const env = { PATH: process.env["PATH"] ?? "", XDG_STATE_HOME: state };
  return drive(demo, { program: process.execPath, args: [AGENT], cwd, env }, more);
}
