import type { AgentImage } from "@switchyard/core/backend";
import type { FileDiff } from "@switchyard/core/protocol";
import type { Content, ToolContent } from "./native.ts";

const MAX_IMAGES = 8;
/** In characters of base64: 5 MiB. */
const MAX_IMAGE = (5 * 1024 * 1024 * 4) / 3;

/** The pictures that can be shown, in their order. */
export function imagesOf(contents: readonly Content[]): AgentImage[] {
  const images = contents.flatMap((content) => imageOf(content) ?? []);
  return images.slice(0, MAX_IMAGES);
}

function imageOf({ type, data, mimeType }: Content): AgentImage | null {
  if (type !== "image" || !data || data.length > MAX_IMAGE || !mimeType?.startsWith("image/")) return null;
  return { mediaType: mimeType, data };
}

/** Blocks as texts: what is neither text nor a picture that is shown is named in brackets. */
function contentTexts(contents: readonly Content[]): string[] {
  const shown = new Set(contents.filter((content) => imageOf(content) !== null).slice(0, MAX_IMAGES));
  return contents.filter((content) => !shown.has(content)).map(contentText);
}

/** A block as text: what is no text is named in brackets. */
export function contentText(content: Content): string {
  if (content.type === "text") return content.text ?? "";
  if (content.type === "image" && content.data)
    return `[image, ${Math.max(1, Math.round((content.data.length * 0.75) / 1e6))} MB]`;
  if (content.type === "resource_link") return `[${content.name ?? content.uri ?? "link"}]`;
  if (content.type === "resource")
    return content.resource?.text ?? `[${content.resource?.uri ?? "resource"}]`;
  return `[${content.type}]`;
}

/** The text that a call shows; undefined where it shows none. */
export function outputText(content: readonly ToolContent[]): string | undefined {
  const texts = contentTexts(contentsIn(content));
  return texts.length === 0 ? undefined : withoutFence(texts.join("\n"));
}

/** What a call shows that is no change of a file. */
export function contentsIn(content: readonly ToolContent[]): Content[] {
  return content.flatMap((one) => (one.type === "content" && one.content ? [one.content] : []));
}

/** Some agents fence a tool's output as Markdown; the page shows it as it is. */
function withoutFence(text: string): string {
  return /^\s*(`{3,})[\w-]*\n([\s\S]*?)\n?\1\s*$/.exec(text)?.[2] ?? text;
}

const MAX_FILES = 100;
/** A text of this length is shown whole; longer ones the bridge keeps, and shows from their beginning. */
const MAX_TEXT = 1024 * 1024;

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
