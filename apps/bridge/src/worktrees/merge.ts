import { SwitchyardError } from "@switchyard/core/protocol";
import type { Git } from "../git/git.ts";
import { askGit, gitWords, needGit, ofRepository, quoted } from "./ask-git.ts";
import { branchAt, isFolder, withoutOwnPrograms } from "./ground.ts";
import { changedFiles, needOwnTree } from "./look.ts";
import { hasWork } from "./has-work.ts";
import type { StoredWorktree } from "./stored-worktree.ts";

export interface Merged {
  readonly into: string;
  readonly commit: string;
  readonly merged: number;
}

/**
 * Brings a worktree's branch into its base, in whole or not at all: the merge is made beside the working tree, which
 * then only moves forward to it.
 * @throws {SwitchyardError} WORKTREE_HAS_WORK, MERGE_CONFLICT, NOT_ALLOWED, GIT_FAILED
 */
export async function mergeWorktree(git: Git, worktree: StoredWorktree): Promise<Merged> {
  const { root, branch } = worktree;
  await refuseUnfinished(git, worktree);
  const base = await needBase(git, worktree);
  const [before, tip] = [
    await commitOf(git, root, "HEAD"),
    await commitOf(git, root, `refs/heads/${branch}`),
  ];
  const count = ["rev-list", "--count", `${before}..${tip}`];
  const merged = Number(
    (await needGit(git, { what: "The commits can't be counted", cwd: root, args: count })).trim(),
  );
  if (merged === 0) return { into: base, commit: before, merged };
  const commit = await mergeCommit(git, worktree, { base, before, tip });
  await forward(git, worktree, { base, commit });
  await needArrival(git, root, commit);
  return { into: base, commit, merged };
}

async function refuseUnfinished(git: Git, worktree: StoredWorktree): Promise<void> {
  const { path, branch, gitDir } = worktree;
  if (!(await isFolder(gitDir))) throw notAllowed(`The repository ${worktree.root} is not there any more.`);
  // What is committed is there without the folder too.
  if (!(await isFolder(path))) return;
  await needOwnTree(git, worktree);
  const now = await branchAt(git, path);
  if (now !== branch) throw await otherBranch(git, worktree, now);
  const changed = await changedFiles(git, path);
  if (changed === null) throw notAllowed(`What is not committed in ${path} can't be told. Look there.`);
  if (changed.length > 0) throw hasWork(path, changed, "Commit that, or have the agent do it, then merge.");
}

