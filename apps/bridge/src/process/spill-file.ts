import { randomUUID } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Spill } from "./lines.ts";

export interface SpilledLine {
  readonly bytes: number;
  readonly keptBytes: number;
  readonly file: string | null;
}

/**
 * A spill to a new file that only the user can read. What finds no room, or is beyond `maxBytes`, is
 * dropped. Each write is one read of a pipe, so it may be written at once: the page cache takes it.
 */
export function openSpillFile(
  folder: string,
  onEnd: (line: SpilledLine) => void,
  maxBytes: number = 1024 ** 3,
): Spill {
  const path = join(folder, `line-${randomUUID()}`);
  const file = openNew(path);
  let keptBytes = 0;
  let isFull = file === null;

  function write(bytes: Buffer): void {
    if (file === null || isFull) return;
    const room = bytes.subarray(0, maxBytes - keptBytes);
    const written = writeAll(file, room);
    keptBytes += written;
    isFull = written < bytes.length;
  }

  function end(bytes: number): void {
    if (file !== null) closeSync(file);
    onEnd({ bytes, keptBytes, file: file === null ? null : path });
  }

  return { write, end };
}

function openNew(path: string): number | null {
  try {
    return openSync(path, "wx", 0o600);
  } catch {
    return null;
  }
}

/** How many bytes found room. */
function writeAll(file: number, bytes: Buffer): number {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(file, bytes, written);
  } catch {
    return written;
  }
  return written;
}
