import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ConversationInput, Intent, RecordingEntry } from "@switchyard/core/backend";
import { readTranscript, replayLines, type Replayed } from "@switchyard/testkit/transcript";
import { z } from "zod";
import { claude } from "./index.ts";

const FIXTURES = new URL("../../../tests/fixtures/claude/", import.meta.url);
/** Recordings of what the codec never does: bad input, unknown modes, rules for Claude, a prompt while a turn runs. */
const NOT_OURS = [
  "ask-user-question",
  "bad-input",
  "interrupt-with-queued-prompt",
  "permission-session-rule",
  "prompt-during-tool",
  "set-mode-refused",
  "two-prompts-in-one-turn",
];

/** The recordings of what the codec does, too. */
export const names = readdirSync(FIXTURES)
  .filter((file) => file.endsWith(".jsonl"))
  .map((file) => file.slice(0, -".jsonl".length))
  .filter((name) => !NOT_OURS.includes(name));

/** Plays a recording through the codec. */
export async function replay(name: string): Promise<Replayed & { entries: readonly RecordingEntry[] }> {
  const recorded = await readTranscript(fileURLToPath(new URL(`${name}.jsonl`, FIXTURES)));
  const entries = recorded.filter(({ dir, line }) => dir !== "in" || isJson(line));
  const reading = { input: inputOf(name, entries), meaning, bare, ids };
  return { entries, ...replayLines(claude, entries, reading) };
}

function inputOf(name: string, entries: readonly RecordingEntry[]): ConversationInput {
  const first = entries.find(({ dir, line }) => dir === "in" && line.includes('"initialize"'));
  const systemPrompt = first && read(first.line).request?.appendSystemPrompt;
  const id = "00000000-0000-4000-8000-000000000000";
  return {
    cwd: "/home/user/project",
    start: name.startsWith("resume") ? { resume: id } : "new",
    permissionMode: "default",
    ...(systemPrompt === undefined ? {} : { systemPrompt }),
  };
}

const InLine = z.looseObject({
  type: z.string(),
  uuid: z.string().optional(),
  request_id: z.string().optional(),
  message: z.looseObject({ content: z.string() }).optional(),
  request: z
    .looseObject({
      subtype: z.string(),
      cancel_queued: z.boolean().optional(),
      appendSystemPrompt: z.string().optional(),
      mode: z.enum(["default", "acceptEdits", "plan", "bypassPermissions"]).optional().catch(undefined),
      model: z.string().optional(),
    })
    .optional(),
  response: z
    .looseObject({
      request_id: z.string(),
      response: z.looseObject({
        behavior: z.string(),
        message: z.string().optional(),
        interrupt: z.boolean().optional(),
      }),
    })
    .optional(),
});

function read(line: string): z.infer<typeof InLine> {
  return InLine.parse(JSON.parse(line));
}

function meaning(line: string, serial: number): Intent {
  const { message, request, response } = read(line);
  if (message !== undefined) return { type: "prompt", text: message.content, messageId: `message-${serial}` };
  if (request?.subtype === "set_permission_mode")
    return { type: "set_mode", permissionMode: request.mode ?? "default" };
  if (request?.subtype === "set_model") return { type: "set_model", model: request.model ?? "" };
  if (response === undefined) return { type: "interrupt" };
  const { behavior, interrupt, message: words } = response.response;
  const rejection = interrupt === true ? "cancelled" : "reject_once";
  return {
    type: "answer",
    requestKey: response.request_id,
    decision: behavior === "allow" ? "allow_once" : rejection,
    ...(words === undefined ? {} : { message: words }),
  };
}

/** Without what each side mints for itself, and what older recordings lack. */
function bare(line: string): object {
  const { uuid: _uuid, request_id: _id, request, ...rest } = read(line);
  const newer = {
    cancel_queued: undefined,
    forwardSubagentText: undefined,
    forwardNestedSubagentToolCalls: undefined,
  };
  return { ...rest, request: request && { ...request, ...newer } };
}

function ids(line: string): Record<string, string | undefined> {
  const { uuid, request_id: requestId } = read(line);
  return { uuid, requestId };
}

const Spoken = z.looseObject({
  type: z.literal("assistant"),
  parent_tool_use_id: z.string().nullish(),
  message: z.looseObject({
    content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  }),
});

/** All prose of the main conversation as the finished messages have it. */
export function recorded(entries: readonly RecordingEntry[]): string {
  return entries
    .filter(({ dir, line }) => dir === "out" && isJson(line))
    .flatMap(({ line }) => Spoken.safeParse(JSON.parse(line)).data ?? [])
    .filter((message) => typeof message.parent_tool_use_id !== "string")
    .flatMap(({ message }) =>
      message.content.map((block) => (block.type === "text" ? (block.text ?? "") : "")),
    )
    .join("");
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
