import { findProgram } from "../process/find-program.ts";
import type { CommandRequest, CommandResult } from "../process/run-command.ts";

/** Runs the user's git. It runs nothing of the repository's own and asks nobody. */
export interface Git {
  /** Never rejects. */
  run(request: GitRequest): Promise<GitAnswer>;
}

export interface GitRequest {
  readonly cwd: string;
  readonly args: readonly string[];
  /** @default {} */
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** @default 64 KiB */
  readonly maxBytes?: number;
  /** What is beyond `maxBytes` is not waited for. @default false */
  readonly isCut?: boolean;
}

export type GitAnswer =
  | {
      readonly isDone: true;
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
      readonly isFull: boolean;
    }
  /** Why it could not run or be waited for, as a sentence. */
  | { readonly isDone: false; readonly fault: string };

export interface GitOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ownRoots: readonly string[];
  /** What a program of the user's gets. */
  readonly environment: () => Record<string, string>;
  readonly run: (request: CommandRequest) => Promise<CommandResult>;
  /** Ends what runs. */
  readonly signal: AbortSignal;
}

export function makeGit(options: GitOptions): Git {
  const { env, ownRoots, signal } = options;

  return {
    async run({ cwd, args, env: own = {}, timeoutMs, maxBytes = 64 * 1024, isCut = false }) {
      const program = await findProgram({ command: "git", env, ownRoots });
      if ("missing" in program) return failed("git is not there. Install it, then try again.");
      if (signal.aborted) return failed("Switchyard ends.");
      const { stdout, stderr, exitCode, timedOut, error } = await options.run({
        program: program.path,
        args: [...SETTINGS, ...args],
        cwd,
        env: { ...environmentFor(options.environment()), ...own },
        timeoutMs,
        maxBytes,
        endsWhenFull: isCut,
        signal,
      });
      const isFull = Buffer.byteLength(stdout) >= maxBytes;
      if (error?.code === "CWD_MISSING") return failed(`The folder ${cwd} is not there any more.`);
      if (error !== undefined) return failed(`git could not be started: ${error.message}`);
      if (isFull && isCut) return { isDone: true, exitCode: 0, stdout, stderr, isFull };
      if (timedOut) return failed(`git took longer than ${timeoutMs / 1000} s.`);
      if (exitCode === null) return failed("git was ended before it was done.");
      return { isDone: true, exitCode, stdout, stderr, isFull };
    },
  };
}

function failed(fault: string): GitAnswer {
  return { isDone: false, fault };
}

/** Programs and caches that a repository, or a shell that we were started from, could set. */
const SETTINGS: readonly string[] = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.untrackedCache=false",
  "core.splitIndex=false",
  "core.quotePath=false",
  "core.safecrlf=false",
  "advice.addEmbeddedRepo=false",
  "submodule.recurse=false",
].flatMap((setting) => ["-c", setting]);

function environmentFor(environment: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(environment).filter(([name]) => !/^GIT_/i.test(name) || SAFE.test(name));
  return { ...Object.fromEntries(kept), ...ALONE };
}

/** Where the user's own settings are. */
const SAFE = /^GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM)$/i;

const ALONE = {
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  // What a partial clone lacks is not fetched, by old versions and new ones.
  GIT_ALLOW_PROTOCOL: "none",
  GIT_NO_LAZY_FETCH: "1",
  LC_ALL: "C",
} as const;
