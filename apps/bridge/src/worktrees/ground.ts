import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { SwitchyardError } from "@switchyard/core/protocol";
import type { Git } from "../git/git.ts";
import { askGit, gitWords, needGit } from "./ask-git.ts";

/** What a worktree is made from. */
export interface Ground {
  /** The working tree, by its real path. */
  readonly root: string;
  /** git's folder that all working trees of the repository share, by its real path. */
  readonly gitDir: string;
  /** The session's folder below the root; "": the root itself. */
  readonly sub: string;
  /** The branch that is checked out; null: none is. */
  readonly base: string | null;
  readonly baseCommit: string;
}

/**
 * Looks whether a worktree can be made from a folder, and from what.
 * @throws {SwitchyardError} NOT_SUPPORTED, GIT_FAILED
 */
export async function findGround(git: Git, cwd: string): Promise<Ground> {
  const [root, gitDir] = await findTree(git, cwd);
  const head = await askGit(git, {
    what: "What is checked out can't be told",
    cwd,
    args: ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"],
  });
  if (head.exitCode !== 0) throw unsupported(`The repository ${root} has no commit yet. Commit something`);
  const baseCommit = head.stdout.trim();
  const sub = relative(root, cwd);
  const isThere = sub === "" || (await isInCommit(git, root, `${baseCommit}:${sub.replaceAll("\\", "/")}`));
  if (!isThere) throw unsupported(`The folder ${cwd} is in no commit of ${root}. Commit what is in it`);
  return { root, gitDir, sub, base: await branchAt(git, root), baseCommit };
}

async function findTree(git: Git, cwd: string): Promise<[root: string, gitDir: string]> {
  const what = `The folder ${cwd} can't be looked at`;
  const kind = await askGit(git, {
    what,
    cwd,
    args: ["rev-parse", "--is-bare-repository", "--is-inside-work-tree"],
  });
  if (kind.exitCode !== 0) {
    if (!/not a git repository/i.test(kind.stderr)) throw failed(`${what}. ${gitWords(kind.stderr)}`);
    throw unsupported(`The folder ${cwd} is in no git repository. Make one with git init and a commit`);
  }
  const [isBare, isInside] = kind.stdout.trim().split("\n");
  if (isBare === "true") throw unsupported(`The repository ${cwd} is a bare one. Name a folder with files`);
  if (isInside !== "true") throw unsupported(`The folder ${cwd} is git's own. Name the one with the files`);
  const args = ["rev-parse", "--show-toplevel", "--git-common-dir"];
  const [top, common, ...more] = (await needGit(git, { what, cwd, args })).trimEnd().split("\n");
  if (!top || !common || more.length > 0) throw unsupported("The repository's path has a line break in it");
  return [await realpath(top), await realpath(resolve(cwd, common))];
}

async function isInCommit(git: Git, cwd: string, what: string): Promise<boolean> {
  const args = ["cat-file", "-e", what];
  return (await askGit(git, { what: "The commit can't be read", cwd, args })).exitCode === 0;
}

/** The branch that is checked out in a working tree; null: none is. @throws {SwitchyardError} GIT_FAILED */
export async function branchAt(git: Git, cwd: string): Promise<string | null> {
  const args = ["symbolic-ref", "--quiet", "--short", "HEAD"];
  const asked = await askGit(git, { what: "What is checked out can't be told", cwd, args });
  return asked.exitCode === 0 ? asked.stdout.trim() || null : null;
}

/**
 * Settings, as arguments, by which no filter, no merge driver and no check of signatures runs that the repository's own
 * settings name; those of the user's settings do. @throws {SwitchyardError} GIT_FAILED
 */
export async function withoutOwnPrograms(git: Git, cwd: string): Promise<string[]> {
  const keys = "^(filter\\..*\\.(clean|smudge|process|required)|merge\\..*\\.driver|gpg\\.(.*\\.)?program)$";
  const args = ["config", "--null", "--show-scope", "--name-only", "--get-regexp", keys];
  const what = "The repository's settings can't be read";
  const asked = await askGit(git, { what, cwd, args });
  // 1: there are none.
  if (asked.exitCode > 1 || asked.isFull) throw failed(`${what}. ${gitWords(asked.stderr)}`);
  const fields = asked.stdout.split("\0");
  const own = new Set(
    fields.filter((_, at) => at % 2 === 1 && /^(local|worktree)$/.test(fields[at - 1] ?? "")),
  );
  if ([...own].some((key) => key.includes("="))) {
    throw failed("The repository names programs that can't be turned off, so it is left alone");
  }
  return [...own].flatMap((key) => {
    const [, filter] = /^(filter\..*)\.[a-z]+$/s.exec(key) ?? [];
    if (filter === undefined) return ["-c", `${key}=false`];
    return FILTER_OFF.flatMap((end) => ["-c", `${filter}.${end}`]);
  });
}

const FILTER_OFF = ["clean=", "smudge=", "process=", "required=false"];

function unsupported(why: string): SwitchyardError {
  return new SwitchyardError("NOT_SUPPORTED", `${why}, or start without a worktree.`);
}

function failed(message: string): SwitchyardError {
  return new SwitchyardError("GIT_FAILED", message);
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** The path of a folder that need not be there, less the links that lead to it: that of all worktrees may be one. */
export async function realPlace(path: string): Promise<string> {
  return join(await realpath(dirname(path)).catch(() => dirname(path)), basename(path));
}
