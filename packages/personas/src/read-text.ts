import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { PersonaProblem } from "@switchyard/core/protocol";
import { MAX_FILE_BYTES, type PackFiles } from "./list-files.ts";
import { lineBreaks, problemOf, type SourceText } from "./source-text.ts";

/** The text of a regular file of a folder, without the line ends of Windows; or what is wrong with it. */
export async function readText(
  { root, followsLinks }: Pick<PackFiles, "root" | "followsLinks">,
  path: string,
): Promise<SourceText | PersonaProblem> {
  const bytes = await readInside(join(root, path), followsLinks);
  if (typeof bytes === "string") return problemOf(path, bytes);
  const text = new TextDecoder().decode(bytes).replaceAll("\r\n", "\n");
  const at = isText(bytes) ? text.indexOf("\0") : text.indexOf("\uFFFD");
  if (at === -1) return { path, text, firstLine: 1 };
  const message = text[at] === "\0" ? "it has a NUL, so it is no text." : "the file is not UTF-8.";
  return { file: path, line: 1 + lineBreaks(text, at), message };
}

function isText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** What it holds; a string says why that can't be told. */
async function readInside(file: string, followsLinks: boolean): Promise<Uint8Array | string> {
  // Without O_NONBLOCK, opening a pipe would wait for its writer.
  const flags = constants.O_RDONLY | (followsLinks ? 0 : constants.O_NOFOLLOW) | constants.O_NONBLOCK;
  const handle = await open(file, flags).catch(() => null);
  if (handle === null) return "the file can't be opened.";
  try {
    // The folders above it may have become links since they were looked at.
    if (!followsLinks && (await realpath(file)) !== file)
      return "it is behind a link, and links are not followed.";
    return await readBounded(handle);
  } catch {
    return "the file can't be read.";
  } finally {
    await handle.close();
  }
}

async function readBounded(handle: FileHandle): Promise<Uint8Array | string> {
  const stats = await handle.stat();
  if (!stats.isFile()) return "it is not a regular file.";
  if (stats.size > MAX_FILE_BYTES) {
    return `${stats.size} bytes are too many: a file has at most ${MAX_FILE_BYTES}.`;
  }
  const buffer = Buffer.alloc(stats.size);
  const { bytesRead } = await handle.read(buffer, 0, stats.size, 0);
  return buffer.subarray(0, bytesRead);
}
