import { expect, test } from "vitest";
import { foldChunks } from "@switchyard/core/session";
import { INITIALIZED, MODES, SESSION, Talk, underWay } from "./talk.testkit.ts";

const ended = (talk: Talk): unknown[] =>
  talk.of("turn_ended").map(({ stopReason, error }) => error?.code ?? stopReason);

test("a conversation is opened right before its first prompt, never sooner", () => {
  const talk = new Talk().answer("initialize", INITIALIZED);
  expect(talk.state).toBe("ready");
  expect(talk.count("session/new")).toBe(0);
  talk.prompt("Hello");
  expect(talk.last("session/new")).toEqual({ cwd: "/project", mcpServers: [] });
  expect(talk.count("session/prompt")).toBe(0);
  talk.answer("session/new", { sessionId: SESSION });
  expect(talk.last("session/prompt")).toEqual({
    sessionId: SESSION,
    prompt: [{ type: "text", text: "Hello" }],
  });
  expect(talk.of("session_started")).toMatchObject([
    { cliSessionId: SESSION, cliVersion: "3.2.1", model: null, permissionMode: "default" },
  ]);
});

test("a turn is busy from its prompt to the answer, and then idle", () => {
  const talk = underWay();
  expect(talk.state).toBe("busy");
  talk.say("Hi.").answer("session/prompt", { stopReason: "end_turn" });
  expect(talk.state).toBe("idle");
  expect(talk.text()).toBe("Hi.");
  expect(ended(talk)).toEqual(["end_turn"]);
});

test("the persona stands ahead of the first prompt alone", () => {
  const talk = underWay({ systemPrompt: "Be careful." });
  expect(talk.last("session/prompt")).toMatchObject({ prompt: [{ text: "Be careful.\n\nHello" }] });
  talk.answer("session/prompt", { stopReason: "end_turn" }).prompt("Again");
  expect(talk.last("session/prompt")).toMatchObject({ prompt: [{ text: "Again" }] });
});

test("a command of the user's goes alone, and the persona with the next prompt", () => {
  const talk = new Talk({ systemPrompt: "Be careful." }).prompt("/compact").answer("initialize", INITIALIZED);
  talk.answer("session/new", { sessionId: SESSION });
  expect(talk.last("session/prompt")).toMatchObject({ prompt: [{ text: "/compact" }] });
  talk.answer("session/prompt", { stopReason: "end_turn" }).prompt("Hello");
  expect(talk.last("session/prompt")).toMatchObject({ prompt: [{ text: "Be careful.\n\nHello" }] });
});

test("the persona is told again where the turn that told it was cancelled or failed", () => {
  const talk = underWay({ systemPrompt: "Be careful." }).send({ type: "interrupt" });
  talk.answer("session/prompt", { stopReason: "cancelled" }).prompt("Once more");
  expect(talk.last("session/prompt")).toMatchObject({ prompt: [{ text: "Be careful.\n\nOnce more" }] });
  talk.refuse("session/prompt", { code: -32603, message: "Broken" }).prompt("And again");
  expect(talk.last("session/prompt")).toMatchObject({ prompt: [{ text: "Be careful.\n\nAnd again" }] });
});

test("a lost conversation's successor is told what was said", () => {
  const talk = underWay({ start: { reseed: foldChunks([]) }, systemPrompt: "Be careful." });
  expect(talk.count("session/new")).toBe(1);
  expect(talk.last("session/prompt")).toMatchObject({ prompt: [{ text: "Be careful.\n\nHello" }] });
});

test("an agent of another version of the protocol ends the turn, and says which", () => {
  const talk = new Talk().prompt("Hello").answer("initialize", { ...INITIALIZED, protocolVersion: 2 });
  expect(talk.of("turn_ended")).toMatchObject([
    { stopReason: "error", error: { code: "CLI_FAILED", message: expect.stringContaining("version 2") } },
  ]);
  expect(ended(talk.prompt("Again"))).toEqual(["CLI_FAILED", "CLI_FAILED"]);
  expect(talk.count("session/new")).toBe(0);
});

test("what does not answer as an agent ends the turn", () => {
  expect(ended(new Talk().prompt("Hello").raw('{"jsonrpc":"2.0","id":1,"result":"yes"}'))).toEqual([
    "CLI_FAILED",
  ]);
});

test("a refused new conversation ends the turn, and the next prompt tries again", () => {
  const talk = new Talk().prompt("Hello").answer("initialize", INITIALIZED);
  talk.refuse("session/new", { code: -32000, message: "Authentication required" });
  expect(talk.of("turn_ended")).toMatchObject([
    { error: { code: "CLI_NOT_LOGGED_IN", message: expect.stringContaining("agent login") } },
  ]);
  talk.prompt("Hello again");
  expect(talk.count("session/new")).toBe(2);
});

