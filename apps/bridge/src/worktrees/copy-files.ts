import { constants } from "node:fs";
import { copyFile, lstat, mkdir, readdir, readlink, realpath, stat, symlink } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve, sep, win32 } from "node:path";
import { isBelow } from "./make-worktree.ts";

export interface CopyAsked {
  /** The project's folder, by its real path. */
  readonly from: string;
  /** The same folder in the worktree. */
  readonly to: string;
  /** By their paths in the project. */
  readonly paths: readonly string[];
  readonly signal: AbortSignal;
}

/** What was not copied: its path, and why. */
export interface NotCopied {
  readonly path: string;
  readonly why: string;
}

/**
 * Copies files and folders that git does not track into a worktree. What is there is never overwritten, and nothing
 * leads out of the project or the worktree: no path, and no symbolic link on either side.
 */
export async function copyFiles(asked: CopyAsked): Promise<NotCopied[]> {
  const left: NotCopied[] = [];
  for (const path of asked.paths) {
    // oxlint-disable-next-line no-await-in-loop -- what one path has copied the next one finds
    const why = await copyOne(asked, path).catch((error: unknown) => reasonOf(error));
    if (why !== null) left.push({ path, why });
  }
  return left;
}

/** Null: it is copied, or was there. */
async function copyOne({ from, to, signal }: CopyAsked, path: string): Promise<string | null> {
  const parts = path.split(/[\\/]+/).filter((part) => part !== "" && part !== ".");
  const leadsOut = isAbsolute(path) || win32.isAbsolute(path) || path.includes("\0") || parts.includes("..");
  if (leadsOut) return OUTSIDE;
  if (parts.length === 0 || parts.some((part) => /^\.git$/i.test(part))) return "it is not for copying";
  const source = await realpath(join(from, ...parts)).catch(() => null);
  if (source === null) return "it is not there";
  if (!isBelow(from, source)) return OUTSIDE;
  const target = join(to, ...parts);
  if (!(await makeFolders(to, parts.slice(0, -1)))) return "a file or a link is in its way";
  const skipped = { count: 0 };
  await copyTree({ from, signal, skipped }, source, target);
  return skipped.count === 0 ? null : `${skipped.count} entries in it are neither files nor links within it`;
}

const OUTSIDE = "it leads out of the project";

/** False: something on the way is no folder, so that it could lead elsewhere. */
async function makeFolders(to: string, parts: readonly string[]): Promise<boolean> {
  let folder = to;
  for (const part of parts) {
    folder = join(folder, part);
    // oxlint-disable-next-line no-await-in-loop -- one lies in the other
    await mkdir(folder).catch(() => undefined);
    // oxlint-disable-next-line no-await-in-loop -- as above
    if ((await lstat(folder).catch(() => null))?.isDirectory() !== true) return false;
  }
  return true;
}

interface Copying {
  readonly from: string;
  readonly signal: AbortSignal;
  readonly skipped: { count: number };
}

async function copyTree(copying: Copying, source: string, target: string): Promise<void> {
  copying.signal.throwIfAborted();
  const found = await lstat(source);
  if (found.isSymbolicLink()) return copyLink(copying, source, target);
  if (found.isFile())
    return ignoreThere(copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE));
  if (!found.isDirectory()) return void (copying.skipped.count += 1);
  await ignoreThere(mkdir(target, { mode: found.mode }));
  if (!(await lstat(target)).isDirectory()) return;
  for (const name of await readdir(source)) {
    if (/^\.git$/i.test(name)) copying.skipped.count += 1;
    // oxlint-disable-next-line no-await-in-loop -- a large folder would open all of its files at once
    else await copyTree(copying, join(source, name), join(target, name));
  }
}

/** As it is, where it stays within the project by a way of its own. */
async function copyLink(copying: Copying, source: string, target: string): Promise<void> {
  const text = await readlink(source);
  const isWithin = !isAbsolute(text) && isBelow(copying.from, resolve(dirname(source), text));
  const real = await realpath(source).catch(() => null);
  if (!isWithin || real === null || !isBelow(copying.from, real)) return void (copying.skipped.count += 1);
  const kind = await stat(source).then((it) => (it.isDirectory() ? "dir" : "file"));
  await ignoreThere(symlink(text.split(/[\\/]/).join(sep), target, kind));
}

async function ignoreThere(done: Promise<unknown>): Promise<void> {
  await done.catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  });
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "EACCES" || code === "EPERM") return "you may not read it";
  return code === "ENOSPC" ? "the disk is full" : `it can't be copied${code === "" ? "" : ` (${code})`}`;
}
