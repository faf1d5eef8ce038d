import { readFileSync } from "node:fs";
import { endianness } from "node:os";

/** The bytes of a page of memory, as the kernel tells it to each program. */
export function pageSize(): number {
  return (size ??= read());
}

let size: number | undefined;

/** The usual one where it is not told as pairs of 64-bit numbers. */
const USUAL = 4096;

/** @see getauxval(3) */
function read(): number {
  if (endianness() !== "LE") return USUAL;
  try {
    const pairs = readFileSync("/proc/self/auxv");
    for (let at = 0; at + 16 <= pairs.length; at += 16) {
      if (pairs.readBigUInt64LE(at) === AT_PAGESZ) return Number(pairs.readBigUInt64LE(at + 8));
    }
  } catch {
    // Not to be read: the usual one then.
  }
  return USUAL;
}

const AT_PAGESZ = 6n;
