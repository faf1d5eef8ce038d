import { SwitchyardError } from "@switchyard/core/protocol";
import type { Git, GitRequest } from "../git/git.ts";
import { redactText } from "../redact.ts";

export interface Asked extends Omit<GitRequest, "timeoutMs"> {
  /** What it was to do, as the beginning of a sentence. */
  readonly what: string;
  /** @default 20 s */
  readonly timeoutMs?: number;
}

export interface Answered {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly isFull: boolean;
}

/** What git says, whatever its exit code. @throws {SwitchyardError} GIT_FAILED: it could not be asked */
export async function askGit(git: Git, { what, timeoutMs = 20_000, ...asked }: Asked): Promise<Answered> {
  const answer = await git.run({ timeoutMs, ...asked });
  if (answer.isDone) return answer;
  throw new SwitchyardError("GIT_FAILED", `${what}. ${answer.fault}`);
}

/** What git prints where it does what it was asked. @throws {SwitchyardError} GIT_FAILED, in git's words */
export async function needGit(git: Git, asked: Asked): Promise<string> {
  const answer = await askGit(git, asked);
  if (answer.exitCode === 0) return answer.stdout;
  throw new SwitchyardError("GIT_FAILED", `${asked.what}. ${gitWords(answer.stderr)}`);
}

/**
 * Asks the repository itself, without a working tree. Named outright it is opened where the user's settings
 * (`safe.directory`, `safe.bareRepository`) are for its working trees.
 */
export function ofRepository(gitDir: string, args: readonly string[]): Pick<Asked, "cwd" | "args"> {
  return { cwd: gitDir, args: ["--git-dir", gitDir, ...args] };
}

/** What git says of a fault, in a few lines without secrets. */
export function gitWords(stderr: string): string {
  const lines = redactText(stderr, [])
    .split("\n")
    .map((line) => line.replaceAll(/\p{Cc}+/gu, " ").trim())
    .filter((line) => line !== "" && !line.startsWith("hint:"));
  const words = lines.slice(0, MOST_LINES).join(" ").slice(0, MOST_CHARACTERS);
  return words === "" ? "git does not say why." : `git says: ${words}`;
}

const MOST_LINES = 8;
const MOST_CHARACTERS = 1000;

/** As an argument that a shell takes. */
export function quoted(path: string): string {
  return /^[\w./:@+=,-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
