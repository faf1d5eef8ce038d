import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** A working tree of git. */
export interface Checkout {
  /** Its top folder, absolute. */
  readonly root: string;
  /** git's own folder, which all working trees of the repository share, absolute. */
  readonly gitDir: string;
  /** Of a linked working tree the folder of the main one; null: this is the main one. */
  readonly main: string | null;
}

/** The working tree that a folder is in, told by its files alone: git need not be there. */
export async function findCheckout(folder: string): Promise<Checkout | null> {
  for (let root = folder; ; root = dirname(root)) {
    // oxlint-disable-next-line no-await-in-loop -- the nearest one counts
    const checkout = await checkoutAt(root);
    if (checkout !== null) return checkout;
    if (dirname(root) === root) return null;
  }
}

async function checkoutAt(root: string): Promise<Checkout | null> {
  const git = join(root, ".git");
  const found = await stat(git).catch(() => null);
  if (found === null) return null;
  if (found.isDirectory()) return { root, gitDir: git, main: null };
  const named = /^gitdir:\s*(.+?)\s*$/m.exec(await textOf(git))?.[1];
  if (named === undefined) return null;
  const ownDir = resolve(root, named);
  // A submodule has a folder of its own, without this file.
  const common = (await textOf(join(ownDir, "commondir"))).trim();
  if (common === "") return { root, gitDir: ownDir, main: null };
  const gitDir = resolve(ownDir, common);
  return { root, gitDir, main: dirname(gitDir) };
}

async function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}
