import { realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, sep } from "node:path";

/** A file of a session's folder that a message names. */
export interface Mention {
  /** As it is written, from the folder. */
  readonly path: string;
  /** Where it is, absolute. */
  readonly file: string;
  readonly bytes: number;
}

/** The files of a folder that a text names as `@path` or `@"a path"`, each once; what lies outside of it is none. */
export async function mentionsIn(text: string, folder: string, most: number): Promise<Mention[]> {
  if (!text.includes("@") || most <= 0) return [];
  const root = await realpath(folder).catch(() => null);
  if (root === null) return [];
  const found = new Map<string, Mention>();
  for (const written of writtenPaths(text)) {
    if (found.size >= most) break;
    // oxlint-disable-next-line no-await-in-loop -- the first ones count, and a message names few
    const mention = await firstFile(root, written);
    if (mention !== null && !found.has(mention.file)) found.set(mention.file, mention);
  }
  return [...found.values()];
}

/** For each mention the readings of it, the longest first: a sentence may go on behind a path without a blank. */
function writtenPaths(text: string): string[][] {
  const matches = text.matchAll(/(?<![^\s([{"'`,;:])@(?:"([^"\n]+)"|([^\s"]+))/g);
  return [...matches].slice(0, MOST_LOOKED_AT).map(([, quoted, bare = ""]) => {
    if (quoted !== undefined) return [quoted];
    return [bare, bare.replace(TRAILING, "")].filter((path, at, all) => all.indexOf(path) === at);
  });
}

const TRAILING = /[.,;:!?)\]}'"`>*]+$/;
const MOST_LOOKED_AT = 200;

async function firstFile(root: string, readings: readonly string[]): Promise<Mention | null> {
  for (const path of readings) {
    // oxlint-disable-next-line no-await-in-loop -- the longest that is there counts
    const mention = await fileWithin(root, path);
    if (mention !== null) return mention;
  }
  return null;
}

async function fileWithin(root: string, path: string): Promise<Mention | null> {
  if (path === "" || path.includes("\0") || isAbsolute(path) || path.length > 4096) return null;
  try {
    const file = await realpath(join(root, path));
    const inside = relative(root, file);
    if (inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null;
    const found = await stat(file);
    return found.isFile() ? { path, file, bytes: found.size } : null;
  } catch {
    return null;
  }
}
