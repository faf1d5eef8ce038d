import { type ChildProcess, spawn } from "node:child_process";
import { ToolFailure } from "../folder/failure.ts";
import { interrupted } from "./permission.ts";

/**
 * Runs a command of the shell in a folder, and gives what it wrote. It ends with all that it started: by itself, with
 * the turn, and with this process. What it has written so far is told now and then. Throws `ToolFailure` for another exit code than 0, and `Interrupted`.
 */
export async function runInShell(
  command: string,
  place: { cwd: string; signal: AbortSignal; onOutput: (text: string) => void },
): Promise<string> {
  // A group of its own, so that all of it can be ended.
  const child = spawn(command, {
    cwd: place.cwd,
    shell: true,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = new Promise((resolve) => child.once("close", resolve));
  const end = (): void => endGroup(child);
  process.once("exit", end);
  try {
    const output = collect(child);
    tellWhileItRuns(child, output, place.onOutput);
    const code = await Promise.race([exitOf(child), interrupted(place.signal)]);
    end();
    // What has left the group may still hold the other end of its output.
    await Promise.race([closed, interrupted(place.signal)]);
    const text = output();
    if (code === 0) return text;
    throw new ToolFailure(`${text === "" ? "" : `${text}\n`}It ended with ${code}.`);
  } finally {
    end();
    process.removeListener("exit", end);
  }
}

/** A number, or the name of a signal. */
function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "an unknown code"));
    child.once("error", () => reject(new ToolFailure("The shell could not be started.")));
  });
}

/** Both streams in the order they came, the first part of them. */
function collect({ stdout, stderr }: ChildProcess): () => string {
  const parts: Buffer[] = [];
  let room = MAX_BYTES;
  const take = (data: Buffer): void => {
    if (room > 0) parts.push(data.subarray(0, room));
    room -= data.length;
  };
  stdout?.on("data", take);
  stderr?.on("data", take);
  return () => {
    const text = Buffer.concat(parts).toString("utf8").trimEnd();
    return room < 0 ? `${text}\n[cut here: the first 64 KiB]` : text;
  };
}

/** All that is there, whenever there is more, as often as one can read along. */
function tellWhileItRuns(child: ChildProcess, output: () => string, tell: (text: string) => void): void {
  let told = "";
  const timer = setInterval(() => {
    const text = output();
    if (text !== told) tell(text);
    told = text;
  }, TELL_MS);
  child.once("exit", () => clearInterval(timer));
  child.once("error", () => clearInterval(timer));
}

const TELL_MS = 300;
const MAX_BYTES = 64 * 1024;

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // None of it is there any more.
  }
}
