import { rename, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SwitchyardError } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import type { Git } from "../git/git.ts";
import { askGit, needGit, quoted } from "./ask-git.ts";
import { branchAt, isFolder } from "./ground.ts";
import { hasWork } from "./has-work.ts";
import { changedFiles, hiddenFiles, hiddenRepositories, isOwnTree } from "./look.ts";
import type { StoredWorktree } from "./stored-worktree.ts";

export interface Cleared {
  readonly isBranchKept: boolean;
  /** What was in its folder, to be removed by whoever has the time; null: the folder was gone. */
  readonly trash: string | null;
}

/** What is cleared away is moved here first, so that whatever comes between leaves nothing half removed. */
export const TRASH = ".removed-";

/**
 * Clears a worktree away, once it is sure that nothing is lost by it: ignored files go, commits stay in their branch.
 * @throws {SwitchyardError} WORKTREE_HAS_WORK, NOT_ALLOWED, GIT_FAILED
 */
export async function clearWorktree(git: Git, worktree: StoredWorktree, folder: string): Promise<Cleared> {
  const { gitDir, path } = worktree;
  const isThere = await isFolder(path);
  const isKnown = await isFolder(gitDir);
  if (!isThere && !isKnown) return { isBranchKept: true, trash: null };
  if (isThere) await refuseWork(git, worktree, isKnown);
  const trash = isThere ? join(folder, `${TRASH}${uuid()}`) : null;
  if (trash !== null) await move(path, trash);
  const what = "The worktree was not cleared away";
  await needGit(git, { what, cwd: gitDir, args: ["worktree", "remove", path] }).catch(
    async (error: unknown) => {
      if (trash !== null) await rename(trash, path);
      // One that git does not know any more is not there either.
      if (trash === null && isUnknown(error)) return;
      throw error;
    },
  );
  await rmdir(dirname(path)).catch(() => undefined);
  return { isBranchKept: !(await dropBranch(git, worktree)), trash };
}

async function move(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : "unknown fault";
    throw new SwitchyardError("NOT_ALLOWED", `The worktree's folder can't be moved away: ${reason}`);
  });
}

function isUnknown(error: unknown): boolean {
  return error instanceof SwitchyardError && error.message.includes("is not a working tree");
}

async function refuseWork(git: Git, worktree: StoredWorktree, isKnown: boolean): Promise<void> {
  const { path, root } = worktree;
  if (!isKnown || !(await isOwnTree(git, worktree))) {
    const why = `${path} is no worktree of ${root} any more, so what is in it can't be told`;
    throw new SwitchyardError("NOT_ALLOWED", `${why}. Look there, and remove the folder yourself.`);
  }
  const changed = await changedFiles(git, path);
  const hidden = await hiddenFiles(git, path);
  const repositories = await hiddenRepositories(git, path);
  if (changed === null || hidden === null || repositories === null) {
    throw new SwitchyardError("NOT_ALLOWED", `What is in ${path} can't be told. Look there.`);
  }
  const all = [...changed, ...hidden];
  if (all.length > 0) throw hasWork(path, all, "Commit or remove that, then clear it away.");
  if (repositories.length > 0) {
    const found = repositories.map((each) => ({ path: each, code: "!!" }));
    throw hasWork(path, found, "It is a repository of its own. Move it away, then clear the worktree away.");
  }
  await refuseLostCommits(git, path);
}

/** Commits that only the worktree itself is at. */
async function refuseLostCommits(git: Git, path: string): Promise<void> {
  if ((await branchAt(git, path)) !== null) return;
  const what = `Whether the commits of ${path} are in a branch can't be told`;
  const args = ["for-each-ref", "--count=1", "--contains", "HEAD", "refs/heads", "refs/remotes", "refs/tags"];
  if ((await needGit(git, { what, cwd: path, args })) !== "") return;
  const way = `git -C ${quoted(path)} switch -c NAME`;
  throw new SwitchyardError(
    "WORKTREE_HAS_WORK",
    `The worktree ${path} is at commits that are in no branch. Give them one: ${way}`,
    { path, files: [], total: 0 },
  );
}

/** True: all of it is in its base, and it is gone. */
async function dropBranch(git: Git, { gitDir, branch, base }: StoredWorktree): Promise<boolean> {
  if (base === null) return false;
  const what = `The branch ${branch} was not removed`;
  const merged = ["merge-base", "--is-ancestor", `refs/heads/${branch}`, `refs/heads/${base}`];
  const isMerged = await askGit(git, { what, cwd: gitDir, args: merged }).catch(() => null);
  if (isMerged?.exitCode !== 0) return false;
  // git keeps one that is checked out somewhere.
  const removed = await askGit(git, { what, cwd: gitDir, args: ["branch", "--quiet", "-D", branch] }).catch(
    () => null,
  );
  return removed?.exitCode === 0;
}
