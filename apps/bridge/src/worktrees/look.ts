import { lstat, readdir, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Git } from "../git/git.ts";
import { type Answered, askGit } from "./ask-git.ts";
import { isFolder, withoutOwnPrograms } from "./ground.ts";
import type { StoredWorktree } from "./stored-worktree.ts";

/** A file that differs from what is committed. */
export interface Changed {
  readonly path: string;
  /** As `git status` tells it. */
  readonly code: string;
}

/** What is not committed in a working tree, new files too; null: it can't be told. */
export async function changedFiles(git: Git, path: string): Promise<Changed[] | null> {
  const own = await withoutOwnPrograms(git, path).catch(() => null);
  if (own === null) return null;
  const printed = await told(git, path, [
    ...own,
    "status",
    "--porcelain",
    "-z",
    "--untracked-files=all",
    "--no-renames",
    "--ignore-submodules=dirty",
  ]);
  if (printed === null) return null;
  const entries = printed.stdout.split("\0").filter((entry) => entry.length > 3);
  return entries.map((entry) => ({ code: entry.slice(0, 2), path: entry.slice(3) }));
}

/** Files that git was told not to look at, and submodules that somebody may have worked in; null: it can't be told. */
export async function hiddenFiles(git: Git, path: string): Promise<Changed[] | null> {
  const printed = await told(git, path, ["ls-files", "-v", "-s", "-z"]);
  if (printed === null || printed.isFull) return null;
  const found: Changed[] = [];
  for (const entry of printed.stdout.split("\0")) {
    const [, flag = "", mode, name = ""] = /^(.) (\d+) \S+ \d\t(.*)$/s.exec(entry) ?? [];
    const isHidden = /[a-zS]/.test(flag);
    if (mode === "160000") {
      // oxlint-disable-next-line no-await-in-loop -- there are few
      if (await isFilled(join(path, name))) found.push({ path: name, code: "S " });
    } else if (isHidden) {
      // oxlint-disable-next-line no-await-in-loop -- there are few
      if ((await lstat(join(path, name)).catch(() => null)) !== null) found.push({ path: name, code: "h " });
    }
  }
  return found;
}

async function isFilled(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length > 0;
}

/** Repositories below ignored folders, which nothing else tells of; null: it can't be told. */
export async function hiddenRepositories(git: Git, path: string): Promise<string[] | null> {
  const printed = await told(git, path, ["clean", "-n", "-d", "-X"]);
  if (printed === null || printed.isFull) return null;
  return printed.stdout.split("\n").flatMap((line) => /^Would skip repository (.*)$/.exec(line)?.[1] ?? []);
}

async function told(git: Git, cwd: string, args: readonly string[]): Promise<Answered | null> {
  const asked = { what: "", cwd, args, timeoutMs: 60_000, maxBytes: MAX_BYTES, isCut: true };
  const answer = await askGit(git, asked).catch(() => null);
  return answer?.exitCode === 0 ? answer : null;
}

const MAX_BYTES = 32 * 1024 * 1024;

/** What is in a worktree, as a list shows it. */
export interface Content {
  readonly uncommitted: number | null;
  readonly ahead: number | null;
  readonly unpushed: number | null;
}

export async function contentOf(git: Git, worktree: StoredWorktree): Promise<Content> {
  const { gitDir, path, branch, base, baseCommit } = worktree;
  const isThere = await isOwnTree(git, worktree);
  const tip = `refs/heads/${branch}`;
  const [cwd, head] = isThere ? [path, "HEAD"] : [gitDir, tip];
  const from = base === null ? baseCommit : `refs/heads/${base}`;
  const [changed, ahead, remotes] = [
    isThere ? await changedFiles(git, path) : null,
    await countOf(git, cwd, [`${from}..${head}`]),
    await told(git, gitDir, ["for-each-ref", "--count=1", "refs/remotes"]),
  ];
  return {
    uncommitted: changed?.length ?? null,
    ahead,
    unpushed: remotes?.stdout ? await countOf(git, cwd, [head, "--not", "--remotes"]) : null,
  };
}

async function countOf(git: Git, cwd: string, commits: readonly string[]): Promise<number | null> {
  const printed = await told(git, cwd, ["rev-list", "--count", ...commits, "--"]);
  return printed === null ? null : Number(printed.stdout.trim());
}

/** Whether the folder is still the working tree that was made: without its `.git` another repository would answer. */
export async function isOwnTree(git: Git, { gitDir, path }: StoredWorktree): Promise<boolean> {
  if (!(await isFolder(path))) return false;
  const asked = await told(git, path, ["rev-parse", "--show-toplevel", "--git-common-dir"]);
  const [top, common = ""] = asked?.stdout.split("\n") ?? [];
  const found = await realpath(resolve(path, common)).catch(() => null);
  return top === path && found === gitDir;
}
