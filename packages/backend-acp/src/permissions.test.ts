import { expect, test } from "vitest";
import type { Intent } from "@switchyard/core/backend";
import { MODES, OPTIONS, underWay, type Talk } from "./talk.testkit.ts";

type Decision = Extract<Intent, { type: "answer" }>["decision"];
const LS = { title: "ls", kind: "execute", rawInput: { command: "ls" } };

function decide(talk: Talk, requestKey: string, decision: Decision, message?: string): Talk {
  return talk.send({ type: "answer", requestKey, decision, ...(message === undefined ? {} : { message }) });
}

const chosen = (talk: Talk, id: number | string): unknown => talk.answerTo(id)?.result;
const selected = (optionId: string): object => ({ outcome: { outcome: "selected", optionId } });
const CANCELLED = { outcome: { outcome: "cancelled" } };

test("a request shows exactly what was asked, after a call that was not told of before", () => {
  const talk = underWay().ask(0, LS);
  expect(talk.events.slice(-2)).toMatchObject([
    { type: "tool_call", toolCallId: "call-1", status: "pending", title: "ls", input: { command: "ls" } },
    {
      type: "permission_request",
      requestKey: "0",
      toolName: "execute",
      input: { command: "ls" },
      options: [
        { decision: "allow_once", label: "Allow" },
        { decision: "allow_always", label: "Always allow ls in this session" },
        { decision: "reject_once", label: "Reject" },
      ],
    },
  ]);
});

test("what the request leaves out is taken from the call", () => {
  const talk = underWay().update({ sessionUpdate: "tool_call", toolCallId: "call-1", ...LS });
  talk.ask(0, {});
  expect(talk.of("tool_call")).toHaveLength(1);
  expect(talk.of("permission_request")).toMatchObject([{ title: "ls", input: { command: "ls" } }]);
});

test("the changes that a request shows are told of its call, stand beside its input, and are there at its end", () => {
  const diff = { type: "diff", path: "/a.ts", oldText: "1", newText: "2" };
  const told = [{ path: "/a.ts", oldText: "1", newText: "2" }];
  const edit = { title: "Edit a.ts", kind: "edit", status: "in_progress", rawInput: { path: "/a.ts" } };
  const talk = underWay().update({ sessionUpdate: "tool_call", toolCallId: "call-1", ...edit });
  talk.ask(0, { content: [diff] });
  expect(talk.of("permission_request")).toMatchObject([{ input: { path: "/a.ts", diff: told } }]);
  expect(talk.of("tool_call_update")).toMatchObject([{ status: "in_progress", diff: told }]);
  decide(talk, "0", "allow_once");
  talk.update({ sessionUpdate: "tool_call_update", toolCallId: "call-1", status: "completed", content: [] });
  expect(talk.of("tool_call_update").at(-1)).toMatchObject({ status: "completed", diff: told });
});

test('the ids of the agent\'s requests are kept apart, 0 and "0" too', () => {
  const talk = underWay()
    .ask(0, LS)
    .ask("0", { ...LS, toolCallId: "call-2" });
  const keys = talk.of("permission_request").map(({ requestKey }) => requestKey);
  expect(new Set(keys).size).toBe(2);
  decide(talk, keys[1] ?? "", "reject_once");
  expect(talk.answerTo(0)).toBeUndefined();
  expect(chosen(talk, "0")).toEqual(selected("no"));
});

test("what is allowed for the session is allowed once to the agent: the bridge remembers", () => {
  expect(chosen(decide(underWay().ask(3, LS), "3", "allow_always"), 3)).toEqual(selected("yes"));
  expect(chosen(decide(underWay().ask(3, LS), "3", "allow_once"), 3)).toEqual(selected("yes"));
});

test("where the agent offers nothing but to remember, the user sees its own words", () => {
  const talk = underWay().ask(3, LS, [OPTIONS[0], OPTIONS[2]]);
  expect(talk.of("permission_request")[0]?.options).toEqual([
    { decision: "allow_always", label: "Always" },
    { decision: "reject_once", label: "Reject" },
  ]);
  expect(chosen(decide(talk, "3", "allow_always"), 3)).toEqual(selected("always"));
});

test("a call whose input is not known is asked for each time", () => {
  const talk = underWay().ask(3, { title: "Something", kind: "other" });
  expect(talk.of("permission_request")[0]?.options.map(({ decision }) => decision)).toEqual([
    "allow_once",
    "reject_once",
  ]);
});

test("the first option of a kind stands for it, and kinds of tomorrow for nothing", () => {
  const talk = underWay();
  const options = [
    { optionId: "a", name: "First", kind: "allow_once" },
    { optionId: "b", name: "Second", kind: "allow_once" },
  ];
  talk.ask(3, LS, options);
  expect(talk.of("permission_request")[0]?.options).toEqual([{ decision: "allow_once", label: "First" }]);
  const params = {
    sessionId: "c",
    toolCall: { toolCallId: "x" },
    options: [{ optionId: "a", name: "A", kind: "allow_forever" }],
  };
  talk.raw(JSON.stringify({ jsonrpc: "2.0", id: 4, method: "session/request_permission", params }));
  expect(chosen(talk, 4)).toEqual(CANCELLED);
  expect(talk.of("permission_resolved")).toMatchObject([{ requestKey: "4", decision: "cancelled" }]);
});

