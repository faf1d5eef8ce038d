import type {
  InitializeResponse,
  NewSessionResponse,
  PromptResponse,
  RequestPermissionRequest,
  SessionConfigOption,
  SessionNotification,
  SessionUpdate,
  ToolCall as SdkToolCall,
  ToolCallUpdate,
} from "@agentclientprotocol/sdk";
import { expect, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import {
  readLine,
  readUpdate,
  type ConfigOption,
  type Initialized,
  type Opened,
  type Permission,
  type Prompted,
  type ToolCall,
} from "./native.ts";
import { MODES, SESSION } from "./talk.testkit.ts";
import { readTheirs } from "./schema.testkit.ts";

type In<S extends z.ZodType> = z.input<S>;

test("what the protocol's library lets an agent say fits what is read of it", () => {
  expectTypeOf<InitializeResponse>().toExtend<In<typeof Initialized>>();
  expectTypeOf<NewSessionResponse>().toExtend<In<typeof Opened>>();
  expectTypeOf<PromptResponse>().toExtend<In<typeof Prompted>>();
  expectTypeOf<RequestPermissionRequest>().toExtend<In<typeof Permission>>();
  expectTypeOf<SdkToolCall>().toExtend<In<typeof ToolCall>>();
  expectTypeOf<ToolCallUpdate>().toExtend<In<typeof ToolCall>>();
  expectTypeOf<SessionConfigOption>().toExtend<In<typeof ConfigOption>>();
});

/** One of each kind that the library knows: a new kind does not compile here until it has been thought of. */
const EACH: Readonly<Record<SessionUpdate["sessionUpdate"], object>> = {
  user_message_chunk: { content: { type: "text", text: "x" } },
  agent_message_chunk: { content: { type: "text", text: "x" } },
  agent_thought_chunk: { content: { type: "text", text: "x" } },
  tool_call: { toolCallId: "a", title: "ls", content: [{ type: "terminal", terminalId: "t" }] },
  tool_call_update: { toolCallId: "a", status: null, content: null },
  plan: { entries: [{ content: "x", priority: "low", status: "pending" }] },
  available_commands_update: { availableCommands: [] },
  current_mode_update: { currentModeId: "plan" },
  config_option_update: {
    configOptions: [{ id: "a", name: "A", type: "boolean", currentValue: true }],
  },
  session_info_update: { title: "x" },
  usage_update: { used: 1, size: 2, cost: { amount: 1, currency: "USD" } },
  notice: { noticeId: "n", message: "x", severity: "info" },
  compaction_update: { compactionId: "c", status: "in_progress" },
  compaction_summary_chunk: { compactionId: "c", content: { type: "text", text: "x" } },
};
const UNREAD = new Set(["user_message_chunk", "available_commands_update", "session_info_update", "notice"]);

test("each kind of update is read, or known not to be", () => {
  for (const [sessionUpdate, rest] of Object.entries(EACH)) {
    const notification = { sessionId: SESSION, update: { sessionUpdate, ...rest } };
    const read = readUpdate(notification);
    const isUnread = UNREAD.has(sessionUpdate) || sessionUpdate.startsWith("compaction");
    expect(read?.update.sessionUpdate).toBe(isUnread ? "other" : sessionUpdate);
  }
});

test("words of tomorrow are read as the plainest of today", () => {
  const told: SessionNotification = {
    sessionId: SESSION,
    update: { sessionUpdate: "tool_call", toolCallId: "a", title: "x" },
  };
  const update = {
    ...told.update,
    kind: "teleport",
    status: "paused",
    content: [{ type: "hologram", content: 3 }],
  };
  expect(readUpdate({ ...told, update })?.update).toMatchObject({ kind: "other", status: "in_progress" });
  const plan = { sessionUpdate: "plan", entries: [{ content: "x", status: "blocked", priority: "urgent" }] };
  expect(readUpdate({ sessionId: SESSION, update: plan })?.update).toMatchObject({
    entries: [{ status: "pending" }],
  });
});

test("a line is what its fields make it", () => {
  const kinds = [
    "",
    "hello",
    "[1]",
    "{",
    "{}",
    '{"id":1,"method":"a"}',
    '{"method":"a"}',
    '{"id":null,"error":{"code":1,"message":"x"}}',
  ];
  expect(kinds.map((line) => readLine(line).kind)).toEqual([
    "blank",
    "text",
    "text",
    "broken",
    "broken",
    "request",
    "notification",
    "response",
  ]);
  expect(readLine('\uFEFF{"id":1,"result":null}')).toEqual({
    kind: "response",
    id: 1,
    answer: { result: null },
  });
});

test("the library's schema refuses what the tests must not send", () => {
  const line = (update: object): string =>
    JSON.stringify({ jsonrpc: "2.0", method: "session/update", params: { sessionId: SESSION, update } });
  expect(() => readTheirs(line({ sessionUpdate: "agent_message_chunk", content: "x" }))).toThrow("update");
  expect(
    readTheirs(line({ sessionUpdate: "current_mode_update", currentModeId: MODES.currentModeId })),
  ).toBeDefined();
});