test("a stored conversation is loaded at once, and what it replays is no event", () => {
  const talk = new Talk({ start: { resume: SESSION } }).answer("initialize", INITIALIZED);
  expect(talk.last("session/load")).toEqual({ sessionId: SESSION, cwd: "/project", mcpServers: [] });
  expect(talk.state).toBeNull();
  talk
    .prompt("Go on")
    .say("Said before.")
    .update({ sessionUpdate: "tool_call", toolCallId: "old", title: "Old" });
  expect(talk.count("session/prompt")).toBe(0);
  talk.answer("session/load");
  expect(talk.last("session/prompt")).toMatchObject({ prompt: [{ text: "Go on" }] });
  talk.say("New.").answer("session/prompt", { stopReason: "end_turn" });
  expect(talk.text()).toBe("New.");
  expect(talk.of("tool_call")).toEqual([]);
});

test("an agent that only resumes is asked to resume", () => {
  const talk = new Talk({ start: { resume: SESSION } });
  talk.answer("initialize", { ...INITIALIZED, agentCapabilities: { sessionCapabilities: { resume: {} } } });
  expect(talk.last("session/resume")).toMatchObject({ sessionId: SESSION });
});

test("what cannot be reopened is told, and nothing is written for it any more", () => {
  const unable = new Talk({ start: { resume: SESSION } }).prompt("Go on");
  unable.answer("initialize", { ...INITIALIZED, agentCapabilities: {} });
  expect(unable.state).toBe("unresumable");
  expect(unable.written).toHaveLength(1);
  const unknown = new Talk({ start: { resume: SESSION } }).prompt("Go on").answer("initialize", INITIALIZED);
  unknown.refuse("session/load", { code: -32002, message: "Resource not found" });
  expect(unknown.state).toBe("unresumable");
  expect(unknown.send({ type: "interrupt" }).say("Late.").of("turn_ended")).toEqual([]);
  expect(unknown.count("session/prompt")).toBe(0);
});

test("a login that is missing does not lose the conversation", () => {
  const talk = new Talk({ start: { resume: SESSION } }).prompt("Go on").answer("initialize", INITIALIZED);
  talk.refuse("session/load", { code: -32000, message: "Authentication required" });
  expect(ended(talk)).toEqual(["CLI_NOT_LOGGED_IN"]);
  expect(talk.state).not.toBe("unresumable");
  talk.prompt("Go on");
  expect(talk.count("session/load")).toBe(2);
});

test("a replay that goes on after the answer ends by its own mark, or by its bound", () => {
  const dialect = {
    replayEnd: { update: "available_commands_update", withinMs: 3000, sureBelow: 1000, quietMs: 300 },
  };
  const reopened = (): Talk => {
    const talk = new Talk({ start: { resume: SESSION } }, dialect).prompt("Go on");
    return talk.answer("initialize", INITIALIZED).answer("session/load").say("Said before.");
  };
  const marked = reopened();
  expect(marked.wakeMs).toBe(3000);
  expect(marked.count("session/prompt")).toBe(0);
  marked.update({ sessionUpdate: "available_commands_update", availableCommands: [] }).say("New.");
  expect(marked.wakeMs).toBeNull();
  const bounded = reopened().wake().say("New.");
  for (const talk of [marked, bounded]) {
    expect(talk.count("session/prompt")).toBe(1);
    expect(talk.text()).toBe("New.");
  }
});

test("a long replay goes on behind its mark, until nothing comes", () => {
  const replayEnd = { update: "available_commands_update", withinMs: 3000, sureBelow: 1000, quietMs: 300 };
  const talk = new Talk({ start: { resume: SESSION } }, { replayEnd }).prompt("Go on");
  talk.answer("initialize", INITIALIZED).answer("session/load").say("x".repeat(1000));
  expect(talk.wakeMs).toBe(3000);
  talk.update({ sessionUpdate: "available_commands_update", availableCommands: [] }).say("Still of before.");
  expect(talk.wakeMs).toBe(300);
  expect(talk.count("session/prompt")).toBe(0);
  talk.wake().say("New.");
  expect(talk.text()).toBe("New.");
  expect(talk.wakeMs).toBeNull();
});

test("a conversation is addressed as it was opened, and told by its own id", () => {
  const talk = new Talk({ start: { resume: SESSION } }, { address: (id) => ` ${id}` }).prompt("Go on");
  talk.answer("initialize", INITIALIZED).answer("session/load");
  expect(talk.last("session/load")).toMatchObject({ sessionId: ` ${SESSION}` });
  expect(talk.last("session/prompt")).toMatchObject({ sessionId: ` ${SESSION}` });
  expect(talk.of("session_started")).toMatchObject([{ cliSessionId: SESSION }]);
});

test("an interrupt before the prompt went out ends the turn without it", () => {
  const talk = new Talk().prompt("Hello").answer("initialize", INITIALIZED).send({ type: "interrupt" });
  expect(ended(talk)).toEqual(["interrupted"]);
  talk.answer("session/new", { sessionId: SESSION });
  expect(talk.count("session/prompt")).toBe(0);
  expect(talk.count("session/cancel")).toBe(0);
});

