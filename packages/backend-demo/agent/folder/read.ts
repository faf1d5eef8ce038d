import { constants } from "node:fs";
import { open, realpath, type FileHandle } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { failureOf, ToolFailure } from "./failure.ts";

export interface TextRead {
  readonly text: string;
  /** False where the file goes on. */
  readonly isWhole: boolean;
}

/** Reads the beginning of a regular UTF-8 file inside a folder, links not followed; throws `ToolFailure`. */
export async function readText(cwd: string, path: string): Promise<TextRead> {
  try {
    await using file = await openRegular(await insidePath(cwd, path), constants.O_RDONLY);
    return await beginning(file);
  } catch (error) {
    throw failureOf(error);
  }
}

/** Opens what is there and is a regular file; a pipe or a device would wait, or act. */
export async function openRegular(path: string, flags: number): Promise<FileHandle> {
  const file = await open(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new ToolFailure("It is no regular file.");
}

/** Decodes a file's beginning; throws `ToolFailure` where it is no UTF-8. */
export async function beginning(file: FileHandle): Promise<TextRead> {
  const buffer = Buffer.alloc(MOST_BYTES + 1);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
  const isWhole = bytesRead <= MOST_BYTES;
  try {
    const bytes = buffer.subarray(0, Math.min(bytesRead, MOST_BYTES));
    // `stream`: a character that the end cuts in two is no fault.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !isWhole });
    if (text.includes("\0")) throw new ToolFailure("It is no text.");
    return { text, isWhole };
  } catch (error) {
    throw error instanceof ToolFailure ? error : new ToolFailure("It is no UTF-8 text.");
  }
}

const MOST_BYTES = 64 * 1024;

async function insidePath(cwd: string, path: string): Promise<string> {
  const wanted = resolve(cwd, path);
  const [folder, root] = await Promise.all([realpath(dirname(wanted)), realpath(cwd)]);
  const real = join(folder, basename(wanted));
  const way = relative(root, real);
  if (way === ".." || way.startsWith(`..${sep}`)) throw new ToolFailure("It is outside the folder.");
  return real;
}
