import { mkdir, rm, rmdir } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { SwitchyardError, WorktreeId } from "@switchyard/core/protocol";
import { v4 as uuid, v5 as uuidOf } from "uuid";
import type { Git } from "../git/git.ts";
import type { ProjectPlace } from "../projects/projects.ts";
import { askGit, needGit, ofRepository } from "./ask-git.ts";
import { chooseBranch, firstFree, folderName, type Named } from "./branch-name.ts";
import { entryOf } from "./entry.ts";
import { findGround, type Ground, isFolder, withoutOwnPrograms } from "./ground.ts";
import { type Changed, changedFiles } from "./look.ts";
import type { StoredWorktree } from "./stored-worktree.ts";

/** What a session asks of its worktree. */
export interface Wanted extends Named {
  /** Where it would work without one, by its real path. */
  readonly cwd: string;
  readonly project: ProjectPlace | null;
}

/** What a worktree is going to be. */
export interface Plan {
  readonly ground: Ground;
  readonly branch: string;
  /** The folder that it is to be in, which need not be there. */
  readonly parent: string;
}

export interface MakeOptions {
  readonly git: Git;
  /** Ours, by its real path. */
  readonly folder: string;
}

/** @throws {SwitchyardError} NOT_SUPPORTED, GIT_FAILED */
export async function planWorktree({ git, folder }: MakeOptions, wanted: Wanted): Promise<Plan> {
  const ground = await findGround(git, wanted.cwd);
  if (isBelow(ground.root, folder)) {
    const why = `The repository ${ground.root} holds Switchyard's own data`;
    throw new SwitchyardError("NOT_SUPPORTED", `${why}. Start Switchyard with another data folder.`);
  }
  const branch = await chooseBranch(git, ground, wanted);
  const { name, id } = placeOf(ground, wanted.project);
  return { ground, branch, parent: join(folder, `${folderName(name)}-${id.slice(0, 8)}`) };
}

function placeOf({ gitDir, root }: Ground, project: ProjectPlace | null): { name: string; id: string } {
  if (project !== null) return { name: project.name, id: project.projectId };
  return { name: basename(root), id: uuidOf(gitDir, NAMESPACE) };
}

const NAMESPACE = "f1f2bd1c-0d3c-4f0c-8a3d-6f9a6b1f5c11";

/** The first folder that is free for a branch. */
export async function freePath({ parent, branch }: Plan, make: boolean): Promise<string> {
  const name = folderName(branch);
  const taken = new Set<string>();
  for (;;) {
    const path = join(
      parent,
      firstFree(name, (each) => taken.has(each)),
    );
    // oxlint-disable-next-line no-await-in-loop -- the first that is free
    if (make ? await makeFolder(path) : !(await isFolder(path))) return path;
    taken.add(basename(path));
  }
}

/** False: it is there. */
async function makeFolder(path: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return mkdir(path, { mode: 0o700 }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
      throw error;
    },
  );
}

/** What is written down of a worktree before it is made, so that it is found whenever this bridge ends. */
export async function newWorktree(plan: Plan, wanted: Wanted): Promise<StoredWorktree> {
  const { root, gitDir, base, baseCommit } = plan.ground;
  const path = await freePath(plan, true).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : "unknown fault";
    throw new SwitchyardError("STORAGE_FAILED", `The worktree's folder was not made: ${reason}`);
  });
  return {
    worktreeId: WorktreeId.parse(uuid()),
    path,
    branch: plan.branch,
    root,
    base,
    baseCommit,
    state: "preparing",
    message: null,
    projectId: wanted.project?.projectId ?? null,
    sessionId: null,
    title: wanted.title,
    gitDir,
    isBegun: false,
  };
}

/** Makes the branch, and checks it out in the worktree's folder. @throws {SwitchyardError} GIT_FAILED */
export async function addWorktree(
  git: Git,
  { root, path, branch, baseCommit }: StoredWorktree,
): Promise<void> {
  const own = await withoutOwnPrograms(git, root);
  await needGit(git, {
    what: "The worktree was not made",
    cwd: root,
    args: [...own, "worktree", "add", "--quiet", "--no-track", "-b", branch, path, baseCommit],
    timeoutMs: CHECKOUT_MS,
  });
}

/** Of a large repository on a slow disk. */
const CHECKOUT_MS = 180_000;

/**
 * Takes away a worktree that no session was given, with its branch; one in which somebody has worked all the same
 * stays. False: it is still there. @throws {SwitchyardError} GIT_FAILED
 */
export async function undoWorktree(git: Git, worktree: StoredWorktree): Promise<boolean> {
  const { gitDir, path, branch, baseCommit } = worktree;
  const what = "The worktree was not taken away";
  if (!(await isFolder(gitDir))) return false;
  if ((await entryOf(git, worktree)) !== null) {
    if (!(await isUntouched(git, worktree))) return false;
    await askGit(git, { what, ...ofRepository(gitDir, ["worktree", "remove", "--force", "--force", path]) });
  }
  await rmdir(path).catch(() => undefined);
  if (await isFolder(path)) return false;
  const args = ["update-ref", "-d", `refs/heads/${branch}`, baseCommit];
  await askGit(git, { what, ...ofRepository(gitDir, args) });
  return true;
}

/** Nothing in it was not checked out by git. A checkout that was cut off lacks files, and the list of those it has. */
async function isUntouched(git: Git, { path, baseCommit }: StoredWorktree): Promise<boolean> {
  const lacksOnly = (changed: readonly Changed[] | null): boolean =>
    changed?.every(({ code }) => code.includes("D")) ?? false;
  if (lacksOnly(await changedFiles(git, path))) return true;
  const index = `${path}.index-${uuid()}`;
  const env = { GIT_INDEX_FILE: index };
  const what = "What was checked out can't be told";
  try {
    await needGit(git, { what, cwd: path, args: ["read-tree", baseCommit], env });
    return lacksOnly(await changedFiles(git, path, env));
  } catch {
    return false;
  } finally {
    await rm(index, { force: true });
    await rm(`${index}.lock`, { force: true });
  }
}

export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
