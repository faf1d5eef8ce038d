import { readFile, readdir, realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { findCheckout, type Checkout } from "./checkout.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface FoundBeads {
  /** Where the project's sessions start, absolute. */
  readonly root: string;
  /** The tracker's folder, absolute; outside of `root` after a redirect and in a linked worktree. */
  readonly beadsDir: string;
  /** What was passed over on the way, and why; null: nothing. */
  readonly note: string | null;
}

/**
 * Finds the tracker of a folder as `bd` does: BEADS_DIR, the place of a linked worktree, then up to the root of the
 * repository (outside of one, up to the top). Null: there is none.
 */
export async function findBeads(folder: string, env: Environment): Promise<FoundBeads | null> {
  const { found, note } = await searchBeads(folder, env);
  return found && { ...found, note };
}

/** As `findBeads`, but what was passed over is told where nothing was found too. */
export async function searchBeads(folder: string, env: Environment): Promise<Search> {
  const start = await realpath(folder).catch(() => null);
  if (start === null) return { found: null, note: null };
  const checkout = await findCheckout(start);
  const notes: string[] = [];
  const found =
    (await namedByVariable(env, { start, checkout, notes })) ??
    (await inLinkedWorktree(checkout, notes)) ??
    (await walkUp(start, { checkout, notes }));
  return { found, note: notes.length === 0 ? null : notes.join(" ") };
}

export interface Search {
  readonly found: Place | null;
  readonly note: FoundBeads["note"];
}

type Place = Omit<FoundBeads, "note">;

interface Way {
  readonly start: string;
  readonly checkout: Checkout | null;
  readonly notes: string[];
}

async function namedByVariable(env: Environment, { start, checkout, notes }: Way): Promise<Place | null> {
  const named = env["BEADS_DIR"];
  if (!named) return null;
  const beadsDir = await follow(resolve(start, named), notes);
  if (beadsDir !== null && (await hasProject(beadsDir, notes)))
    return { root: checkout?.root ?? start, beadsDir };
  notes.push(`The variable BEADS_DIR names ${named}, which holds no tracker.`);
  return null;
}

/** A linked worktree has the main one's tracker, unless it says otherwise. */
async function inLinkedWorktree(checkout: Checkout | null, notes: string[]): Promise<Place | null> {
  if (checkout === null || checkout.main === null) return null;
  const { root, main } = checkout;
  const own = join(root, ".beads");
  const target = await follow(own, notes);
  const isRedirected = target !== null && target !== own;
  if (isRedirected && (await hasProject(target, notes))) return { root, beadsDir: target };
  if (target === own && (await hasDatabase(own))) return { root, beadsDir: own };
  const ofMain = await follow(join(main, ".beads"), notes);
  return ofMain !== null && (await hasProject(ofMain, notes)) ? { root, beadsDir: ofMain } : null;
}

async function walkUp(start: string, { checkout, notes }: Omit<Way, "start">): Promise<Place | null> {
  for (let root = start; ; root = dirname(root)) {
    // oxlint-disable-next-line no-await-in-loop -- the nearest one counts
    const beadsDir = await follow(join(root, ".beads"), notes);
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (beadsDir !== null && (await hasProject(beadsDir, notes))) return { root, beadsDir };
    if (root === checkout?.root || dirname(root) === root) return null;
  }
}

/** The folder that a `.beads` stands for, by its redirect: one step, and only to a folder. Null: it is none. */
async function follow(beadsDir: string, notes: string[]): Promise<string | null> {
  const own = (await isFolder(beadsDir)) ? beadsDir : null;
  const text = await readFile(join(beadsDir, "redirect"), "utf8").catch(() => "");
  const line = text.split("\n").map((each) => each.trim());
  const named = line.find((each) => each !== "" && !each.startsWith("#"));
  if (named === undefined) return own;
  const target = isAbsolute(named) ? named : resolve(dirname(beadsDir), named);
  if (await isFolder(target)) return target;
  const note = `${join(beadsDir, "redirect")} names ${named}, which is no folder.`;
  if (!notes.includes(note)) notes.push(note);
  return own;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** A `.beads` may hold something else alone: the one in the home folder keeps a registry. */
async function hasProject(beadsDir: string, notes: string[]): Promise<boolean> {
  const names = await readdir(beadsDir).catch((error: unknown): string[] => {
    if (isRefused(error)) notes.push(`${beadsDir} can't be opened: you lack the permission.`);
    return [];
  });
  return names.some((name) => PROJECT_FILES.has(name) || isDatabase(name));
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM");
}

async function hasDatabase(beadsDir: string): Promise<boolean> {
  const names = await readdir(beadsDir).catch((): string[] => []);
  return names.some((name) => DATABASE_FOLDERS.has(name) || isDatabase(name));
}

const DATABASE_FOLDERS: ReadonlySet<string> = new Set(["dolt", "embeddeddolt"]);

/** The last two are not enough for `bd`, but there is something to read. */
const PROJECT_FILES: ReadonlySet<string> = new Set([
  "metadata.json",
  "config.yaml",
  ...DATABASE_FOLDERS,
  "issues.jsonl",
  "beads.jsonl",
]);

/** By its name, of the kind that is a file; backups are none. */
export function isDatabase(name: string): boolean {
  return name.endsWith(".db") && name !== "vc.db" && !name.includes(".backup");
}
