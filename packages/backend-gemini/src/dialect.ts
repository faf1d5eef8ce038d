import { z } from "zod";
import type { AcpDialect, CallReading, Prompted, ToolCall } from "@switchyard/backend-acp";
import type { TurnUsage } from "@switchyard/core/protocol";

/** What Gemini CLI does in its own way; each line is measured, see docs/cli-gemini.md. */
export const dialect: AcpDialect = {
  // Opened by its plain id, Gemini starts an empty chat under the same name, which damages the stored one, or has
  // it deleted by a later start. With a space ahead it finds the conversation, and the empty one is named otherwise.
  address: (cliSessionId) => ` ${cliSessionId}`,
  // Once the pipe is full (64 KiB at the least) the mark overtakes the rest of the history.
  replayEnd: { update: "available_commands_update", withinMs: 3000, sureBelow: 16 * 1024, quietMs: 300 },
  modes: { default: ["default"], acceptEdits: ["autoEdit"], plan: ["plan"] },
  modeText: "[MODE_UPDATE] ",
  gluesFiles: true,
  readCall,
  usage: usageOf,
  loginWords: /auth method|GEMINI_API_KEY|API_KEY_INVALID|default credentials|"code":401\b/i,
};

/** It tells no input, and no tool but by the name of the call: `write_file__write_file_1795389580372_0`. */
function readCall(call: ToolCall): CallReading {
  const name = /^([a-z][\w-]*?)(?:__|-\d)/.exec(call.toolCallId)?.[1];
  switch (name) {
    case "run_shell_command":
      return { name, exactInput: commandOf(call) };
    case "enter_plan_mode":
      return { name, kind: "switch_mode", title: `Enter plan mode: ${call.title ?? ""}`, setsMode: "plan" };
    case "exit_plan_mode":
      return { name, kind: "switch_mode", title: "Leave plan mode and begin", setsMode: "default" };
    default:
      return { name, exactInput: call.kind === "edit" ? changeOf(call) : undefined };
  }
}

/** The title is the command, and all of it; what stands beside it names folder and purpose. */
function commandOf({ title, content }: ToolCall): CallReading["exactInput"] {
  if (!title) return undefined;
  const about = content?.find(({ type }) => type === "content")?.content?.text;
  return { command: title, ...(about === undefined ? {} : { description: about }) };
}

function changeOf({ content }: ToolCall): CallReading["exactInput"] {
  const { path, oldText, newText } = content?.find(({ type }) => type === "diff") ?? {};
  if (path === undefined || newText === undefined) return undefined;
  if (newText.length + (oldText?.length ?? 0) > MAX_EXACT) return undefined;
  return { file_path: path, old_text: oldText ?? null, new_text: newText };
}

/** Longer changes are shown cut, so "the same" would not be seen. */
const MAX_EXACT = 64 * 1024;

const Meta = z.looseObject({
  quota: z.looseObject({
    token_count: z.looseObject({
      input_tokens: z.number().nonnegative(),
      output_tokens: z.number().nonnegative(),
    }),
  }),
});

function usageOf({ _meta }: Prompted): TurnUsage | undefined {
  const tokens = Meta.safeParse(_meta).data?.quota.token_count;
  if (tokens === undefined) return undefined;
  return {
    inputTokens: Math.round(tokens.input_tokens),
    outputTokens: Math.round(tokens.output_tokens),
    costUsd: null,
  };
}
