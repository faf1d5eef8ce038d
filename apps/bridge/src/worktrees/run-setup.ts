import { rm } from "node:fs/promises";
import type { SessionId } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import type { Log } from "../log/log.ts";
import type { ProcessEnd, ProcessHost, ProcessMessage } from "../process/host.ts";
import { redactText } from "../redact.ts";

export interface SetupOptions {
  readonly host: ProcessHost;
  readonly processes: Log["processes"];
  readonly environment: () => Record<string, string>;
  /** @default 10 minutes */
  readonly setupMs?: number;
}

export interface Setup {
  readonly command: string;
  readonly cwd: string;
  readonly sessionId: SessionId;
  /** Ends it, with all that it started. */
  readonly signal: AbortSignal;
}

export interface SetupEnd {
  /** Null: it did what it was to do. */
  readonly fault: string | null;
  /** The last lines that it printed, without secrets. */
  readonly tail: readonly string[];
}

/** Runs a worktree's setup command in a shell; what it leaves running is ended with it. */
export async function runSetup(options: SetupOptions, setup: Setup): Promise<SetupEnd> {
  const { host, processes, setupMs = SETUP_MS } = options;
  const { sessionId, signal } = setup;
  const marker = uuid();
  const env = options.environment();
  const tail: string[] = [];
  await processes.announce(marker, sessionId);
  const print = (lines: readonly string[]): void => {
    tail.push(...lines.slice(-TAIL_LINES).map(shown));
    tail.splice(0, tail.length - TAIL_LINES);
  };
  const handle = host.start({ ...shellFor(setup.command, env), cwd: setup.cwd, env, marker }, (message) => {
    if (message.type === "started") processes.add({ marker, sessionId, ...message.identity });
    print(linesOf(message));
  });
  handle.closeInput();
  const stop = (): void => void handle.stop({ graceful: "term", graceMs: 2000 });
  const timer = setTimeout(() => void handle.kill("deadline"), setupMs);
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  const end = await handle.ended;
  clearTimeout(timer);
  signal.removeEventListener("abort", stop);
  processes.remove(marker);
  return { fault: faultOf(end, setupMs), tail: tail.filter((line) => line.trim() !== "") };
}

function linesOf(message: ProcessMessage): readonly string[] {
  if (message.type === "lines") return message.lines;
  if (message.type === "stderr" || message.type === "half_line") return [message.line];
  if (message.type === "oversize" && message.file !== null) void rm(message.file, { force: true });
  return [];
}

function shellFor(command: string, env: Readonly<Record<string, string>>) {
  if (process.platform !== "win32") return { program: "/bin/sh", args: ["-c", command] };
  const program = env["ComSpec"] ?? env["COMSPEC"] ?? String.raw`C:\Windows\System32\cmd.exe`;
  return { program, args: ["/d", "/s", "/c", command] };
}

function shown(line: string): string {
  const plain = redactText(line.slice(0, MOST_OF_LINE), []);
  return plain.replaceAll(/\p{Cc}+/gu, " ");
}

function faultOf(end: ProcessEnd, setupMs: number): string | null {
  if (end.reason === "spawn_error") return `could not be started: ${end.error?.message ?? "unknown reason"}`;
  if (end.reason === "deadline") return `took longer than ${setupMs / 60_000} minutes and was ended`;
  if (end.reason === "stop") return "was ended before it was done";
  if (end.signal !== null) return `was ended by ${end.signal}`;
  return end.code === 0 ? null : `exited with code ${end.code ?? "unknown"}`;
}

const SETUP_MS = 600_000;
const TAIL_LINES = 20;
const MOST_OF_LINE = 500;
