import { readdir, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { isSameProcess, type ProcessIdentity } from "./identity.ts";
import { markedByPs } from "./marked-by-ps.ts";
import { markerIn } from "./marker.ts";
import { isGone, readStat } from "./proc-stat.ts";

export interface SweepOutcome {
  /** How many processes were ended. */
  readonly ended: number;
  /** Pids that are still there. */
  readonly survivors: readonly number[];
}

/** What a bridge that is gone wrote down about a process it had started. */
export interface Leftover extends Omit<ProcessIdentity, "pid"> {
  readonly marker: string;
  /** Null: that bridge died while it started the process. */
  readonly pid: number | null;
}

/**
 * Ends what a bridge that died left running: the group of each process that is surely still the same one,
 * then everything that carries its marker. `ended` counts what the marker found.
 */
export async function reapLeftovers(leftovers: readonly Leftover[]): Promise<SweepOutcome> {
  for (const leftover of leftovers) {
    const { pid, marker } = leftover;
    if (pid === null) continue;
    const seen = isSameProcess({ ...leftover, pid }) ? await lookAt(pid) : "other";
    const leadsGroup = readStat(pid)?.group === pid;
    if (typeof seen === "object" && seen.marker === marker && leadsGroup) killExactly(seen, -seen.pid);
  }
  return sweepMarkers(leftovers.map((leftover) => leftover.marker));
}

/** Ends everything that carries this marker in its environment. */
export function sweepMarker(marker: string): Promise<SweepOutcome> {
  return sweepMarkers([marker]);
}

/**
 * Ends everything that carries one of these markers in its environment, looking again until nothing is
 * found, for at most two seconds. Elsewhere than on Linux nothing is ended: what is left is listed, where
 * the system tells.
 */
export async function sweepMarkers(markers: readonly string[]): Promise<SweepOutcome> {
  if (markers.length === 0) return { ended: 0, survivors: [] };
  if (process.platform !== "linux") return { ended: 0, survivors: await markedByPs(markers) };
  const wanted = new Set(markers);
  const ended = new Set<string>();
  const until = performance.now() + SWEEP_MS;
  let doubtfulLooks = 0;
  for (;;) {
    const look = await nextLook();
    const found = look.marked.filter((one) => wanted.has(one.marker) && one.pid !== process.pid);
    if (found.length === 0 && (look.certain || ++doubtfulLooks === MAX_DOUBTFUL_LOOKS)) {
      return { ended: ended.size, survivors: [] };
    }
    if (performance.now() > until) return { ended: ended.size, survivors: found.map((one) => one.pid) };
    for (const one of found) if (killExactly(one)) ended.add(`${one.pid} ${one.startTime}`);
    // A killed process needs a moment to go, one that executes another program a moment to be itself.
    await delay(SETTLE_MS);
  }
}

const SWEEP_MS = 2000;
const SETTLE_MS = 5;
/** Other people's processes come and go too, so a look may stay doubtful for ever on a busy machine. */
const MAX_DOUBTFUL_LOOKS = 3;

interface Marked {
  readonly pid: number;
  readonly startTime: number;
  readonly marker: string;
}

/** `certain`: no process went or changed while we looked, which might have left an unseen child. */
interface Look {
  readonly marked: readonly Marked[];
  readonly certain: boolean;
}

/** Between the check and the signal nothing else of ours runs: the pid cannot have gone to another by waiting. */
function killExactly(one: Marked, target = one.pid): boolean {
  const stat = readStat(one.pid);
  if (stat === null || stat.startTime !== one.startTime || isGone(stat)) return false;
  try {
    return process.kill(target, "SIGKILL");
  } catch {
    return false;
  }
}

let running: Promise<Look> | null = null;
let waiting: Promise<Look> | null = null;

/** A look that begins after this call; many sweeps at a time share it. */
function nextLook(): Promise<Look> {
  if (running === null) return startLook();
  waiting ??= running.then(startLook);
  return waiting;
}

function startLook(): Promise<Look> {
  waiting = null;
  running = lookAround().finally(() => {
    if (waiting === null) running = null;
  });
  return running;
}

async function lookAround(): Promise<Look> {
  const names = await readdir("/proc").catch(() => null);
  const pids = (names ?? []).filter((name) => /^\d+$/.test(name)).map(Number);
  const marked: Marked[] = [];
  let certain = names !== null;
  async function lookAtSome(): Promise<void> {
    for (let pid = pids.pop(); pid !== undefined; pid = pids.pop()) {
      const seen = await lookAt(pid);
      if (seen === "doubtful") certain = false;
      else if (seen !== "other") marked.push(seen);
    }
  }
  await Promise.all(Array.from({ length: PARALLEL_READS }, lookAtSome));
  return { marked, certain };
}

const PARALLEL_READS = 4;

async function lookAt(pid: number): Promise<Marked | "other" | "doubtful"> {
  const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(codeOf);
  if (environment === "EACCES") return "other";
  const marker = markerIn(environment);
  if (marker === null && environment.includes("=")) return "other";
  const stat = readStat(pid);
  if (stat === null) return "doubtful";
  // These have none; some kernels fail to read it, some give nothing.
  if (stat.isKernelThread || isGone(stat)) return "other";
  // It reads as empty for a moment while a process executes another program.
  return marker === null ? "doubtful" : { pid, startTime: stat.startTime, marker };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
