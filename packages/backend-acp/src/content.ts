import type { FileDiff } from "@switchyard/core/protocol";
import type { Content, ToolContent } from "./native.ts";

/** A block as text: what is no text is named in brackets. */
export function contentText(content: Content): string {
  if (content.type === "text") return content.text ?? "";
  if (content.type === "resource_link") return `[${content.name ?? content.uri ?? "link"}]`;
  if (content.type === "resource")
    return content.resource?.text ?? `[${content.resource?.uri ?? "resource"}]`;
  return `[${content.type}]`;
}

/** The text that a call shows; undefined where it shows none. */
export function outputText(content: readonly ToolContent[]): string | undefined {
  const texts = content.flatMap((one) =>
    one.type === "content" && one.content ? [contentText(one.content)] : [],
  );
  return texts.length === 0 ? undefined : withoutFence(texts.join("\n"));
}

/** Some agents fence a tool's output as Markdown; the page shows it as it is. */
function withoutFence(text: string): string {
  return /^\s*(`{3,})[\w-]*\n([\s\S]*?)\n?\1\s*$/.exec(text)?.[2] ?? text;
}

const MAX_FILES = 100;
const MAX_TEXT = 64 * 1024;

/** The files that a call changes; undefined where it changes none. An empty file is as good as a new one. */
export function diffsOf(content: readonly ToolContent[]): FileDiff[] | undefined {
  const diffs = content.flatMap(({ type, path, oldText = null, newText }) =>
    type === "diff" && path !== undefined && newText !== undefined
      ? [{ path, oldText: oldText ? cut(oldText) : null, newText: cut(newText) }]
      : [],
  );
  return diffs.length === 0 ? undefined : diffs.slice(0, MAX_FILES);
}

/** A text cut to what a card may hold. */
export function cut(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  return `${text.slice(0, MAX_TEXT)}\n… ${text.length - MAX_TEXT} more characters`;
}

const MAX_TITLE = 160;

/** The first line, cut to a title's length. */
export function oneLine(text: string): string {
  const line = (text.trim().split("\n", 1)[0] ?? "").trim();
  return line.length < text.trim().length || line.length > MAX_TITLE ? `${line.slice(0, MAX_TITLE)}…` : line;
}
