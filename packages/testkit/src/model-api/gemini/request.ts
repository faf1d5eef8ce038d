import { z } from "zod";
import { type Conversation, type Message, type ToolResult, userGroups } from "../conversation.ts";

/** Reads a `generateContent` request; the model is in its path. @throws {z.ZodError} when it is none */
export function readRequest(body: unknown): Omit<Conversation, "model" | "isStreamed"> {
  const request = GenerateContent.parse(body);
  return {
    system: textsOf(request.systemInstruction?.parts ?? []).join("\n"),
    toolNames: request.tools.flatMap((tool) => tool.functionDeclarations.map(({ name }) => name)),
    groups: userGroups(request.contents.map(readContent)),
  };
}

/** Whether the answer has to be JSON. @throws {z.ZodError} when the request is none */
export function wantsJson(body: unknown): boolean {
  return GenerateContent.parse(body).generationConfig.responseMimeType === "application/json";
}

const part = z.object({
  text: z.string().optional(),
  functionCall: z.looseObject({}).optional(),
  inlineData: z.object({ mimeType: z.string() }).optional(),
  functionResponse: z
    .object({ id: z.string().optional(), name: z.string(), response: z.record(z.string(), z.unknown()) })
    .optional(),
});
type ContentPart = z.infer<typeof part>;
const content = z.object({ role: z.string().default("user"), parts: z.array(part).default([]) });

/** The part of a request that the stand-in reads. */
const GenerateContent = z.object({
  contents: z.array(content),
  systemInstruction: content.optional(),
  tools: z
    .array(z.object({ functionDeclarations: z.array(z.object({ name: z.string() })).default([]) }))
    .default([]),
  generationConfig: z.object({ responseMimeType: z.string().optional() }).default({}),
});

function readContent({ role, parts }: z.infer<typeof content>): Message {
  if (role === "model") {
    return { from: "model", toolCalls: parts.filter(({ functionCall }) => functionCall).length };
  }
  const all = textsOf(parts);
  // The CLI looks up what the message names, and puts it behind the message.
  const reference = all.findIndex((text) => text.startsWith("\n--- Content from referenced "));
  const [texts, files] = reference === -1 ? [all, []] : [all.slice(0, reference), all.slice(reference + 1)];
  const media = parts.flatMap(({ inlineData }) => inlineData?.mimeType ?? []);
  return { from: "user", texts, results: parts.flatMap(readResult), media, files };
}

function textsOf(parts: ContentPart[]): string[] {
  return parts.flatMap(({ text }) => (text === undefined ? [] : [text]));
}

function readResult({ functionResponse }: ContentPart): ToolResult[] {
  if (functionResponse === undefined) return [];
  const { id, name, response } = functionResponse;
  const { output, error } = response;
  const told = error ?? output ?? response;
  const text = typeof told === "string" ? told : JSON.stringify(told);
  return [{ toolUseId: id ?? name, isError: error !== undefined, text: withoutWrapping(text) }];
}

/** The CLI wraps what a command wrote in words of its own, and adds the id of its process group. */
function withoutWrapping(text: string): string {
  const inner = /^<untrusted_context>\n([\s\S]*)\n<\/untrusted_context>$/.exec(text)?.[1] ?? text;
  return inner.replace(/^Output: /, "").replace(/\nProcess Group PGID: \d+$/, "");
}
