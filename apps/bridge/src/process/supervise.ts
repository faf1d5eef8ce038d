import { finished } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { StopLadder } from "@switchyard/core/backend";
import type { EndReason, ProcessEnd, ProcessSpec } from "./host.ts";
import { readIdentity, type ProcessIdentity } from "./identity.ts";
import { MARKER_VARIABLE } from "./marker.ts";
import { spawnProgram, type Child } from "./spawn.ts";
import { sweepMarker } from "./sweep.ts";

export interface Supervised {
  /** Null: it could not be started. */
  readonly identity: ProcessIdentity | null;
  /** Whether the input is full now; `onInputDrained` tells when it is not any more. */
  write(text: string): "waiting" | "written";
  closeInput(): void;
  setPaused(paused: boolean): void;
  stop(ladder: StopLadder): void;
  kill(): void;
  /** Never rejects; everything of the process is gone, and all it wrote was handed over. */
  readonly ended: Promise<SupervisedEnd>;
}

export type SupervisedEnd = Omit<ProcessEnd, "stderrTail">;

export interface SupervisedOutput {
  readonly onStdout: (chunk: Buffer) => void;
  readonly onStderr: (chunk: Buffer) => void;
  readonly onInputDrained?: () => void;
}

/**
 * Runs a process until nothing of it is left. Exit, stop and deadline race, and the first one is the reason;
 * whichever it is, the exit of the process ends the rest of its group at once, then whatever carries its
 * marker, and only then its pipes are given up.
 */
export function supervise(spec: ProcessSpec, output: SupervisedOutput): Supervised {
  const spawned = spawnProgram({ ...spec, env: { ...spec.env, [MARKER_VARIABLE]: spec.marker } });
  if ("child" in spawned) return superviseChild(spawned.child, spec.marker, output);
  return {
    identity: null,
    write: () => "written",
    closeInput: () => undefined,
    setPaused: () => undefined,
    stop: () => undefined,
    kill: () => undefined,
    ended: spawned.failure.then((error) => ({ ...NOT_STARTED, error })),
  };
}

const NOT_STARTED = {
  reason: "spawn_error",
  code: null,
  signal: null,
  orphansEnded: 0,
  survivors: [],
} as const;

function superviseChild(child: Child, marker: string, output: SupervisedOutput): Supervised {
  const identity = readIdentity(child.pid);
  const exited = Promise.withResolvers<Exit>();
  const over = new AbortController();
  let reason: EndReason | null = null;

  child.events.once("exit", (code, signal) => {
    // In the same moment as the leader is waited for, so its group's number cannot be another's yet.
    if (HAS_GROUPS) signalGroup(child.pid, "SIGKILL");
    finish({ code, signal, survivors: [] });
  });
  child.stdout.on("data", output.onStdout);
  child.stderr.on("data", output.onStderr);
  if (output.onInputDrained !== undefined) child.stdin.on("drain", output.onInputDrained);

  function finish(exit: Exit): void {
    reason ??= "exit";
    over.abort();
    exited.resolve(exit);
  }

  async function climb(ladder: StopLadder): Promise<void> {
    if (ladder.graceful === "eof") {
      child.stdin.end();
      await unlessOver(ladder.graceMs);
    }
    signalUnlessOver("SIGTERM");
    await unlessOver(ladder.graceful === "term" ? ladder.graceMs : TERM_MS);
    await force();
  }

  async function force(): Promise<void> {
    signalUnlessOver("SIGKILL");
    await unlessOver(KILL_MS);
    // Stuck in the kernel: nothing can end it.
    finish({ code: null, signal: null, survivors: [child.pid] });
  }

  function signalUnlessOver(signal: "SIGTERM" | "SIGKILL"): void {
    if (!over.signal.aborted) signalGroup(child.pid, signal);
  }

  async function unlessOver(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: over.signal }).catch(() => undefined);
  }

  async function cleanUp(exit: Exit): Promise<SupervisedEnd> {
    const swept = await sweepMarker(marker);
    // Nobody writes any more, so what is left is what the pipe holds.
    child.stdout.resume();
    await closedWithin(child, DRAIN_MS);
    return {
      reason: reason ?? "exit",
      code: exit.code,
      signal: exit.signal,
      orphansEnded: swept.ended,
      survivors: [...new Set([...exit.survivors, ...swept.survivors])],
    };
  }

  function setPaused(paused: boolean): void {
    if (over.signal.aborted) return;
    if (paused) child.stdout.pause();
    else child.stdout.resume();
  }

  return {
    identity,
    write: (text) => (!child.stdin.writable || child.stdin.write(text) ? "written" : "waiting"),
    closeInput: () => child.stdin.end(),
    setPaused,
    stop(ladder) {
      if (reason !== null) return;
      reason = "stop";
      void climb(ladder);
    },
    kill() {
      reason ??= "deadline";
      if (!over.signal.aborted) void force();
    },
    ended: exited.promise.then(cleanUp),
  };
}

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly survivors: readonly number[];
}

/** From SIGTERM to SIGKILL where closing stdin came first. */
const TERM_MS = 2000;
const KILL_MS = 5000;
const DRAIN_MS = 2000;

const HAS_GROUPS = process.platform !== "win32";

/** To every process of the group that is left. */
function signalGroup(leader: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(HAS_GROUPS ? -leader : leader, signal);
  } catch {
    // None is left.
  }
}

async function closedWithin({ stdin, stdout, stderr }: Child, ms: number): Promise<void> {
  const timeUp = new AbortController();
  const closed = Promise.allSettled([finished(stdout), finished(stderr)]);
  await Promise.race([closed, delay(ms, undefined, { signal: timeUp.signal })]);
  timeUp.abort();
  for (const stream of [stdin, stdout, stderr]) stream.destroy();
}
