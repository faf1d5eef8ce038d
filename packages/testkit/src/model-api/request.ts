import { z } from "zod";

const block = z.looseObject({ type: z.string() });
const content = z.union([z.string(), z.array(block)]);
const textBlock = z.object({ type: z.literal("text"), text: z.string() });
const toolResultBlock = z.object({
  type: z.literal("tool_result"),
  tool_use_id: z.string(),
  is_error: z.boolean().optional(),
  content: content.optional(),
});

/** The part of a Messages API request that the stand-in reads. */
export const MessagesRequest = z.object({
  model: z.string(),
  stream: z.boolean().default(false),
  system: content.default(""),
  tools: z.array(z.looseObject({ name: z.string().optional() })).default([]),
  messages: z.array(z.object({ role: z.string(), content })),
});
export type MessagesRequest = z.infer<typeof MessagesRequest>;

export type ToolResult = { toolUseId: string; isError: boolean; text: string };

/** A run of user messages: the prompts in it, and how many tool calls the model made before the next run. */
export type UserGroup = {
  prompts: string[];
  results: ToolResult[];
  /** What the CLI told by itself about background tasks that ended. */
  notifications: string[];
  toolCallsAfter: number;
};

/** The conversation as runs of user messages, the newest last; a prompt that got no answer shares its successor's. */
export function userGroups(request: MessagesRequest): UserGroup[] {
  const groups: UserGroup[] = [];
  let startsGroup = true;
  for (const message of request.messages) {
    if (message.role === "assistant") {
      const last = groups.at(-1);
      if (last)
        last.toolCallsAfter += blocks(message.content).filter(({ type }) => type === "tool_use").length;
      startsGroup = true;
      continue;
    }
    if (message.role !== "user") continue;
    const part = readUserMessage(message.content);
    const current = startsGroup ? undefined : groups.at(-1);
    startsGroup = false;
    if (current === undefined) {
      groups.push({ ...part, toolCallsAfter: 0 });
      continue;
    }
    current.prompts.push(...part.prompts);
    current.results.push(...part.results);
    current.notifications.push(...part.notifications);
  }
  return groups;
}

/** All text of a `content` or `system` field. */
export function textOf(value: z.infer<typeof content>): string {
  return texts(value).join("\n");
}

function readUserMessage(value: z.infer<typeof content>): Omit<UserGroup, "toolCallsAfter"> {
  const written = texts(value);
  return {
    prompts: written.map(withoutInsertions).filter((text) => text !== ""),
    results: blocks(value).flatMap(readToolResult),
    notifications: written.flatMap(readNotification),
  };
}

function readToolResult(value: z.infer<typeof block>): ToolResult[] {
  const parsed = toolResultBlock.safeParse(value);
  if (!parsed.success) return [];
  const { tool_use_id: toolUseId, is_error: isError = false, content: said = "" } = parsed.data;
  return [{ toolUseId, isError, text: textOf(said) }];
}

function readNotification(text: string): string[] {
  const summary = /<task-notification>[\s\S]*?<summary>([\s\S]*?)<\/summary>/.exec(text)?.[1];
  return summary === undefined ? [] : [summary];
}

/** What the CLI adds by itself to a user's message is not the user's text. */
function withoutInsertions(text: string): string {
  if (text.startsWith("[Request interrupted by user")) return "";
  return text
    .replace(
      /<(system-reminder|local-command-caveat|local-command-stdout|command-name|command-message|command-args)>[\s\S]*?<\/\1>/g,
      "",
    )
    .trim();
}

function texts(value: z.infer<typeof content>): string[] {
  if (typeof value === "string") return [value];
  return value.flatMap((part) => {
    const parsed = textBlock.safeParse(part);
    return parsed.success ? [parsed.data.text] : [];
  });
}

function blocks(value: z.infer<typeof content>): z.infer<typeof block>[] {
  return typeof value === "string" ? [] : value;
}
