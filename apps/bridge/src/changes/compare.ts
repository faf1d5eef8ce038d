import { rm, stat } from "node:fs/promises";
import { fitHalfFrame } from "../log/half-frame.ts";
import type { Git } from "../git/git.ts";
import { findRepository, type Repository } from "../git/repository.ts";
import { currentBranch } from "./commits.ts";
import type { KeptStart } from "./folder-start.ts";
import { type Content, type Difference, readDifferences } from "./read-difference.ts";
import { objectStores, writeTree } from "./write-tree.ts";

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Null: none is checked out. */
  readonly branch: string | null;
  /** Files that are not looked at, now or then. */
  readonly leftOut: number;
  /** Of files that git doesn't track: none are looked at, or none that came since. */
  readonly misses: "untracked" | "new" | null;
  /** There are more than were read. */
  readonly isCut: boolean;
  readonly repository: Repository;
  readonly env: Readonly<Record<string, string>>;
}

/** Our stores: of the start, and of what is there now, which is made anew. */
export interface Stores {
  readonly start: string;
  readonly now: string;
}

/** What is different now from what it was. */
export async function compare(
  git: Git,
  start: KeptStart,
  stores: Stores,
): Promise<Comparison | { fault: string }> {
  const repository = await findRepository(git, start.root);
  if ("fault" in repository) return repository;
  if (repository.root !== start.root) return { fault: `${start.root} is no git repository any more.` };
  if ((await stat(stores.start).catch(() => null)) === null) return LOST;
  await rm(stores.now, { recursive: true, force: true });
  const written = await writeTree(git, repository, {
    folder: stores.now,
    also: [stores.start],
    wantsUntracked: start.hasUntracked,
    instead: start.tree,
    timeoutMs: TIMEOUT_MS,
  });
  if ("fault" in written) return written;
  const env = objectStores(repository, [stores.now, stores.start]);
  const args = [...DIFF, start.tree, written.tree];
  const printed = await git.run({
    cwd: repository.root,
    args,
    env,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_DIFF_BYTES,
    isCut: true,
  });
  if (!printed.isDone) return printed;
  if (printed.exitCode !== 0) return LOST;
  return {
    differences: readDifferences(printed.stdout),
    branch: await currentBranch(git, repository.root),
    leftOut: written.leftOut + start.leftOut,
    misses: missesOf(start, written.hasUntracked),
    isCut: printed.isFull,
    repository,
    env,
  };
}

const LOST = {
  fault:
    "What was kept of the session's start is not complete any more: the repository was cleaned up or made anew.",
} as const;

const DIFF = [
  "diff-tree",
  "-r",
  "--raw",
  "--numstat",
  "-z",
  "--find-renames",
  "-l1000",
  "--no-ext-diff",
  "--no-textconv",
];

function missesOf(start: KeptStart, hasUntracked: boolean): Comparison["misses"] {
  if (!start.hasUntracked) return "untracked";
  return hasUntracked ? null : "new";
}

/** Both sides of one changed file; null: there was, or is, none, or it is no text. */
export interface Compared {
  readonly oldText: string | null;
  readonly newText: string | null;
  readonly isBinary: boolean;
  readonly isCut: boolean;
}

/** Reads one changed file out of the stores, never out of the folder. */
export async function readContents(
  git: Git,
  comparison: Comparison,
  { file, before, now }: Difference,
): Promise<Compared | { fault: string }> {
  const isBinary = file.added === null && file.removed === null;
  if (isBinary) return { oldText: null, newText: null, isBinary, isCut: false };
  const [was, is] = [await textOf(git, comparison, before), await textOf(git, comparison, now)];
  if (was !== null && "fault" in was) return was;
  if (is !== null && "fault" in is) return is;
  return {
    oldText: was?.text ?? null,
    newText: is?.text ?? null,
    isBinary,
    isCut: was?.isCut === true || is?.isCut === true,
  };
}

async function textOf(
  git: Git,
  { repository, env }: Comparison,
  content: Content | null,
): Promise<{ text: string; isCut: boolean } | { fault: string } | null> {
  if (content === null) return null;
  if (content.isSubmodule) return { text: `Subproject commit ${content.id}\n`, isCut: false };
  const asked = await git.run({
    cwd: repository.root,
    args: ["cat-file", "blob", content.id],
    env,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_TEXT_BYTES + 1,
    isCut: true,
  });
  if (!asked.isDone) return asked;
  if (asked.exitCode !== 0) return LOST;
  return fitHalfFrame(asked.stdout);
}

const MAX_TEXT_BYTES = 256 * 1024;
const MAX_DIFF_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 10_000;
