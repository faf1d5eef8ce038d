import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { RecordedExit, RecordingEntry } from "@switchyard/core/backend";
import { z } from "zod";

export type Recorded = {
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
};

type ProcessExit = Pick<RecordedExit, "code" | "signal">;

/** A message of the CLI: any JSON object. */
export type RecordedMessage = Record<string, unknown>;

/** A running CLI whose lines are recorded in both directions; disposing it kills its process group. */
export type Recorder = AsyncDisposable & {
  pid: number;
  /** Everything so far, in the order in which it was sent or read. */
  entries: RecordingEntry[];
  /** Sends one line: an object as JSON, a string as it is. */
  write: (line: object | string) => void;
  /**
   * The next JSON line from the CLI that matches, counted from the last one this returned.
   * Rejects after 30 s, and when the process ends before.
   */
  next: (matches: (message: RecordedMessage) => boolean) => Promise<RecordedMessage>;
  closeStdin: () => void;
  /** Signals the CLI itself, not its group. */
  signal: (name: NodeJS.Signals) => void;
  exited: Promise<ProcessExit>;
};

/** Starts a CLI in a process group of its own and records what passes between it and the caller. */
export function startRecorder({ command, args, cwd, env }: Recorded): Recorder {
  const startedAt = performance.now();
  const child = spawn(command, args, { cwd, env, detached: true });
  const entries: RecordingEntry[] = [];
  const inbox = new Inbox();
  const add = (dir: RecordingEntry["dir"], line: string): void => {
    entries.push({ t: Math.round(performance.now() - startedAt), dir, line });
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    add("out", line);
    inbox.add(line);
  });
  createInterface({ input: child.stderr }).on("line", (line) => add("err", line));
  child.stdin.on("error", () => {});
  const exited = waitForExit(child).then((exit) => {
    add("exit", JSON.stringify(exit));
    inbox.close();
    return exit;
  });
  return {
    pid: child.pid ?? 0,
    entries,
    write: (line) => {
      const text = typeof line === "string" ? line : JSON.stringify(line);
      add("in", text);
      child.stdin.write(`${text}\n`);
    },
    next: (matches) => inbox.next(matches),
    closeStdin: () => child.stdin.end(),
    signal: (name) => child.kill(name),
    exited,
    async [Symbol.asyncDispose]() {
      killGroup(child);
      await exited;
    },
  };
}

async function waitForExit(child: ChildProcessWithoutNullStreams): Promise<ProcessExit> {
  await once(child, "close");
  return { code: child.exitCode, signal: child.signalCode };
}

function killGroup(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid, "SIGKILL");
}

const jsonObject = z.record(z.string(), z.unknown());

/** Messages in order, read by a cursor that only moves forward. */
class Inbox {
  #messages: RecordedMessage[] = [];
  #cursor = 0;
  #closed = false;
  #wake: (() => void)[] = [];

  add(line: string): void {
    const message = jsonObject.safeParse(parseJson(line));
    if (!message.success) return;
    this.#messages.push(message.data);
    this.#wakeAll();
  }

  close(): void {
    this.#closed = true;
    this.#wakeAll();
  }

  async next(matches: (message: RecordedMessage) => boolean): Promise<RecordedMessage> {
    const deadline = AbortSignal.timeout(30_000);
    deadline.addEventListener("abort", () => this.#wakeAll());
    for (;;) {
      const index = this.#messages.findIndex((message, at) => at >= this.#cursor && matches(message));
      const found = this.#messages[index];
      if (found !== undefined) {
        this.#cursor = index + 1;
        return found;
      }
      if (this.#closed)
        throw new Error(`The CLI ended before the line that ${matches.toString()} waits for.`);
      if (deadline.aborted) throw new Error(`No line came that ${matches.toString()} waits for.`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
