import { realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Environment, searchBeads } from "./find-beads.ts";

/** Where a project's tracker is, or may come to be. */
export interface Place {
  /** Equal for the same tracker, whatever way leads there. */
  readonly key: string;
  /** Its real path; null: there is no tracker. */
  readonly beadsDir: string | null;
  /** The folder to watch: the tracker's, or where one may come to be. */
  readonly watchDir: string;
  /** What was passed over in the search, and why. */
  readonly note: string | null;
}

/** Null: the project's folder is not there. */
export async function placeOf(root: string, env: Environment): Promise<Place | null> {
  const { found, note } = await searchBeads(root, env);
  if (found !== null) {
    const beadsDir = await realpath(found.beadsDir).catch(() => found.beadsDir);
    return { key: `in ${beadsDir}`, beadsDir, watchDir: beadsDir, note };
  }
  const isThere = await stat(root).then(
    (it) => it.isDirectory(),
    () => false,
  );
  return isThere ? { ...nowhere(root), note } : null;
}

/** A project's folder without a tracker. */
export function nowhere(root: string): Place {
  return { key: `none of ${root}`, beadsDir: null, watchDir: join(root, ".beads"), note: null };
}
