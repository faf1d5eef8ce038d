import { randomUUID } from "node:crypto";
import type { ToolCallContent, ToolCallUpdate, ToolKind } from "@agentclientprotocol/sdk/unstable";
import { failureOf, ToolFailure } from "../folder/failure.ts";
import { planEdit, writeEdit, OWN_FILE, type OwnEdit } from "../folder/own-file.ts";
import { askPermission } from "./permission.ts";
import { runInShell } from "./shell.ts";
import { Interrupted, type Turn } from "./turn.ts";

export interface Tool {
  readonly name: string;
  readonly kind: ToolKind;
  readonly title: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What a tool has come to; `text` is for the user, also where it failed. */
export type ToolResult<T> = { isDone: true; value: T; text: string } | { isDone: false; text: string };

/** Runs a tool that needs no permission; a `ToolFailure` of its work is told as its output. */
export async function runTool<T>(
  turn: Turn,
  tool: Tool,
  work: () => Promise<{ value: T; text: string }>,
): Promise<ToolResult<T>> {
  const toolCallId = randomUUID();
  await turn.update({ sessionUpdate: "tool_call", ...callOf(tool, toolCallId), status: "in_progress" });
  try {
    await turn.pause(TOOL_MS);
    const { value, text } = await work();
    await close(turn, { toolCallId, status: "completed", content: [textContent(text)] });
    return { isDone: true, value, text };
  } catch (error) {
    return failed(turn, toolCallId, error);
  }
}

export type EditEnd = "written" | "rejected" | "failed";

/** Adds a line to the demo's own file: shows the diff, asks where the mode says so, and writes it when allowed. */
export async function editOwnFile(turn: Turn, line: string): Promise<{ end: EditEnd; text: string }> {
  const toolCallId = randomUUID();
  const planned = await planEdit(turn.conversation.cwd, line).catch(failureOf);
  const call = editCall(toolCallId, planned);
  await turn.update({ sessionUpdate: "tool_call", ...call });
  try {
    if (planned instanceof ToolFailure) throw planned;
    const refusal = await refusalOf(turn, call);
    if (refusal !== null) {
      await close(turn, { toolCallId, status: "failed", content: [textContent(refusal)] });
      return { end: "rejected", text: refusal };
    }
    const { content } = call;
    await turn.update({ sessionUpdate: "tool_call_update", toolCallId, status: "in_progress", content });
    await writeEdit(planned);
    await close(turn, { toolCallId, status: "completed", content });
    return {
      end: "written",
      text: planned.oldText === null ? "The file is written." : "The file is changed.",
    };
  } catch (error) {
    return { end: "failed", text: (await failed(turn, toolCallId, error)).text };
  }
}

/** Runs a command of the shell in the session's folder, once the user has allowed it. */
export async function runCommand(
  turn: Turn,
  command: string,
): Promise<{ end: "done" | "rejected" | "failed"; text: string }> {
  const { conversation, signal } = turn;
  const toolCallId = randomUUID();
  const call = callOf({ name: "Run", kind: "execute", title: command, input: { command } }, toolCallId);
  await turn.update({ sessionUpdate: "tool_call", ...call, status: "pending" });
  try {
    const refusal = await refusalToRun(turn, { call, command });
    if (refusal !== null) {
      await close(turn, { toolCallId, status: "failed", content: [textContent(refusal)] });
      return { end: "rejected", text: refusal };
    }
    await turn.update({ sessionUpdate: "tool_call_update", toolCallId, status: "in_progress" });
    const onOutput = (text: string): void => {
      const content = [textContent(text)];
      const told = turn.update({
        sessionUpdate: "tool_call_update",
        toolCallId,
        status: "in_progress",
        content,
      });
      // Nobody listens any more: the end of stdin tells the same.
      told.catch(() => {});
    };
    const text = await runInShell(command, { cwd: conversation.cwd, signal, onOutput });
    await close(turn, { toolCallId, status: "completed", content: [textContent(text)] });
    return { end: "done", text };
  } catch (error) {
    return { end: "failed", text: (await failed(turn, toolCallId, error)).text };
  }
}

/** Its input holds the whole change, so that what the user is asked about is all that will happen. */
function editCall(toolCallId: string, planned: OwnEdit | ToolFailure) {
  const edits = planned instanceof ToolFailure ? [] : [planned];
  const input = { path: OWN_FILE, ...(edits.length === 0 ? {} : { diff: edits }) };
  const content = edits.map((edit): ToolCallContent => ({ type: "diff", ...edit }));
  return { ...callOf({ ...EDIT, input }, toolCallId), status: "pending" as const, content };
}

const TOOL_MS = 1200;
const EDIT = { name: "Edit", kind: "edit", title: `Edit ${OWN_FILE}` } as const;

function callOf(tool: Tool, toolCallId: string) {
  const { name, kind, title, input } = tool;
  return { toolCallId, name, kind, title, rawInput: input };
}

/** Why an edit may not be; null where it may. */
async function refusalOf(turn: Turn, toolCall: ToolCallUpdate): Promise<string | null> {
  const { conversation } = turn;
  if (conversation.mode === "plan") return "Plan mode is on: nothing is written.";
  if (conversation.mode === "acceptEdits" || conversation.allowsEdits) return null;
  const decision = await askPermission(turn, toolCall);
  if (decision === "allow_always") conversation.allowsEdits = true;
  return decision === "reject_once" ? "The edit was rejected." : null;
}

/** Why a command may not run; null where it may. What edits need no word for, commands do. */
async function refusalToRun(
  turn: Turn,
  { call, command }: { call: ToolCallUpdate; command: string },
): Promise<string | null> {
  const { mode, allowedCommands } = turn.conversation;
  if (mode === "plan") return "Plan mode is on: nothing is run.";
  if (allowedCommands.has(command)) return null;
  const decision = await askPermission(turn, { ...call, status: "pending" });
  if (decision === "allow_always") allowedCommands.add(command);
  return decision === "reject_once" ? "The command was rejected." : null;
}

/** Ends an open call, also of a cancelled turn: that one's `Interrupted` goes on. */
async function failed(
  turn: Turn,
  toolCallId: string,
  error: unknown,
): Promise<{ isDone: false; text: string }> {
  const wasCut = error instanceof Interrupted;
  const text = wasCut ? "The turn was cancelled." : failureOf(error).message;
  await close(turn, { toolCallId, status: "failed", content: [textContent(text)] });
  if (wasCut) throw error;
  return { isDone: false, text };
}

async function close(turn: Turn, end: ToolCallUpdate): Promise<void> {
  await turn.update({ sessionUpdate: "tool_call_update", ...end });
}

function textContent(text: string): ToolCallContent {
  return { type: "content", content: { type: "text", text } };
}
