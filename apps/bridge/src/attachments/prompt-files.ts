import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import type { PromptAttachment } from "@switchyard/core/backend";
import { type Attachment, MAX_ATTACHMENT, MAX_ATTACHMENTS } from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import { fileName } from "./file-name.ts";
import { isPicture, mediaTypeOf } from "./media-type.ts";
import { type Mention, mentionsIn } from "./mentions.ts";

export interface PromptWords {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** Whether something has to be read before a prompt is handed over. */
export function hasFiles({ text, attachments }: PromptWords): boolean {
  return attachments.length > 0 || text.includes("@");
}

/** What goes with a prompt: its attachments with their bytes, and the files of the folder that it names. */
export async function promptFiles(
  { log, takesImages }: { log: Pick<Log, "attachments">; takesImages: boolean },
  { text, attachments }: PromptWords,
  folder: string,
): Promise<PromptAttachment[]> {
  const named = await mentionsIn(text, folder, MAX_ATTACHMENTS - attachments.length);
  const mentioned = await Promise.all(
    named.map(async (mention) => (takesImages ? await asPicture(mention) : null) ?? asPath(mention)),
  );
  return [...attachments.flatMap((attachment) => withData(log, attachment)), ...mentioned];
}

function withData(
  log: Pick<Log, "attachments">,
  { blobId, name, mediaType }: Attachment,
): PromptAttachment[] {
  const data = log.attachments.data(blobId);
  return data === undefined ? [] : [{ name, mediaType, data }];
}

function asPath({ path }: Mention): PromptAttachment {
  return { name: fileName(basename(path)), path };
}

async function asPicture({ path, file, bytes }: Mention): Promise<PromptAttachment | null> {
  if (bytes > MAX_ATTACHMENT || !/\.(png|jpe?g|gif|webp)$/i.test(file)) return null;
  const content = await contentOf(file);
  if (content === null) return null;
  const mediaType = mediaTypeOf(content, "");
  if (!isPicture(mediaType)) return null;
  return { name: fileName(basename(path)), mediaType, data: content.toString("base64"), path };
}

/** Null: it is not what was looked at any more. */
async function contentOf(file: string): Promise<Buffer | null> {
  try {
    await using handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    const { size } = await handle.stat();
    return size > MAX_ATTACHMENT ? null : await handle.readFile();
  } catch {
    return null;
  }
}
