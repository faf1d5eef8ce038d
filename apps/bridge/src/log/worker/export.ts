import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { makeBreath } from "./breath.ts";
import { jsonlOf } from "./export-jsonl.ts";
import { markdownOf } from "./export-markdown.ts";
import type { ExportOrder } from "./messages.ts";
import type { Stored } from "./stored.ts";

/**
 * Writes a session into a file of its own, part by part; tells how many bytes that are. What comes into
 * the log after it began is not in it.
 * @throws {Error} where `check` does, or the file finds no room: then there is none
 */
export async function exportInto(
  stored: Stored,
  folder: string,
  { order, check }: { order: ExportOrder; check: () => void },
): Promise<number> {
  const parts = order.format === "jsonl" ? jsonlOf(stored, order.number) : markdownOf(stored, order.number);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, order.blobId);
  const file = openSync(path, "wx", 0o600);
  const breath = makeBreath(check);
  let bytes = 0;
  try {
    for (const part of gathered(parts)) {
      bytes += writeAll(file, Buffer.from(part));
      await breath();
    }
    // Whoever ended it meanwhile could not yet take the file away.
    await setImmediate();
    check();
    return bytes;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

/** A write for each line of a log would cost more than all the rest. */
function* gathered(parts: Iterable<string>): Generator<string> {
  let part = "";
  for (const each of parts) {
    part += each;
    if (part.length < AT_ONCE) continue;
    yield part;
    part = "";
  }
  yield part;
}

function writeAll(file: number, part: Buffer): number {
  for (let at = 0; at < part.length;) at += writeSync(file, part, at);
  return part.length;
}

/** In characters; made within a few ms. */
const AT_ONCE = 32 * 1024;
