import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FAKE_FILES } from "./files.ts";

/** A call that was made. */
export interface FakeBdCall {
  readonly args: readonly string[];
  /** "dep add"; "" where it could not be read. */
  readonly command: string;
  /** As the environment names it: whose call it was, of those that must not overlap. */
  readonly caller: string;
  /** Who did it, in the tracker's words. */
  readonly actor: string;
  readonly version: string;
  readonly cwd: string;
  readonly pid: number;
  /** Milliseconds since 1970, as all times here. */
  readonly startedAt: number;
  /** Absent: it runs, or it was killed. */
  readonly endedAt?: number;
  readonly code?: number;
  /** Which switches it ran under. */
  readonly switches?: string;
}

/** Writes down what is known of a call; what comes later under the same `pid` and start is added to it. */
export function note(
  beadsDir: string,
  call: Partial<FakeBdCall> & Pick<FakeBdCall, "pid" | "startedAt">,
): void {
  appendFileSync(join(beadsDir, FAKE_FILES.journal), `${JSON.stringify(call)}\n`);
}

/** Every call that was made, in the order of their starts. */
export function readJournal(beadsDir: string): FakeBdCall[] {
  const file = join(beadsDir, FAKE_FILES.journal);
  if (!existsSync(file)) return [];
  const calls = new Map<string, FakeBdCall>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line === "") continue;
    const part = JSON.parse(line) as FakeBdCall;
    const key = `${part.pid} ${part.startedAt}`;
    calls.set(key, { ...calls.get(key), ...part });
  }
  return [...calls.values()].toSorted((left, right) => left.startedAt - right.startedAt);
}
