import { totalmem } from "node:os";

/**
 * How many processes may live at once: what the user chose, else as many as half of the memory holds that the
 * bridge may use.
 */
export function processLimit(chosen: number | null, memoryBytes = memoryOfMachine()): number {
  return chosen ?? Math.min(Math.max(Math.floor(memoryBytes / 2 / BYTES_PER_PROCESS), FEWEST), MOST);
}

/** In a container it may be less than the machine has. */
function memoryOfMachine(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/**
 * A live claude holds 210 to 260 MB, a gemini 220 to 250, twice that where it has started itself anew; the rest is
 * for the servers and commands that they start.
 */
const BYTES_PER_PROCESS = 400 * 1024 * 1024;
const FEWEST = 4;
const MOST = 64;
