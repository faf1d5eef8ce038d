import { z } from "zod";
import { cut, oneLine } from "@switchyard/backend-acp";
import type { ToldEvent } from "@switchyard/core/backend";
import type { FileDiff, ToolKind } from "@switchyard/core/protocol";
import type { StoredCall } from "./conversation-lines.ts";

/** A call with what came of it; one that was never ended has failed. */
export function toldCall(call: StoredCall): ToldEvent["event"][] {
  const { id, name, args = {} } = call;
  const status = call.status === "success" ? "completed" : "failed";
  const title = titleOf(call);
  const diff = changeOf(call.resultDisplay);
  return [
    {
      type: "tool_call",
      content: title,
      toolCallId: id,
      name,
      kind: KINDS.get(name) ?? "other",
      status: "in_progress",
      title,
      input: args,
    },
    {
      type: "tool_call_update",
      content: `${title}: ${status}`,
      toolCallId: id,
      status,
      output: outputOf(call),
      ...(diff === undefined ? {} : { diff: [diff] }),
    },
  ];
}

/** Of a call that failed, the description is that of the tool. */
function titleOf({ name, args, status, description, displayName }: StoredCall): string {
  const command = Command.safeParse(args).data?.command;
  return oneLine(command || (status === "success" && description) || displayName || name);
}

const Command = z.looseObject({ command: z.string() });

const KINDS: ReadonlyMap<string, ToolKind> = new Map(
  Object.entries({
    run_shell_command: "execute",
    write_file: "edit",
    replace: "edit",
    read_file: "read",
    read_many_files: "read",
    list_directory: "search",
    glob: "search",
    grep_search: "search",
    search_file_content: "search",
    google_web_search: "fetch",
    web_fetch: "fetch",
    write_todos: "think",
    enter_plan_mode: "switch_mode",
    exit_plan_mode: "switch_mode",
  } as const),
);

const Responses = z.array(
  z.looseObject({
    functionResponse: z.looseObject({
      response: z.looseObject({ output: z.string().optional(), error: z.string().optional() }),
    }),
  }),
);

/** What the terminal showed, else what the model was given. */
function outputOf({ resultDisplay, result }: StoredCall): string {
  if (typeof resultDisplay === "string" && resultDisplay !== "") return resultDisplay;
  const responses = Responses.safeParse(result).data ?? [];
  return responses
    .map(({ functionResponse: { response } }) => response.output ?? response.error ?? "")
    .join("\n");
}

const Change = z.looseObject({
  filePath: z.string(),
  originalContent: z.string().nullish(),
  newContent: z.string(),
  isNewFile: z.boolean().optional(),
});

function changeOf(display: unknown): FileDiff | undefined {
  const change = Change.safeParse(display).data;
  if (change === undefined) return undefined;
  const { filePath: path, originalContent: old, newContent, isNewFile } = change;
  return { path, oldText: isNewFile === true || !old ? null : cut(old), newText: cut(newContent) };
}
