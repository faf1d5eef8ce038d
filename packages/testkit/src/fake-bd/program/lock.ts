import { appendFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FAKE_FILES } from "../files.ts";

/** A call's right to the workspace; it ends with the process, or when it is released. */
export interface Lock {
  release(): void;
}

/**
 * Two calls of one caller at once are what the fake is there to find: "overlap" for the second, and it is written
 * down. Calls of different callers wait for each other, as Dolt's do; one that must not wait is told "held".
 */
export async function takeLock(
  beadsDir: string,
  { caller, waits }: { caller: string; waits: boolean },
): Promise<Lock | "overlap" | "held"> {
  const own = join(beadsDir, `fake-bd-${Buffer.from(caller).toString("hex")}.lock`);
  if (!claimFile(own)) {
    const line = { pid: process.pid, caller, args: process.argv.slice(2), at: Date.now() };
    appendFileSync(join(beadsDir, FAKE_FILES.overlaps), `${JSON.stringify(line)}\n`);
    return "overlap";
  }
  const shared = join(beadsDir, FAKE_FILES.lock);
  while (!claimFile(shared)) {
    if (!waits) {
      rmSync(own, { force: true });
      return "held";
    }
    // oxlint-disable-next-line no-await-in-loop -- until the other has ended
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return {
    release() {
      rmSync(shared, { force: true });
      rmSync(own, { force: true });
    },
  };
}

/** Makes the file, with the process's id already in it; a dead process's file is taken over. */
function claimFile(file: string): boolean {
  const mine = `${file}.tmp.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    if (link(mine, file)) return true;
    const holder = pidIn(file);
    if (holder !== null && isAlive(holder)) return false;
    if (holder !== null) setAside(file, holder);
    return link(mine, file);
  } finally {
    rmSync(mine, { force: true });
  }
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Removes a dead process's file; one that another has made meanwhile is put back. */
function setAside(file: string, dead: number): void {
  const aside = `${file}.tmp.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  if (pidIn(aside) !== dead) link(aside, file);
  rmSync(aside, { force: true });
}

/** Null: nobody has written it, or not yet. */
export function pidIn(file: string): number | null {
  try {
    // A file that is being written is empty at first, and 0 would be this process's own group.
    return Number(readFileSync(file, "utf8")) || null;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
