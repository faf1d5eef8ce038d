import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import type { ConversationReader, FileEnds } from "@switchyard/core/backend";

/** The first and the last 64 KiB of a file; null: it cannot be read. */
export async function readEnds(path: string): Promise<Pick<FileEnds, "head" | "tail"> | null> {
  const file = await openPlain(path);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    if (size <= 2 * END_BYTES) return { head: await text(file, 0, size), tail: "" };
    return { head: await text(file, 0, END_BYTES), tail: await text(file, size - END_BYTES, END_BYTES) };
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

const END_BYTES = 64 * 1024;

/** A short file's text, trimmed; null: there is none. */
export async function readShort(path: string): Promise<string | null> {
  const file = await openPlain(path);
  if (file === null) return null;
  try {
    return (await text(file, 0, MAX_SHORT)).trim() || null;
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

const MAX_SHORT = 4096;

/**
 * Gives a file's lines to the reader, a piece at a time, so that the loop goes on meanwhile.
 * @throws {Error} where the file cannot be read
 */
export async function readLines(path: string, reader: ConversationReader): Promise<void> {
  const file = await open(path, PLAIN);
  try {
    const stream = file.createReadStream({ encoding: "utf8", highWaterMark: PIECE_BYTES, autoClose: false });
    let rest = "";
    for await (const piece of stream) {
      const lines = (rest + String(piece)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) reader.line(line);
      await setImmediate();
    }
    if (rest !== "") reader.line(rest);
  } finally {
    await file.close();
  }
}

const PIECE_BYTES = 64 * 1024;

/** Neither a link nor what would make an open wait, a pipe. */
const PLAIN = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

function openPlain(path: string): Promise<FileHandle | null> {
  return open(path, PLAIN).catch(() => null);
}

async function text(file: FileHandle, from: number, length: number): Promise<string> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, from);
  return buffer.toString("utf8", 0, bytesRead);
}