test("an interrupted turn ends with the agent's answer, whatever that says", () => {
  for (const stopReason of ["cancelled", "end_turn", "max_tokens"]) {
    const talk = underWay().send({ type: "interrupt" });
    expect(talk.last("session/cancel")).toEqual({ sessionId: SESSION });
    expect(ended(talk)).toEqual([]);
    expect(ended(talk.answer("session/prompt", { stopReason }))).toEqual(["interrupted"]);
  }
  const failed = underWay().send({ type: "interrupt" });
  expect(ended(failed.refuse("session/prompt", { code: -32603, message: "Aborted" }))).toEqual([
    "interrupted",
  ]);
});

test("what the agent says between two turns stands in the next, up to a bound", () => {
  const talk = underWay().answer("session/prompt", { stopReason: "end_turn" });
  for (let at = 0; at < 600; at += 1) talk.say(`${at} `);
  expect(talk.text()).toBe("");
  talk.prompt("Next");
  expect(talk.text().split(" ")[0]).toBe("88");
  expect(talk.of("agent_message")).toHaveLength(512);
});

test("what is said of another conversation is not ours", () => {
  const update = { sessionUpdate: "agent_message_chunk", content: { type: "text", text: "Elsewhere." } };
  expect(underWay().update(update, "another").text()).toBe("");
});

test("a request that nobody here answers is refused by name, and a malformed one as that", () => {
  const talk = underWay();
  talk.raw(
    '{"jsonrpc":"2.0","id":"x","method":"fs/read_text_file","params":{"sessionId":"s","path":"/etc/passwd"}}',
  );
  expect(talk.answerTo("x")?.error).toMatchObject({
    code: -32601,
    message: expect.stringContaining("fs/read_text_file"),
  });
  talk.raw('{"jsonrpc":"2.0","id":7,"method":"session/request_permission","params":{"options":[]}}');
  expect(talk.answerTo(7)?.error).toMatchObject({ code: -32602 });
  expect(talk.of("permission_request")).toEqual([]);
});

test("noise is told within bounds, and a broken line once", () => {
  const talk = underWay();
  for (let at = 0; at < 60; at += 1) talk.raw(`npm warn ${at}`);
  talk
    .raw("")
    .raw("  ")
    .raw('{"jsonrpc":"2.0","meth')
    .raw('{"jsonrpc":"2.0"}')
    .raw('{"jsonrpc":"2.0","id":99,"result":{}}');
  expect(talk.of("notice").filter(({ code }) => code === "noise")).toHaveLength(50);
  expect(talk.of("notice").filter(({ code }) => code === "protocol_error")).toHaveLength(1);
  expect(ended(talk.answer("session/prompt", { stopReason: "end_turn" }))).toEqual(["end_turn"]);
});

test("an update of a kind that is not known is passed over, one that cannot be read is told once", () => {
  const talk = underWay();
  const raw = (update: object): Talk =>
    talk.raw(
      JSON.stringify({ jsonrpc: "2.0", method: "session/update", params: { sessionId: SESSION, update } }),
    );
  raw({ sessionUpdate: "of_tomorrow", x: 1 });
  expect(talk.of("notice")).toEqual([]);
  raw({ sessionUpdate: "plan", entries: "none" });
  raw({ sessionUpdate: "tool_call" });
  expect(talk.of("notice")).toMatchObject([{ code: "protocol_error" }]);
});

test("an end of the process leaves no call and no request open", () => {
  const talk = underWay().ask(0, { title: "ls", kind: "execute" }).exit(1, "Killed");
  expect(talk.of("permission_resolved")).toMatchObject([{ requestKey: "0", decision: "cancelled" }]);
  expect(talk.of("tool_call_update")).toMatchObject([{ status: "failed" }]);
  expect(ended(talk)).toEqual([]);
});

test("a start that fails for want of a login says so", () => {
  const talk = new Talk({}, { loginWords: /Please set an Auth method/ }).prompt("Hello");
  expect(ended(talk.exit(41, "Please set an Auth method in your settings"))).toEqual(["CLI_NOT_LOGGED_IN"]);
  expect(ended(underWay().exit(1, "tool said: 401 unauthorized"))).toEqual([]);
});

test("what the agent can do is told as it tells it", () => {
  const models = { currentModelId: "big", availableModels: [{ modelId: "big", name: "Big" }] };
  const talk = underWay({}, { modes: MODES, models });
  expect(talk.of("abilities").map(({ capabilities }) => capabilities)).toEqual([
    { resume: true, images: false, files: expect.arrayContaining(["text/*"]) as unknown },
    {
      permissionModes: ["default", "acceptEdits", "plan"],
      setPermissionMode: true,
      models: [{ id: "big", displayName: "Big" }],
      setModel: true,
    },
  ]);
  expect(underWay().of("abilities")[1]?.capabilities).toEqual({
    permissionModes: ["default"],
    setPermissionMode: false,
    models: [],
    setModel: false,
  });
});

test("closing asks for the end of its input", () => {
  expect(underWay().send({ type: "close" }).state).toBe("closable");
});
