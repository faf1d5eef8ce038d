import { z } from "zod";

/** Text of a part; everything else in it (results of tools, images) is no word of the user's. */
const Part = z.looseObject({ text: z.string().optional(), functionResponse: z.unknown().optional() });
const Content = z.union([z.string(), z.array(z.union([Part, z.string()])), Part]);
export type Content = z.infer<typeof Content>;

const count = z.number().nonnegative().nullish();

export const StoredCall = z.looseObject({
  id: z.string(),
  name: z.string(),
  args: z.unknown().optional(),
  status: z.string().optional(),
  description: z.string().optional(),
  displayName: z.string().optional(),
  resultDisplay: z.unknown().optional(),
  result: z.unknown().optional(),
});
export type StoredCall = z.infer<typeof StoredCall>;

const StoredMessage = z.looseObject({
  id: z.string(),
  type: z.string(),
  timestamp: z.string().optional(),
  content: Content.nullish(),
  displayContent: Content.nullish(),
  thoughts: z.array(z.looseObject({ subject: z.string(), description: z.string() })).nullish(),
  tokens: z.looseObject({ input: count, output: count, thoughts: count }).nullish(),
  model: z.string().nullish(),
  toolCalls: z.array(StoredCall).nullish(),
});
export type StoredMessage = z.infer<typeof StoredMessage>;

const about = {
  sessionId: z.string().optional(),
  kind: z.string().optional(),
  summary: z.string().optional(),
  messages: z.array(z.unknown()).optional(),
};
const Rewind = z.looseObject({ $rewindTo: z.string() });
const Update = z.looseObject({ $set: z.looseObject(about) });
const Header = z.looseObject({ ...about, projectHash: z.string() });

/** A line of a chat file, see tests/fixtures/gemini-conversations; `all` are the messages in place of those before. */
export type StoredLine =
  | { kind: "rewind"; to: string }
  | { kind: "message"; message: StoredMessage }
  | { kind: "about"; of: About; all: StoredMessage[] | null };
export interface About {
  sessionId?: string | undefined;
  kind?: string | undefined;
  summary?: string | undefined;
}

/** Null: a line that is cut, broken or of no use here. */
export function storedLine(line: string): StoredLine | null {
  const value = parseJson(line);
  const rewind = Rewind.safeParse(value).data;
  if (rewind !== undefined) return { kind: "rewind", to: rewind.$rewindTo };
  const message = StoredMessage.safeParse(value).data;
  if (message !== undefined) return { kind: "message", message };
  const of = Update.safeParse(value).data?.$set ?? Header.safeParse(value).data;
  if (of === undefined) return null;
  const all = of.messages?.flatMap((each) => StoredMessage.safeParse(each).data ?? []);
  return { kind: "about", of, all: all ?? null };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What the user wrote or was answered; empty: nothing of it is for a reader. */
export function words({ content, displayContent }: StoredMessage): string {
  const text = textOf(displayContent) || textOf(content);
  return /^\s*<(?:session|hook)_context>/.test(text) ? "" : text.trim();
}

function textOf(content: Content | null | undefined): string {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  const parts = Array.isArray(content) ? content : [content];
  return parts.map((part) => (typeof part === "string" ? part : (part.text ?? ""))).join("");
}
