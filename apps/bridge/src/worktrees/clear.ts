import { rename, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { SwitchyardError } from "@switchyard/core/protocol";
import type { Git } from "../git/git.ts";
import { askGit, needGit, ofRepository, quoted } from "./ask-git.ts";
import { type Entry, entryOf } from "./entry.ts";
import { isFolder } from "./ground.ts";
import { hasWork } from "./has-work.ts";
import { changedFiles, hiddenFiles, hiddenRepositories, ignoredFiles, needOwnTree } from "./look.ts";
import type { StoredWorktree } from "./stored-worktree.ts";
import { moveToTrash } from "./trash.ts";
import { unfinishedIn } from "./unfinished.ts";

export interface ClearOptions {
  /** Ours, with all worktrees. */
  readonly folder: string;
  /** The user has asked for it, and knows that ignored files go. */
  readonly isAsked: boolean;
}

export interface Cleared {
  readonly isBranchKept: boolean;
  /** Where the commits are that were made in it. */
  readonly branch: string;
  /** What was in its folder, to be removed by whoever has the time; null: the folder was gone. */
  readonly trash: string | null;
}

/**
 * Clears a worktree away, once it is sure that nothing is lost by it: ignored files go, commits stay in their branch.
 * @throws {SwitchyardError} WORKTREE_HAS_WORK, NOT_ALLOWED, GIT_FAILED
 */
export async function clearWorktree(
  git: Git,
  worktree: StoredWorktree,
  options: ClearOptions,
): Promise<Cleared> {
  const { gitDir, path } = worktree;
  const isThere = await isFolder(path);
  const isKnown = await isFolder(gitDir);
  if (!isThere && !isKnown) return { isBranchKept: true, branch: worktree.branch, trash: null };
  if (isThere) await refuseWork(git, worktree, options);
  const entry = await entryOf(git, worktree);
  if (entry?.branch === null) await refuseLostCommits(git, worktree, { ...entry, isThere });
  const trash = isThere ? await moveToTrash(path, options.folder) : null;
  const what = "The worktree was not cleared away";
  await needGit(git, { what, ...ofRepository(gitDir, ["worktree", "remove", path]) }).catch(
    async (error: unknown) => {
      if (trash !== null) await rename(trash, path);
      // One that git does not know any more is not there either.
      if (trash === null && isUnknown(error)) return;
      throw error;
    },
  );
  await rmdir(dirname(path)).catch(() => undefined);
  const isDropped = await dropBranch(git, worktree);
  // The agent may have renamed its branch, or have gone to another one, on which there may be nothing yet.
  const isUnborn = entry !== null && /^0+$/.test(entry.commit);
  const branch = isUnborn ? worktree.branch : (entry?.branch ?? worktree.branch);
  return { isBranchKept: !isDropped || branch !== worktree.branch, branch, trash };
}

function isUnknown(error: unknown): boolean {
  return error instanceof SwitchyardError && error.message.includes("is not a working tree");
}

async function refuseWork(git: Git, worktree: StoredWorktree, { isAsked }: ClearOptions): Promise<void> {
  const { path, root } = worktree;
  await needOwnTree(git, worktree);
  const unfinished = await unfinishedIn(git, path);
  if (unfinished !== null) {
    const why = `In ${path} ${unfinished} is not finished`;
    throw lost(path, `${why}. Finish it or abort it, as git status tells there, then clear it away.`);
  }
  const changed = await changedFiles(git, path);
  const hidden = await hiddenFiles(git, path);
  const repositories = await hiddenRepositories(git, path);
  const ignored = isAsked ? [] : await ignoredFiles(git, { path, root });
  if (changed === null || hidden === null || repositories === null || ignored === null) {
    throw new SwitchyardError("NOT_ALLOWED", `What is in ${path} can't be told. Look there.`);
  }
  const all = [...changed, ...hidden, ...ignored];
  if (all.length > 0) throw hasWork(path, all, "Commit or remove that, then clear it away.");
  if (repositories.length > 0) {
    const found = repositories.map((each) => ({ path: each, code: "!!" }));
    throw hasWork(path, found, "It is a repository of its own. Move it away, then clear the worktree away.");
  }
}

/** Commits that only the worktree itself is at, also where its folder is gone. */
async function refuseLostCommits(
  git: Git,
  { path, root, gitDir }: StoredWorktree,
  { commit, isThere }: Entry & { readonly isThere: boolean },
): Promise<void> {
  const what = `Whether the commits of ${path} are in a branch can't be told`;
  const args = ["for-each-ref", "--count=1", "--contains", commit, "refs/heads", "refs/remotes", "refs/tags"];
  if ((await needGit(git, { what, ...ofRepository(gitDir, args) })) !== "") return;
  const way = isThere
    ? `git -C ${quoted(path)} switch -c NAME`
    : `git -C ${quoted(root)} branch NAME ${commit}`;
  throw lost(path, `The worktree ${path} is at commits that are in no branch. Give them one: ${way}`);
}

function lost(path: string, message: string): SwitchyardError {
  return new SwitchyardError("WORKTREE_HAS_WORK", message, { path, files: [], total: 0 });
}

/** True: all of it is in its base, and it is gone. */
async function dropBranch(git: Git, { gitDir, branch, base }: StoredWorktree): Promise<boolean> {
  if (base === null) return false;
  const what = `The branch ${branch} was not removed`;
  const ask = (args: readonly string[]) =>
    askGit(git, { what, ...ofRepository(gitDir, args) }).catch(() => null);
  const isMerged = await ask(["merge-base", "--is-ancestor", `refs/heads/${branch}`, `refs/heads/${base}`]);
  if (isMerged?.exitCode !== 0) return false;
  // git keeps one that is checked out somewhere.
  return (await ask(["branch", "--quiet", "-D", branch]))?.exitCode === 0;
}
