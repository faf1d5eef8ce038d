import type { ChildProcess } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import { execa, type Options } from "execa";
import type { ProcessSpec, SpawnFailure } from "./host.ts";

export type SpawnRequest = Pick<ProcessSpec, "program" | "args" | "cwd" | "env">;

export interface Child {
  readonly pid: number;
  /** Emits "exit" with code and signal, once, when the process itself has ended. */
  readonly events: Pick<ChildProcess, "once">;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
}

/**
 * Starts a program as the leader of a group of its own, three pipes, no shell. Whatever keeps it from
 * starting is a value, whether the system says it at once or later.
 */
export function spawnProgram(request: SpawnRequest): { child: Child } | { failure: Promise<SpawnFailure> } {
  if ([request.program, request.cwd, ...request.args, ...Object.entries(request.env).flat()].some(hasNul)) {
    return {
      failure: Promise.resolve({ code: "NUL_BYTE", message: "An argument or variable holds a NUL byte." }),
    };
  }
  const subprocess = execa(request.program, request.args, { ...OPTIONS, cwd: request.cwd, env: request.env });
  // What it resolves to is told by events and streams already; it never rejects.
  const result = subprocess.then((outcome) => outcome.cause);
  const { nodeChildProcess, pid, stdin, stdout, stderr } = subprocess;
  if (pid === undefined) return { failure: result.then((cause) => describeFailure(cause, request)) };
  // A process may go, or close a pipe, at any time: the end is told by "exit".
  for (const stream of [stdin, stdout, stderr]) stream.on("error", () => undefined);
  return { child: { pid, events: nodeChildProcess, stdin, stdout, stderr } };
}

const OPTIONS = {
  detached: true,
  cleanup: false,
  extendEnv: false,
  buffer: false,
  reject: false,
  encoding: "buffer",
  stdin: "pipe",
  stdout: "pipe",
  stderr: "pipe",
  forceKillAfterDelay: false,
  // Otherwise NODE_DEBUG=execa would print arguments.
  verbose: "none",
} as const satisfies Options;

function hasNul(text: string): boolean {
  return text.includes("\0");
}

async function describeFailure(cause: unknown, request: SpawnRequest): Promise<SpawnFailure> {
  const code = codeOf(cause);
  if (code === "E2BIG")
    return { code, message: "Its arguments or its environment are too large for the system." };
  if (code === "EMFILE" || code === "ENFILE")
    return { code, message: "Too many files are open on this machine." };
  if (code === "EAGAIN") return { code, message: "Too many processes run on this machine." };
  const folder = await stat(request.cwd).catch(codeOf);
  if (typeof folder === "string" || !folder.isDirectory()) {
    return folder === "EACCES" ? cwdUnreadable(request) : cwdMissing(request);
  }
  if (!(await allows(request.cwd, constants.X_OK))) return cwdUnreadable(request);
  if (code === "ENOENT") {
    const isThere = await allows(request.program, constants.F_OK);
    const why = isThere ? "is there, but the interpreter that it names is not" : "is not there";
    return { code, message: `${request.program} ${why}.` };
  }
  if (code === "EACCES") return { code, message: `${request.program} may not be executed.` };
  if (code === "ENOEXEC") return { code, message: `${request.program} is not a program for this machine.` };
  return { code, message: `${request.program} could not be started (${code}).` };
}

function cwdMissing({ cwd }: SpawnRequest): SpawnFailure {
  return { code: "CWD_MISSING", message: `The folder ${cwd} is not there any more.` };
}

function cwdUnreadable({ cwd }: SpawnRequest): SpawnFailure {
  return { code: "CWD_UNREADABLE", message: `The folder ${cwd} may not be entered.` };
}

async function allows(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "UNKNOWN";
}
