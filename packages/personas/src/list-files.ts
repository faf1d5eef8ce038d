import type { Dirent } from "node:fs";
import { lstat, opendir, realpath, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { codeName, nameUnseen } from "@switchyard/core/persona";
import type { PersonaProblem } from "@switchyard/core/protocol";
import { problemOf } from "./source-text.ts";

/** The files of a folder that may be those of personas: of a bounded number, size and depth. */
export interface PackFiles {
  /** The folder, by its real path. */
  readonly root: string;
  /** Relative to the root, with `/`, in the order of their names. */
  readonly paths: readonly string[];
  readonly problems: readonly PersonaProblem[];
  /** Where a change tells that it is to be read anew: its folders, and those that linked files stand in. */
  readonly folders: readonly string[];
  /** Whether links among them are followed. */
  readonly followsLinks: boolean;
  /** The same as long as no file was changed, added or removed. */
  readonly stamp: string;
}

/** Looks at names and sizes only; null: there is no such folder. */
export async function listFiles(folder: string, followsLinks = false): Promise<PackFiles | null> {
  const root = await realpath(folder).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (root === null) return null;
  const walk: Walk = { root, followsLinks, found: [], problems: [], folders: new Set(), entries: 0 };
  await lookInto(walk, "", 1);
  const taken = withinBounds(walk);
  return {
    root,
    paths: taken.map(({ path }) => path),
    problems: walk.problems,
    folders: [...walk.folders],
    followsLinks,
    stamp: JSON.stringify([walk.found, walk.problems]),
  };
}

interface Found {
  readonly path: string;
  readonly bytes: number;
  readonly changed: readonly number[];
}

interface Walk {
  readonly root: string;
  readonly followsLinks: boolean;
  readonly found: Found[];
  readonly problems: PersonaProblem[];
  readonly folders: Set<string>;
  /** That were looked at in all. */
  entries: number;
}

async function lookInto(walk: Walk, folder: string, depth: number): Promise<void> {
  walk.folders.add(join(walk.root, folder));
  const entries = await entriesOf(walk, folder);
  const pathOf = ({ name }: Dirent): string => (folder === "" ? name : `${folder}/${name}`);
  const folders: string[] = [];
  for (const seen of await Promise.all(entries.map((entry) => lookAt(walk, pathOf(entry), entry)))) {
    if (seen === null) continue;
    if (typeof seen === "string") folders.push(seen);
    else if ("message" in seen) walk.problems.push(seen);
    else walk.found.push(seen);
  }
  for (const path of folders) {
    // oxlint-disable-next-line no-await-in-loop -- the bounds are those of the whole
    if (depth < MAX_DEPTH) await lookInto(walk, path, depth + 1);
    else tell(walk, path, `it is a folder too deep: a pack has at most ${MAX_DEPTH} levels.`);
  }
}

async function entriesOf(walk: Walk, folder: string): Promise<Dirent[]> {
  const entries: Dirent[] = [];
  try {
    for await (const entry of await opendir(join(walk.root, folder))) {
      walk.entries += 1;
      if (walk.entries > MAX_ENTRIES) {
        const isFirst = walk.entries === MAX_ENTRIES + 1;
        if (isFirst)
          tell(walk, folder, `there are more than ${MAX_ENTRIES} files; the others are not looked at.`);
        break;
      }
      if (!entry.name.startsWith(".") && entry.name !== "node_modules") entries.push(entry);
    }
  } catch (error) {
    tell(walk, folder, `the folder can't be read (${codeOf(error)}).`);
  }
  return inNaturalOrder(entries);
}

/** A folder's path; null: it is of no interest. */
async function lookAt(
  { root, followsLinks, folders }: Walk,
  path: string,
  entry: Dirent,
): Promise<Found | PersonaProblem | string | null> {
  if (entry.isDirectory()) return path;
  if (entry.isFile() && !isWanted(path)) return null;
  const problem = (message: string): PersonaProblem => problemOf(shown(path), message);
  const stats = await (followsLinks ? stat : lstat)(join(root, path)).catch(() => null);
  if (stats === null) {
    return problem(entry.isSymbolicLink() ? "it is a link to nothing." : "it can't be looked at.");
  }
  if (stats.isSymbolicLink()) return problem("it is a link, and links are not followed.");
  if (stats.isDirectory()) return (await leadsBack(root, path)) ? null : path;
  if (!isWanted(path)) return null;
  if (!stats.isFile()) return problem("it is not a regular file.");
  if (shown(path) !== path) return problem("its name has characters that nobody sees.");
  if (entry.isSymbolicLink()) folders.add(dirname(await realpath(join(root, path)).catch(() => root)));
  return { path, bytes: stats.size, changed: [stats.mtimeMs, stats.ctimeMs, stats.ino] };
}

/** Whether a link leads to a folder that it stands in. */
async function leadsBack(root: string, path: string): Promise<boolean> {
  const from = await realpath(join(root, dirname(path))).catch(() => root);
  const to = await realpath(join(root, path)).catch(() => root);
  return `${from}${sep}`.startsWith(to.endsWith(sep) ? to : `${to}${sep}`);
}

/** In the order of their paths; what is too much is told once. */
function withinBounds(walk: Walk): Found[] {
  const names = new Map<string, string>();
  const taken: Found[] = [];
  let bytes = 0;
  for (const file of walk.found) {
    const { path } = file;
    const folded = path.normalize("NFC").toLowerCase();
    const other = names.get(folded);
    if (other !== undefined) {
      tell(walk, path, `it has the name of ${shown(other)}, but for the case of its letters.`);
      continue;
    }
    names.set(folded, path);
    if (file.bytes > MAX_FILE_BYTES) {
      tell(walk, path, `${file.bytes} bytes are too many: a file has at most ${MAX_FILE_BYTES}.`);
      continue;
    }
    bytes += file.bytes;
    const tooMany = taken.length === MAX_FILES ? `more than ${MAX_FILES} files` : null;
    const tooMuch = bytes > MAX_BYTES ? `more than ${MAX_BYTES} bytes` : null;
    const over = tooMany ?? tooMuch;
    if (over !== null) {
      tell(walk, path, `here there are ${over} in the folder; this one and those behind it are not read.`);
      break;
    }
    taken.push(file);
  }
  return taken;
}

function tell(walk: Walk, path: string, message: string): void {
  walk.problems.push(problemOf(shown(path) || ".", message));
}

/** A name may hold anything; a message is one line that one sees. */
function shown(path: string): string {
  return nameUnseen(path.toWellFormed(), codeName).replaceAll("\n", codeName);
}

function isWanted(path: string): boolean {
  return path.endsWith(".md") || path === MANIFEST || path === PACKAGE;
}

/** Whether a file without front matter tells of a folder, as README.md and LICENSE.md do, or GUIDE.md. */
export function isAboutFolder(path: string): boolean {
  return hasAboutName(path) || /(?:^|\/)[A-Z][A-Z\d_-]*\.md$/.test(path);
}

/** Whether it is named as such files are everywhere: where any file is a persona, QA.md may be one. */
export function hasAboutName(path: string): boolean {
  return /(?:^|\/)(?:readme|licen[cs]e|changelog|contributing|claude|agents|gemini)\.md$/i.test(path);
}

export const MANIFEST = "pack.yaml";
export const PACKAGE = "package.json";

const MAX_DEPTH = 6;
const MAX_ENTRIES = 10_000;
const MAX_FILES = 1_000;
export const MAX_FILE_BYTES = 256 * 1024;
/** Collections of many hundred agents that people publish have 10 MiB. */
export const MAX_BYTES = 16 * 1024 * 1024;

/** By their names, and numbers in these by what they count: `9-tests.md`, then `10-docs.md`. */
function inNaturalOrder(entries: readonly Dirent[]): Dirent[] {
  const keyed = entries.map((entry) => ({
    entry,
    key: `${entry.name.replaceAll(/\d+/g, padded)}\0${entry.name}`,
  }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ entry }) => entry);
}

function padded(digits: string): string {
  return digits.padStart(20, "0");
}

function isAbsent(error: unknown): boolean {
  return codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR";
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown fault";
}
