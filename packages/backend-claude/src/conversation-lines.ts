import { z } from "zod";
import { Block, TokenUsage } from "./native.ts";

/** A line of a conversation's file, as far as it is read here; see tests/fixtures/conversations. */
const StoredLine = z.looseObject({
  type: z.string(),
  subtype: z.string().optional(),
  uuid: z.string().optional(),
  parentUuid: z.string().nullish(),
  isSidechain: z.boolean().optional(),
  /** Written by Claude Code for the model. */
  isMeta: z.boolean().optional(),
  isCompactSummary: z.boolean().optional(),
  isApiErrorMessage: z.boolean().optional(),
  isAbortedMidStream: z.boolean().optional(),
  timestamp: z.string().optional(),
  cwd: z.string().optional(),
  message: z
    .looseObject({
      id: z.string().optional(),
      model: z.string().optional(),
      stop_reason: z.string().nullish(),
      content: z.union([z.string(), z.array(Block)]),
      usage: TokenUsage.nullish(),
    })
    .optional(),
  toolUseResult: z.unknown().optional(),
  content: z.unknown().optional(),
  attachment: z.looseObject({ type: z.string(), prompt: z.unknown().optional() }).optional(),
  customTitle: z.string().optional(),
  aiTitle: z.string().optional(),
  summary: z.string().optional(),
});
export type StoredLine = z.infer<typeof StoredLine>;
export type StoredMessage = NonNullable<StoredLine["message"]>;

/** Null: a line that is cut, broken or of the files' own bookkeeping. */
export function storedLine(line: string): StoredLine | null {
  if (!line.startsWith("{") || BOOKKEEPING.test(line)) return null;
  try {
    return StoredLine.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** Copies of what the model was sent: most of a file, and nothing that was said. */
const BOOKKEEPING = /^\{"type":"(?:api-request|file-history|cost-state|queue-operation)/;

/** What a text in the user's place is. */
export type UserText =
  | { kind: "prompt"; text: string }
  /** What a command of Claude Code's own, or of the user's shell, has answered. */
  | { kind: "reply"; text: string }
  | { kind: "interrupted" }
  /** A task in the background has ended. */
  | { kind: "told" };

/** Null: no word of the user's. */
export function userText(content: StoredMessage["content"]): UserText | null {
  const text = textOf(content).trim();
  if (text === "") return null;
  if (text.startsWith("[Request interrupted by user")) return { kind: "interrupted" };
  if (text.startsWith("<task-notification>")) return { kind: "told" };
  if (text.startsWith("<local-command-std") || text.startsWith("<bash-std")) {
    const parts = REPLIES.map((tag) => tagged(text, tag) ?? "");
    return { kind: "reply", text: parts.filter((part) => part !== "").join("\n") };
  }
  const command = text.startsWith("<command-") ? tagged(text, "command-name") : null;
  if (command !== null) {
    const typed = `${command} ${tagged(text, "command-args") ?? ""}`.trim();
    return { kind: "prompt", text: typed };
  }
  const shell = text.startsWith("<bash-input>") ? tagged(text, "bash-input") : null;
  if (shell !== null) return { kind: "prompt", text: `! ${shell}` };
  return { kind: "prompt", text };
}

const REPLIES = ["local-command-stdout", "local-command-stderr", "bash-stdout", "bash-stderr"];

function textOf(content: StoredMessage["content"]): string {
  if (typeof content === "string") return content;
  return content
    .flatMap(({ type, text }) => (type === "text" ? [text ?? ""] : type === "image" ? ["[image]"] : []))
    .join("\n");
}

function tagged(text: string, tag: string): string | null {
  const start = text.indexOf(`<${tag}>`);
  const end = text.lastIndexOf(`</${tag}>`);
  return start === -1 || end < start ? null : text.slice(start + tag.length + 2, end).trim();
}
