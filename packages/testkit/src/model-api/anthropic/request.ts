import { z } from "zod";
import { type Conversation, type Message, type ToolResult, userGroups } from "../conversation.ts";

/** Reads a Messages API request. @throws {z.ZodError} when it is none */
export function readRequest(body: unknown): Conversation {
  const request = MessagesRequest.parse(body);
  return {
    model: request.model,
    isStreamed: request.stream,
    system: textOf(request.system),
    toolNames: request.tools.flatMap(({ name }) => (name === undefined ? [] : [name])),
    groups: userGroups(request.messages.flatMap(readMessage)),
  };
}

const block = z.looseObject({ type: z.string() });
const content = z.union([z.string(), z.array(block)]);
const textBlock = z.object({ type: z.literal("text"), text: z.string() });
const toolResultBlock = z.object({
  type: z.literal("tool_result"),
  tool_use_id: z.string(),
  is_error: z.boolean().optional(),
  content: content.optional(),
});

/** The part of a request that the stand-in reads. */
const MessagesRequest = z.object({
  model: z.string(),
  stream: z.boolean().default(false),
  system: content.default(""),
  tools: z.array(z.looseObject({ name: z.string().optional() })).default([]),
  messages: z.array(z.object({ role: z.string(), content })),
});

function readMessage(message: z.infer<typeof MessagesRequest>["messages"][number]): Message[] {
  const parts = blocks(message.content);
  if (message.role === "assistant") {
    return [{ from: "model", toolCalls: parts.filter(({ type }) => type === "tool_use").length }];
  }
  if (message.role !== "user") return [];
  const all = texts(message.content);
  return [
    {
      from: "user",
      texts: all.filter((text) => !isFile(text)),
      results: parts.flatMap(readToolResult),
      media: parts.flatMap((part) => mediaBlock.safeParse(part).data?.source.media_type ?? []),
      files: all.filter(isFile),
    },
  ];
}

/** As Switchyard puts the text of a file beside a message. */
function isFile(text: string): boolean {
  return text.startsWith("<file name=");
}

const mediaBlock = z.object({
  type: z.enum(["image", "document"]),
  source: z.object({ media_type: z.string() }),
});

function readToolResult(value: z.infer<typeof block>): ToolResult[] {
  const parsed = toolResultBlock.safeParse(value);
  if (!parsed.success) return [];
  const { tool_use_id: toolUseId, is_error: isError = false, content: said = "" } = parsed.data;
  return [{ toolUseId, isError, text: textOf(said) }];
}

function textOf(value: z.infer<typeof content>): string {
  return texts(value).join("\n");
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