async function otherBranch(
  git: Git,
  { path, root, branch, gitDir }: StoredWorktree,
  now: string | null,
): Promise<SwitchyardError> {
  const found = now === null ? "No branch is checked out" : `The branch ${now} is checked out`;
  const args = ["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`];
  const what = `The branch ${branch} can't be read`;
  const isThere = (await askGit(git, { what, ...ofRepository(gitDir, args) })).exitCode === 0;
  if (isThere) {
    const way = `git -C ${quoted(path)} switch ${quoted(branch)}`;
    return notAllowed(`${found} in the worktree, not ${branch}. Run: ${way}`);
  }
  const gone = `${found} in the worktree, and ${branch} is not there any more`;
  const way = now === null ? "" : ` Run: git -C ${quoted(root)} merge ${quoted(now)}`;
  return notAllowed(`${gone}.${way}`);
}

async function needBase(git: Git, { root, base, branch }: StoredWorktree): Promise<string> {
  const way = `git merge ${quoted(branch)}`;
  if (base === null) throw notAllowed(`The worktree was made from no branch. Run where you want it: ${way}`);
  if (!(await isFolder(root)))
    throw notAllowed(`${root} is not there any more. Run where you want it: ${way}`);
  const now = await branchAt(git, root);
  if (now === base) return base;
  const found = now === null ? "No branch is checked out" : `The branch ${now} is checked out`;
  throw notAllowed(`${found} in ${root}, not ${base}. Run: git -C ${quoted(root)} switch ${quoted(base)}`);
}

async function commitOf(git: Git, cwd: string, name: string): Promise<string> {
  const args = ["rev-parse", "--verify", `${name}^{commit}`];
  return (await needGit(git, { what: `${name} can't be read`, cwd, args })).trim();
}

interface Sides {
  readonly base: string;
  readonly before: string;
  readonly tip: string;
}

async function mergeCommit(git: Git, { root, branch }: StoredWorktree, sides: Sides): Promise<string> {
  const { base, before, tip } = sides;
  const what = "The branches were not merged";
  const isAhead = ["merge-base", "--is-ancestor", before, tip];
  if ((await askGit(git, { what, cwd: root, args: isAhead })).exitCode === 0) return tip;
  const own = await withoutOwnPrograms(git, root);
  const args = [...own, "merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", before, tip];
  const tried = await askGit(git, { what, cwd: root, args, timeoutMs: MERGE_MS, maxBytes: MAX_BYTES });
  const [tree = "", ...files] = tried.stdout.split("\0").filter((line) => line !== "");
  const way = `git -C ${quoted(root)} merge ${quoted(branch)}`;
  if (tried.exitCode === 1 && files.length > 0) throw conflict(files, way);
  if (tried.exitCode === 129) {
    throw new SwitchyardError("GIT_FAILED", `${what}: conflicts are told by git 2.38 and later. Run: ${way}`);
  }
  if (tried.exitCode !== 0) throw new SwitchyardError("GIT_FAILED", `${what}. ${gitWords(tried.stderr)}`);
  const message = `Merge branch '${branch}' into ${base}`;
  const commit = ["commit-tree", tree, "-p", before, "-p", tip, "-m", message];
  return (await needGit(git, { what, cwd: root, args: commit })).trim();
}

const MAX_BYTES = 4 * 1024 * 1024;
const MERGE_MS = 60_000;

/** git refuses where a file that is not committed, or ignored, would be overwritten, and then changes nothing. */
async function forward(
  git: Git,
  { root }: StoredWorktree,
  { base, commit }: { readonly base: string; readonly commit: string },
): Promise<void> {
  const own = await withoutOwnPrograms(git, root);
  const done = await askGit(git, {
    what: "The branches were not merged",
    cwd: root,
    args: [...own, ...NO_UPKEEP, "merge", ...FORWARD, commit],
    // Options that are set for the branch would make another thing of it; its name need not fit an argument.
    env: {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: `branch.${base}.mergeOptions`,
      GIT_CONFIG_VALUE_0: "--ff-only",
    },
    timeoutMs: FORWARD_MS,
  });
  if (done.exitCode === 0) return;
  throw notAllowed(`Nothing was merged into ${root}. ${gitWords(done.stderr)}`);
}

const FORWARD_MS = 180_000;

/** It would go on behind the answer, with programs that the repository names. */
const NO_UPKEEP = ["-c", "gc.auto=0", "-c", "maintenance.auto=false"];

const FORWARD = [
  ...["--ff-only", "--no-squash", "--no-overwrite-ignore", "--no-autostash"],
  ...["--quiet", "--no-stat"],
];

/** git before 2.31 knows no settings from its environment. */
async function needArrival(git: Git, root: string, commit: string): Promise<void> {
  const now = await commitOf(git, root, "HEAD");
  if (now === commit) return;
  throw new SwitchyardError("GIT_FAILED", `git did not go forward to ${commit} in ${root}. Look there.`);
}

function conflict(all: readonly string[], way: string): SwitchyardError {
  const files = [...new Set(all)].slice(0, MOST_FILES);
  const which = all.length === 1 ? `In ${files[0]} both` : `In ${all.length} files both`;
  return new SwitchyardError(
    "MERGE_CONFLICT",
    `${which} branches have changed the same. Nothing was merged. Let the agent merge the base into its branch, or run: ${way}`,
    { files },
  );
}

const MOST_FILES = 100;

function notAllowed(message: string): SwitchyardError {
  return new SwitchyardError("NOT_ALLOWED", message);
}
