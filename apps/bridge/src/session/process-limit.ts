import { totalmem } from "node:os";

/**
 * How many processes may live at once: what the user chose, else as many as half of the machine's memory
 * holds.
 */
export function processLimit(chosen: number | null, memoryBytes = totalmem()): number {
  return chosen ?? Math.min(Math.max(Math.floor(memoryBytes / 2 / BYTES_PER_PROCESS), FEWEST), MOST);
}

/** A live claude holds 210 to 260 MB, a gemini 220 to 250; with what they start themselves. */
const BYTES_PER_PROCESS = 400 * 1024 * 1024;
const FEWEST = 4;
const MOST = 64;
