import { stat } from "node:fs/promises";
import type { Commit } from "@switchyard/core/protocol";
import type { Git } from "../git/git.ts";
import type { KeptStart } from "./folder-start.ts";

/** A line of commits, from where a session began. */
export interface Line extends Pick<KeptStart, "root" | "head"> {
  /** A ref in full. @default what is checked out */
  readonly tip?: string;
}

export interface Commits {
  /** The newest first, at most 100. */
  readonly commits: Commit[];
  /** All of them. */
  readonly count: number;
  /** The branch that they are on; null: on none. */
  readonly branch: string | null;
}

/** What the tip has and the start lacks, also where the branch was rewritten; null: it can't be told. */
export async function commitsSince(git: Git, { root, head, tip = "HEAD" }: Line): Promise<Commits | null> {
  if (head === undefined || (await stat(root).catch(() => null)) === null) return null;
  const line = head === null ? [tip, "--"] : [`^${head}`, tip, "--"];
  const run = (args: readonly string[]) =>
    git.run({ cwd: root, args, timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES, isCut: true });
  const branch = tip === "HEAD" ? await currentBranch(git, root) : tip.replace(/^refs\/heads\//, "");
  const there = await run(["rev-parse", "--verify", "--quiet", `${tip}^{commit}`]);
  if (!there.isDone) return null;
  if (there.exitCode !== 0) return { commits: [], count: 0, branch };
  // Of what a user can set for `git log`, a program that checks signatures too, nothing counts here.
  const listed = await run([...UTF_8, "rev-list", `--max-count=${MOST}`, "--format=>%s", ...line]);
  if (!listed.isDone || listed.exitCode !== 0) return null;
  const commits = readCommits(listed.stdout);
  if (commits.length < MOST) return { commits, count: commits.length, branch };
  const counted = await run(["rev-list", "--count", ...line]);
  const count = counted.isDone && counted.exitCode === 0 ? Number(counted.stdout) : commits.length;
  return { commits, count, branch };
}

/** Nothing where git does not answer. */
export async function headOf(git: Git, cwd: string): Promise<Pick<KeptStart, "head">> {
  const asked = await git.run({
    cwd,
    args: ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"],
    timeoutMs: TIMEOUT_MS,
  });
  if (!asked.isDone || asked.exitCode > 1) return {};
  const head = asked.stdout.trim();
  return { head: /^[0-9a-f]{40,64}$/.test(head) ? head : null };
}

/** Null: no branch is checked out. */
export async function currentBranch(git: Git, cwd: string): Promise<string | null> {
  const args = ["symbolic-ref", "--short", "-q", "HEAD"];
  const asked = await git.run({ cwd, args, timeoutMs: TIMEOUT_MS });
  return asked.isDone && asked.exitCode === 0 ? asked.stdout.trim() || null : null;
}

/** A line that names the commit, then one with its subject behind a mark: without it an empty one is no line. */
function readCommits(printed: string): Commit[] {
  const lines = printed.split("\n");
  const at = Array.from({ length: Math.floor(lines.length / 2) }, (_, place) => place * 2);
  return at.flatMap((place) => {
    const hash = /^commit ([0-9a-f]{40,64})$/.exec(lines[place] ?? "")?.[1];
    return hash === undefined ? [] : [{ hash, subject: shortened(lines[place + 1]?.slice(1) ?? "") }];
  });
}

function shortened(subject: string): string {
  const letters = Array.from(subject.slice(0, 4 * MOST_LETTERS));
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join("")}…` : letters.join("");
}

const UTF_8 = ["-c", "i18n.logOutputEncoding=UTF-8"];
const MOST = 100;
const MOST_LETTERS = 200;
const MOST_BYTES = 1024 * 1024;
const TIMEOUT_MS = 10_000;
