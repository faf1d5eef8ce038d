import { attachedText, type PromptAttachment } from "@switchyard/core/backend";

type File = Extract<PromptAttachment, { data: string }>;

/** A user's message as Claude takes it: a text, or blocks of which the last one is the text. */
export type PromptContent = string | readonly Readonly<Record<string, unknown>>[];

/**
 * What stands beside a message goes ahead of it: Claude reads a command (`/cost`) out of the last block alone. The
 * files that the message names it looks up there itself.
 */
export function promptContent(text: string, attachments: readonly PromptAttachment[] = []): PromptContent {
  const files = attachments.filter((one): one is File => "data" in one && one.path === undefined);
  if (files.length === 0) return text;
  return [...files.map(blockOf), ...(text === "" ? [] : [textBlock(text)])];
}

function blockOf({ name, mediaType, data }: File): Readonly<Record<string, unknown>> {
  const source = { type: "base64", media_type: mediaType, data };
  if (IMAGES.has(mediaType)) return { type: "image", source };
  if (mediaType === "application/pdf") return { type: "document", source, title: name };
  const text = attachedText(data);
  if (text === null) return textBlock(`[The file "${name}" (${mediaType}) could not be read as text.]`);
  return textBlock(`<file name=${JSON.stringify(name)}>\n${text}\n</file>`);
}

/** What the model's API takes. */
const IMAGES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

function textBlock(text: string): Readonly<Record<string, unknown>> {
  return { type: "text", text };
}
