import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { Turn } from "../turn/turn.ts";
import type { CrashSignal } from "./parse.ts";

/** Ends the process in mid-turn, by itself; a crash says why on stderr, as programs do. */
export async function endProcess({ wire }: Turn, how: { code: number; isCrash: boolean }): Promise<never> {
  if (how.isCrash) await wire.writeError(`fatal: the demo was ordered to crash with code ${how.code}\n`);
  process.exit(how.code);
}

/** Ends the process in mid-turn, as by somebody else's signal. */
export async function endProcessBy({ signal }: Turn, name: CrashSignal): Promise<void> {
  process.kill(process.pid, name);
  // Nothing more is said until the signal is there.
  await setTimeout(60_000, undefined, { signal, ref: false }).catch(() => {});
}

/** From here on SIGTERM does nothing. */
export async function ignoreTerm({ stream }: Turn): Promise<void> {
  process.on("SIGTERM", () => {});
  await stream("agent_message_chunk", ["SIGTERM is ignored.\n"], 0);
}

/** Leaves a process behind in a session of its own, which the end of this one's group does not end. */
export async function leaveChild({ stream }: Turn, seconds: number): Promise<void> {
  const child = spawn("sleep", [String(seconds)], { cwd: "/", detached: true, stdio: "ignore" });
  await once(child, "spawn");
  child.unref();
  await stream("agent_message_chunk", [`child ${child.pid}\n`], 0);
}
