import { copyFile, lstat, mkdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Git, GitAnswer } from "../git/git.ts";
import type { Repository } from "../git/repository.ts";

/** A working tree as one object of git's, in a store of ours. */
export interface WrittenTree {
  readonly tree: string;
  /** Files that git doesn't track are in it. */
  readonly hasUntracked: boolean;
  /** How many of these are not, since they are large. */
  readonly leftOut: number;
}

export interface TreeOptions {
  /** Ours: objects, and what is needed meanwhile. It is made. */
  readonly folder: string;
  /** Other stores of ours that may hold objects already. @default none */
  readonly also?: readonly string[];
  /** With files that git doesn't track, as far as there are not too many. */
  readonly wantsUntracked: boolean;
  /** Where there are too many: a tree whose files are looked at instead of those that git tracks. @default none */
  readonly instead?: string;
  readonly timeoutMs: number;
}

/**
 * Writes index, working tree and untracked files as one tree, all into `folder`: of the repository nothing but
 * the times of objects that are there already changes.
 */
export async function writeTree(
  git: Git,
  repository: Repository,
  options: TreeOptions,
): Promise<WrittenTree | { fault: string }> {
  const { folder, timeoutMs } = options;
  const until = performance.now() + timeoutMs;
  const index = join(folder, "index");
  const env = { GIT_INDEX_FILE: index, ...objectStores(repository, [folder, ...(options.also ?? [])]) };
  const run = (args: readonly string[], maxBytes?: number): Promise<GitAnswer> =>
    git.run({
      cwd: repository.root,
      args: [...repository.withoutFilters, ...args],
      env,
      timeoutMs: Math.max(1, Math.round(until - performance.now())),
      ...(maxBytes === undefined ? {} : { maxBytes, isCut: true }),
    });

  await mkdir(objectsIn(folder), { recursive: true, mode: 0o700 });
  await copyIndex(repository.index, index);
  const untracked = options.wantsUntracked ? await findUntracked(repository.root, run) : null;
  if (untracked !== null && "fault" in untracked) return { fault: inTime(untracked.fault, timeoutMs) };
  if (options.wantsUntracked && untracked === null && options.instead !== undefined) {
    const read = await run(["read-tree", options.instead]);
    if (!read.isDone) return { fault: inTime(read.fault, timeoutMs) };
  }
  const added = await run(await addArguments(folder, untracked));
  if (!added.isDone) return { fault: inTime(added.fault, timeoutMs) };
  // 1: a file could not be read. What could be is in the index.
  if (added.exitCode > 1) return { fault: "git could not read the working tree." };
  const written = await run(["write-tree"]);
  if (!written.isDone) return { fault: inTime(written.fault, timeoutMs) };
  const tree = written.stdout.trim();
  if (written.exitCode !== 0 || !/^[0-9a-f]{40,64}$/.test(tree)) {
    return { fault: "git could not write the state of the working tree." };
  }
  await rm(index, { force: true });
  return { tree, hasUntracked: untracked !== null, leftOut: untracked?.large.length ?? 0 };
}

/** The variables by which git writes into the first of our stores, and reads from all of them. */
export function objectStores(
  { objects }: Pick<Repository, "objects">,
  [first = "", ...more]: readonly string[],
): Record<string, string> {
  const others = [...more.map(objectsIn), objects].map((path) => `"${path.replaceAll(/["\\]/g, "\\$&")}"`);
  return {
    GIT_OBJECT_DIRECTORY: objectsIn(first),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: others.join(process.platform === "win32" ? ";" : ":"),
  };
}

function objectsIn(folder: string): string {
  return join(folder, "objects");
}

/** What was changed within the second of the index's own time is looked at again: never later than that time. */
async function copyIndex(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  const found = await stat(from).catch(() => null);
  if (found === null) return;
  await copyFile(from, to);
  const seconds = Math.floor(found.mtimeMs / 1000);
  await utimes(to, seconds, seconds);
}

interface Untracked {
  readonly large: readonly string[];
}

/** Null: there are too many. */
async function findUntracked(
  root: string,
  run: (args: readonly string[], maxBytes: number) => Promise<GitAnswer>,
): Promise<Untracked | null | { fault: string }> {
  const listed = await run(["ls-files", "-z", "--others", "--exclude-standard"], MAX_LIST_BYTES);
  if (!listed.isDone) return listed;
  const paths = listed.stdout.split("\0").filter((path) => path !== "");
  if (listed.isFull || paths.length > MOST_FILES) return null;
  const large: string[] = [];
  let total = 0;
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const some = paths.slice(at, at + AT_ONCE);
    // oxlint-disable-next-line no-await-in-loop -- a few at a time: there may be thousands
    const sizes = await Promise.all(some.map((path) => sizeOf(join(root, path))));
    for (const [place, size] of sizes.entries()) {
      if (size > MAX_FILE_BYTES) large.push(some[place] ?? "");
      else total += size;
    }
  }
  return total > MAX_TOTAL_BYTES || large.length > MOST_LARGE ? null : { large };
}

async function sizeOf(path: string): Promise<number> {
  return lstat(path).then(
    (found) => (found.isFile() ? found.size : 0),
    () => 0,
  );
}

/** Names go by a file: there may be more than arguments can hold. */
async function addArguments(folder: string, untracked: Untracked | null): Promise<string[]> {
  const add = ["-c", "core.looseCompression=1", "add", "--ignore-errors"];
  if (untracked === null) return [...add, "--update", "--", "."];
  if (untracked.large.length === 0) return [...add, "--all", "--", "."];
  const names = join(folder, "paths");
  const paths = [":(top)", ...untracked.large.map((path) => `:(top,exclude,literal)${path}`)];
  await writeFile(names, paths.join("\0"), { mode: 0o600 });
  return [...add, "--all", `--pathspec-from-file=${names}`, "--pathspec-file-nul"];
}

/** Of all calls together. */
function inTime(fault: string, timeoutMs: number): string {
  return fault.startsWith("git took")
    ? `git took longer than ${timeoutMs / 1000} s to read the folder.`
    : fault;
}

const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_TOTAL_BYTES = 256 * 1024 * 1024;
const MAX_LIST_BYTES = 4 * 1024 * 1024;
const MOST_FILES = 20_000;
const MOST_LARGE = 500;
const AT_ONCE = 64;
