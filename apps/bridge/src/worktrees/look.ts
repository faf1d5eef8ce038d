import { lstat, readdir, readFile, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { SwitchyardError } from "@switchyard/core/protocol";
import type { Git, GitRequest } from "../git/git.ts";
import { type Answered, askGit, gitWords, ofRepository } from "./ask-git.ts";
import { realPlace, withoutOwnPrograms } from "./ground.ts";
import type { StoredWorktree } from "./stored-worktree.ts";

/** A file that differs from what is committed. */
export interface Changed {
  readonly path: string;
  /** As `git status` tells it. */
  readonly code: string;
}

/** What is not committed in a working tree, new files too; null: it can't be told. */
export function changedFiles(git: Git, path: string, env?: GitRequest["env"]): Promise<Changed[] | null> {
  const args = ["--untracked-files=all", "--no-renames", "--ignore-submodules=dirty"];
  return statusOf(git, { cwd: path, args, ...(env === undefined ? {} : { env }) });
}

/**
 * Files that git ignores one by one, less those that are the same in the root; folders that it ignores as a whole
 * can be made again. Null: it can't be told.
 */
export async function ignoredFiles(
  git: Git,
  { path, root }: Pick<StoredWorktree, "path" | "root">,
): Promise<Changed[] | null> {
  const args = ["--ignored=traditional", "--untracked-files=normal", "--ignore-submodules=all"];
  const all = await statusOf(git, { cwd: path, args });
  if (all === null) return null;
  const found: Changed[] = [];
  for (const each of all) {
    if (each.code !== "!!" || each.path.endsWith("/")) continue;
    // oxlint-disable-next-line no-await-in-loop -- one that is large would be read with all others
    if (!(await isSame(join(path, each.path), join(root, each.path)))) found.push(each);
  }
  return found;
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [here, there] = [await lstat(one).catch(() => null), await lstat(other).catch(() => null)];
  if (here?.isFile() !== true || there?.isFile() !== true || here.size !== there.size) return false;
  const [now, then] = [await readFile(one).catch(() => null), await readFile(other).catch(() => null)];
  return now !== null && then !== null && now.equals(then);
}

async function statusOf(
  git: Git,
  { args, ...where }: Pick<GitRequest, "cwd" | "args" | "env">,
): Promise<Changed[] | null> {
  const own = await withoutOwnPrograms(git, where.cwd).catch(() => null);
  if (own === null) return null;
  const printed = await told(git, { ...where, args: [...own, "status", "--porcelain", "-z", ...args] });
  if (printed === null) return null;
  const entries = printed.stdout.split("\0").filter((entry) => entry.length > 3);
  return entries.map((entry) => ({ code: entry.slice(0, 2), path: entry.slice(3) }));
}

/** Files that git was told not to look at, and submodules that somebody may have worked in; null: it can't be told. */
export async function hiddenFiles(git: Git, path: string): Promise<Changed[] | null> {
  const printed = await told(git, { cwd: path, args: ["ls-files", "-v", "-s", "-z"] });
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
  const printed = await told(git, { cwd: path, args: ["clean", "-n", "-d", "-X"] });
  if (printed === null || printed.isFull) return null;
  return printed.stdout.split("\n").flatMap((line) => /^Would skip repository (.*)$/.exec(line)?.[1] ?? []);
}

async function told(git: Git, request: Pick<GitRequest, "cwd" | "args" | "env">): Promise<Answered | null> {
  const asked = { what: "", ...request, timeoutMs: 60_000, maxBytes: MAX_BYTES, isCut: true };
  const answer = await askGit(git, asked).catch(() => null);
  // Of a folder that it may not read git says no more than this.
  const isWhole = answer?.exitCode === 0 && !answer.stderr.includes("could not open directory");
  return isWhole ? answer : null;
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
  const count = (commits: readonly string[]): Promise<number | null> => {
    const args = ["rev-list", "--count", ...commits, "--"];
    return countOf(git, isThere ? { cwd: path, args } : ofRepository(gitDir, args));
  };
  const head = isThere ? "HEAD" : tip;
  const from = base === null ? baseCommit : `refs/heads/${base}`;
  const [changed, ahead, remotes] = [
    isThere ? await changedFiles(git, path) : null,
    await count([`${from}..${head}`]),
    await told(git, ofRepository(gitDir, ["for-each-ref", "--count=1", "refs/remotes"])),
  ];
  return {
    uncommitted: changed?.length ?? null,
    ahead,
    unpushed: remotes?.stdout ? await count([head, "--not", "--remotes"]) : null,
  };
}

async function countOf(git: Git, request: Pick<GitRequest, "cwd" | "args">): Promise<number | null> {
  const printed = await told(git, request);
  return printed === null ? null : Number(printed.stdout.trim());
}

/** Whether the folder is still the working tree that was made: without its `.git` another repository would answer. */
async function isOwnTree(git: Git, worktree: StoredWorktree): Promise<boolean> {
  return needOwnTree(git, worktree).then(
    () => true,
    () => false,
  );
}

/** @throws {SwitchyardError} NOT_ALLOWED: it is another one, or none; GIT_FAILED: that can't be told */
export async function needOwnTree(git: Git, { gitDir, path, root }: StoredWorktree): Promise<void> {
  const what = `What ${path} is can't be told`;
  const args = ["rev-parse", "--show-toplevel", "--git-common-dir"];
  const asked = await askGit(git, { what, cwd: path, args });
  if (asked.exitCode !== 0 && !/not a git repository/i.test(asked.stderr)) {
    throw new SwitchyardError("GIT_FAILED", `${what}. ${gitWords(asked.stderr)}`);
  }
  const [top = "", common = ""] = asked.stdout.split("\n");
  const found = await realpath(resolve(path, common)).catch(() => null);
  if (asked.exitCode === 0 && top === (await realPlace(path)) && found === gitDir) return;
  const why = `${path} is no worktree of ${root} any more, so what is in it can't be told`;
  throw new SwitchyardError("NOT_ALLOWED", `${why}. Look there, and remove the folder yourself.`);
}
