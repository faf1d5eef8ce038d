import { randomUUID } from "node:crypto";
import type { CommandOutput } from "@switchyard/core/backend";
import type { ProcessSpec, SpawnFailure } from "./host.ts";
import { supervise } from "./supervise.ts";

export interface CommandRequest extends Omit<ProcessSpec, "marker"> {
  /** A line that it is asked by; once it has answered with a line, it has to end. @default none */
  readonly input?: string;
  /** All that it reads, instead of a line. @default nothing */
  readonly stdin?: string;
  /** Then it is killed with everything it started. */
  readonly timeoutMs: number;
  /** What it prints beyond this, for stdout and stderr each, is dropped. */
  readonly maxBytes: number;
  /** Whether it is killed when its stdout is that long, as at the timeout. @default false: it runs to its end */
  readonly endsWhenFull?: boolean;
  /** Kills it, as the timeout does. */
  readonly signal?: AbortSignal;
}

export interface CommandResult extends CommandOutput {
  readonly timedOut: boolean;
  /** Why it could not be started. */
  readonly error?: SpawnFailure;
}

/**
 * Runs a program that answers and ends, without input, with one line of it or with a text; not once `signal` has been
 * given. Never rejects.
 */
export async function runCommand(command: CommandRequest): Promise<CommandResult> {
  if (command.signal?.aborted === true) return { stdout: "", stderr: "", exitCode: null, timedOut: false };
  const stdout = collect(command.maxBytes);
  const stderr = collect(command.maxBytes);
  const spec = { ...command, marker: randomUUID() };
  const supervised = supervise(spec, {
    onStdout(chunk) {
      stdout.push(chunk);
      if (command.endsWhenFull === true && stdout.isFull()) kill();
      if (chunk.includes(LINE_BREAK)) answered();
    },
    onStderr: (chunk) => stderr.push(chunk),
  });
  const kill = (): void => supervised.kill();
  let timer = setTimeout(kill, command.timeoutMs);
  let isAnswered = command.input === undefined;
  if (command.stdin !== undefined) supervised.write(command.stdin);
  if (command.input === undefined) supervised.closeInput();
  else supervised.write(`${command.input}\n`);

  function answered(): void {
    if (isAnswered) return;
    isAnswered = true;
    supervised.closeInput();
    clearTimeout(timer);
    timer = setTimeout(kill, AFTER_ANSWER_MS);
  }
  command.signal?.addEventListener("abort", kill);
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

const LINE_BREAK = 0x0a;
/** From the answer of a program that was asked until it is killed. */
const AFTER_ANSWER_MS = 2000;

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
    isFull: (): boolean => room === 0,
    text: (): string => Buffer.concat(chunks).toString("utf8"),
  };
}
