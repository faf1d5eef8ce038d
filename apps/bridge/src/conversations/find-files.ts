import type { Dirent } from "node:fs";
import { lstat, readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { ConversationFolder } from "@switchyard/core/backend";
import { inParallel } from "./in-parallel.ts";

export interface FoundFile {
  readonly path: string;
  readonly name: string;
  /** That of the file. */
  readonly folder: string;
  readonly bytes: number;
  readonly mtimeMs: number;
}

/** The files of a backend's conversations, no matter in which order. Links are not followed, but for the root. */
export async function findFiles({ root, levels }: ConversationFolder): Promise<FoundFile[]> {
  const top = await realpath(root).catch(() => null);
  if (top === null) return [];
  const fileName = levels.at(-1);
  if (fileName === undefined) return [];
  let folders = [top];
  for (const level of levels.slice(0, -1)) {
    const below = await inParallel(folders, (folder) =>
      matching(folder, level, (each) => each.isDirectory()),
    );
    folders = below.flat().map(({ parentPath, name }) => join(parentPath, name));
  }
  const entries = await inParallel(folders, (folder) => matching(folder, fileName, (each) => each.isFile()));
  return (await inParallel(entries.flat(), found)).filter((file) => file !== null);
}

async function matching(
  folder: string,
  pattern: RegExp,
  isWanted: (entry: Dirent) => boolean,
): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => isWanted(entry) && pattern.test(entry.name));
}

async function found({ parentPath: folder, name }: Dirent): Promise<FoundFile | null> {
  const path = join(folder, name);
  const stats = await lstat(path).catch(() => null);
  if (stats?.isFile() !== true) return null;
  return { path, name, folder, bytes: stats.size, mtimeMs: stats.mtimeMs };
}