test("a rejected call ends as failed, with what the user said", () => {
  const talk = decide(underWay().ask(3, LS), "3", "reject_once", "Not now.");
  expect(chosen(talk, 3)).toEqual(selected("no"));
  expect(talk.of("tool_call_update")).toMatchObject([
    { toolCallId: "call-1", status: "failed", output: "Not now." },
  ]);
  talk.update({ sessionUpdate: "tool_call_update", toolCallId: "call-1", status: "failed" });
  talk.answer("session/prompt", { stopReason: "end_turn" });
  expect(talk.of("tool_call_update")).toHaveLength(1);
});

test("a call that is asked about once more after its end is another", () => {
  const talk = decide(underWay().ask(3, LS), "3", "reject_once").ask(4, LS);
  expect(talk.events.map(({ type }) => type).slice(-4)).toEqual([
    "permission_request",
    "tool_call_update",
    "tool_call",
    "permission_request",
  ]);
  decide(talk, "4", "allow_once").update({
    sessionUpdate: "tool_call_update",
    toolCallId: "call-1",
    status: "completed",
  });
  expect(talk.of("tool_call_update").map(({ status }) => status)).toEqual(["failed", "completed"]);
});

test("an answer counts once, and one to nothing is nothing", () => {
  const talk = decide(
    decide(decide(underWay().ask(3, LS), "3", "allow_once"), "3", "reject_once"),
    "8",
    "allow_once",
  );
  expect(talk.written.filter(({ result }) => result !== undefined)).toHaveLength(1);
});

test("an interrupt cancels the turn, and then answers what waits as cancelled", () => {
  const talk = underWay()
    .ask(0, LS)
    .ask(1, { ...LS, toolCallId: "call-2" })
    .send({ type: "interrupt" });
  expect(talk.written.slice(-3)).toMatchObject([
    { method: "session/cancel" },
    { id: 0, result: CANCELLED },
    { id: 1, result: CANCELLED },
  ]);
  expect(talk.of("permission_resolved")).toHaveLength(2);
  talk.ask(2, { ...LS, toolCallId: "call-3" });
  expect(chosen(talk, 2)).toEqual(CANCELLED);
  talk.answer("session/prompt", { stopReason: "cancelled" });
  expect(talk.of("tool_call_update").map(({ status }) => status)).toEqual(["failed", "failed"]);
  expect(talk.of("permission_request")).toHaveLength(2);
});

test("nobody's answer is no", () => {
  expect(chosen(decide(underWay().ask(3, LS), "3", "cancelled"), 3)).toEqual(CANCELLED);
  const over = underWay().answer("session/prompt", { stopReason: "end_turn" }).ask(3, LS);
  expect(chosen(over, 3)).toEqual(CANCELLED);
  const left = underWay().ask(3, LS).answer("session/prompt", { stopReason: "end_turn" });
  expect(chosen(left, 3)).toEqual(CANCELLED);
  expect(left.events.at(-1)?.type).toBe("turn_ended");
});

test("a request that the agent takes back is resolved, and answered as cancelled", () => {
  const talk = underWay().ask("abc", LS);
  talk.raw('{"jsonrpc":"2.0","method":"$/cancel_request","params":{"requestId":"abc"}}');
  talk.raw('{"jsonrpc":"2.0","method":"$/cancel_request","params":{"requestId":null}}');
  expect(talk.of("permission_resolved")).toMatchObject([{ by: "agent", decision: "cancelled" }]);
  expect(chosen(talk, "abc")).toEqual(CANCELLED);
});

test("allowing to leave plan mode tells the mode that follows, and never one that skips permissions", () => {
  const talk = underWay({ permissionMode: "plan" }, { modes: { ...MODES, currentModeId: "plan" } });
  const options = [
    { optionId: "bypassPermissions", name: "Yes, and skip permissions", kind: "allow_once" },
    { optionId: "acceptEdits", name: "Yes, and accept edits", kind: "allow_always" },
    { optionId: "default", name: "Yes, ask for each edit", kind: "allow_once" },
    { optionId: "plan", name: "No, keep planning", kind: "reject_once" },
  ];
  talk.ask(3, { title: "Ready to code?", kind: "switch_mode", rawInput: { plan: "Do it." } }, options);
  expect(talk.of("permission_request")).toMatchObject([
    {
      setsMode: "default",
      options: [{ decision: "allow_once", label: "Yes, ask for each edit" }, { decision: "reject_once" }],
    },
  ]);
  expect(chosen(decide(talk, "3", "allow_once"), 3)).toEqual(selected("default"));
  talk.update({ sessionUpdate: "current_mode_update", currentModeId: "default" });
  expect(talk.of("mode").at(-1)).toMatchObject({ permissionMode: "default" });
});

test("where the option does not name a mode, leaving plan mode goes back to the one before", () => {
  const talk = underWay(
    { permissionMode: "acceptEdits" },
    { modes: { ...MODES, currentModeId: "acceptEdits" } },
  );
  talk.update({ sessionUpdate: "current_mode_update", currentModeId: "plan" });
  talk.ask(3, { title: "Leave plan mode", kind: "switch_mode" });
  expect(talk.of("permission_request")).toMatchObject([{ setsMode: "acceptEdits" }]);
});
