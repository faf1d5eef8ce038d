import { randomUUID } from "node:crypto";
import type { CommandOutput } from "@switchyard/core/backend";
import type { ProcessSpec, SpawnFailure } from "./host.ts";
import { supervise } from "./supervise.ts";

export interface CommandRequest extends Omit<ProcessSpec, "marker"> {
  /** Then it is killed with everything it started. */
  readonly timeoutMs: number;
  /** What it prints beyond this, for stdout and stderr each, is dropped. */
  readonly maxBytes: number;
  /** Kills it, as the timeout does. */
  readonly signal?: AbortSignal;
}

export interface CommandResult extends CommandOutput {
  readonly timedOut: boolean;
  /** Why it could not be started. */
  readonly error?: SpawnFailure;
}

/** Runs a program that answers and ends, without input. Never rejects. */
export async function runCommand(command: CommandRequest): Promise<CommandResult> {
  const stdout = collect(command.maxBytes);
  const stderr = collect(command.maxBytes);
  const spec = { ...command, marker: randomUUID() };
  const supervised = supervise(spec, {
    onStdout: (chunk) => stdout.push(chunk),
    onStderr: (chunk) => stderr.push(chunk),
  });
  supervised.closeInput();
  const kill = (): void => supervised.kill();
  const timer = setTimeout(kill, command.timeoutMs);
  command.signal?.addEventListener("abort", kill);
  if (command.signal?.aborted === true) kill();
  const end = await supervised.ended;
  clearTimeout(timer);
  command.signal?.removeEventListener("abort", kill);
  return {
    stdout: stdout.text(),
    stderr: stderr.text(),
    exitCode: end.code,
    timedOut: end.reason === "deadline",
    ...(end.error === undefined ? {} : { error: end.error }),
  };
}

function collect(maxBytes: number) {
  const chunks: Buffer[] = [];
  let room = maxBytes;
  return {
    push(chunk: Buffer): void {
      if (room === 0) return;
      const kept = chunk.subarray(0, room);
      chunks.push(kept);
      room -= kept.length;
    },
    text: (): string => Buffer.concat(chunks).toString("utf8"),
  };
}
