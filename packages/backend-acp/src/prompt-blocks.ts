import { attachedText, type PromptAttachment } from "@switchyard/core/backend";
import type { Initialized } from "./native.ts";

/** What an agent says that it takes beside a text; links it always takes. */
export interface PromptAbilities {
  readonly image: boolean;
  readonly embeddedContext: boolean;
}

/** Null: it has not said yet. */
export function promptAbilities(agent: Initialized | null): PromptAbilities {
  const { image, embeddedContext } = agent?.agentCapabilities?.promptCapabilities ?? {};
  return { image: image === true, embeddedContext: embeddedContext === true };
}

/** The media types that an agent takes as files; a text it is told in words where it takes none. */
export function fileTypes({ embeddedContext }: PromptAbilities): string[] {
  return embeddedContext ? ["*"] : ["text/*", "application/json", "application/xml"];
}

/** How an agent takes what stands beside a text. */
export interface PromptWay {
  readonly abilities: PromptAbilities;
  /** The folder that paths are of. */
  readonly cwd: string;
  /** As the agent's dialect has it. */
  readonly gluesFiles: boolean;
}

/** A message and what stands beside it. The text goes first: agents read a command out of what a prompt begins with. */
export function promptBlocks(
  text: string,
  attachments: readonly PromptAttachment[],
  way: PromptWay,
): object[] {
  const isCommand = text.startsWith("/");
  const blocks = attachments.map((one) => blockOf(one, way, isCommand));
  return text === "" && blocks.length > 0 ? blocks : [{ type: "text", text }, ...blocks];
}

function blockOf(
  attachment: PromptAttachment,
  { abilities, cwd, gluesFiles }: PromptWay,
  isCommand: boolean,
): object {
  const { name } = attachment;
  if (!("data" in attachment))
    return { type: "resource_link", name, uri: fileUri(`${cwd}/${attachment.path}`) };
  const { mediaType, data } = attachment;
  const uri = `attachment:///${encodeURIComponent(name)}`;
  const isPicture = abilities.image && mediaType.startsWith("image/");
  if (isPicture && (!gluesFiles || isCommand)) return { type: "image", mimeType: mediaType, data, uri };
  const text = attachedText(data);
  const isPlain = gluesFiles && isCommand && text !== null;
  if (!abilities.embeddedContext || isPlain) return { type: "text", text: inWords(name, mediaType, text) };
  const contents = text === null ? { blob: data } : { text };
  return { type: "resource", resource: { uri, mimeType: mediaType, ...contents } };
}

function inWords(name: string, mediaType: string, text: string | null): string {
  if (text === null) return `[The file "${name}" (${mediaType}) could not be read as text.]`;
  return `<file name=${JSON.stringify(name)}>\n${text}\n</file>`;
}

function fileUri(path: string): string {
  return `file://${path.split("/").map(encodeURIComponent).join("/")}`;
}
