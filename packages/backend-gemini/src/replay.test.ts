import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { AgentEvent } from "@switchyard/core/backend";
import { readTranscript, replayRecording } from "@switchyard/testkit/transcript";
import { gemini } from "./index.ts";

const FOLDER = fileURLToPath(new URL("../../../tests/fixtures/gemini/", import.meta.url));
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".jsonl"));

async function replay(name: string): Promise<readonly AgentEvent[]> {
  return replayRecording(gemini, await readTranscript(join(FOLDER, `${name}.jsonl`))).events;
}

/** The kinds of what happened, and of calls, requests and ends how. */
async function outline(name: string): Promise<string[]> {
  const told = (await replay(name)).filter(({ type }) => type !== "abilities" && type !== "agent_thought");
  const words = told.map((event) => {
    if (event.type === "tool_call_update") return event.status;
    if (event.type === "turn_ended") return event.error?.code ?? event.stopReason;
    if (event.type === "mode") return `mode ${event.permissionMode}`;
    return event.type === "tool_call" ? event.name : event.type;
  });
  return words.filter((word, at) => word !== words[at - 1] || word !== "agent_message");
}

test.each(NAMES)("%s plays again exactly as it was recorded", async (name) => {
  const { events } = replayRecording(gemini, await readTranscript(join(FOLDER, name)));
  expect(JSON.stringify(events)).not.toContain("MODE_UPDATE");
});

test("two turns are one conversation, with thoughts and usage", async () => {
  expect(await outline("two-turns")).toEqual([
    "mode default",
    "session_started",
    "agent_message",
    "end_turn",
    "agent_message",
    "end_turn",
  ]);
  const events = await replay("two-turns");
  expect(events.filter(({ type }) => type === "agent_thought")).toMatchObject([
    { content: "**Thinking**\nhm" },
  ]);
  expect(events.at(-1)).toMatchObject({
    usage: { inputTokens: expect.any(Number), outputTokens: expect.any(Number) },
  });
});

test("a rejected call fails, an allowed one is completed, and a change is told as its diff", async () => {
  const outlined = await outline("permissions");
  expect(outlined.slice(2)).toEqual([
    "agent_message",
    ...["run_shell_command", "permission_request", "failed", "agent_message", "end_turn", "agent_message"],
    ...["run_shell_command", "permission_request", "completed", "agent_message", "end_turn", "agent_message"],
    ...["write_file", "permission_request", "completed", "agent_message", "end_turn", "agent_message"],
    ...["read_file", "completed", "agent_message", "end_turn"],
  ]);
  const diffs = (await replay("permissions")).flatMap((event) => ("diff" in event ? [event.diff] : []));
  expect(diffs).toEqual([[{ path: "/home/user/project/c.txt", oldText: null, newText: "text" }]]);
});

test("an interrupted turn is that, in mid-stream and while a permission waits", async () => {
  expect((await outline("interrupts")).slice(2)).toEqual([
    "agent_message",
    "interrupted",
    "agent_message",
    ...["run_shell_command", "permission_request", "permission_resolved", "failed", "interrupted"],
    "agent_message",
    "end_turn",
  ]);
});

test("modes are told by their texts, and those are shown to nobody", async () => {
  const modes = (await outline("modes")).filter((word) => word.startsWith("mode "));
  expect([...new Set(modes)]).toEqual(["mode acceptEdits", "mode plan", "mode default"]);
  const asked = (await replay("modes")).find((event) => event.type === "permission_request");
  expect(asked).toMatchObject({ setsMode: "plan", title: "Enter plan mode: It is large" });
});

test("a resumed conversation tells nothing of what it replays", async () => {
  expect(await outline("resume-ok")).toEqual([
    "mode default",
    "session_started",
    "agent_message",
    "end_turn",
  ]);
});

test("what cannot be opened is told, and who has no key is told so", async () => {
  expect(await outline("resume-unknown")).toEqual([]);
  expect(await outline("not-logged-in")).toEqual(["CLI_NOT_LOGGED_IN"]);
});
