import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { findCheckout } from "../beads/checkout.ts";
import type { Git } from "./git.ts";

/** A working tree, and where git keeps what belongs to it. */
export interface Repository {
  /** The top folder, by its real path. */
  readonly root: string;
  readonly index: string;
  readonly objects: string;
  /** Settings, as arguments, by which no filter program of the repository runs. */
  readonly withoutFilters: readonly string[];
}

export interface NoRepository {
  /** Why, as a sentence. */
  readonly fault: string;
}

/** The repository that a folder is in. */
export async function findRepository(git: Git, cwd: string): Promise<Repository | NoRepository> {
  if ((await stat(cwd).catch(() => null)) === null) {
    return { fault: `The folder ${cwd} is not there any more.` };
  }
  // Most folders without one are known without asking git.
  if ((await findCheckout(cwd)) === null) return NONE;
  const args = ["rev-parse", "--show-toplevel", "--git-path", "index", "--git-path", "objects"];
  const [asked, filters] = await Promise.all([
    git.run({ cwd, args, timeoutMs: TIMEOUT_MS }),
    filtersOf(git, cwd),
  ]);
  if (!asked.isDone) return { fault: asked.fault };
  const [root, index, objects, ...more] = asked.stdout.trimEnd().split("\n");
  if (asked.exitCode !== 0 || !root || !index || !objects || more.length > 0) return NONE;
  if (filters === null) return FILTERED;
  return {
    root: await realpath(root).catch(() => root),
    index: resolve(cwd, index),
    objects: resolve(cwd, objects),
    withoutFilters: filters.flatMap((name) =>
      ["clean=", "smudge=", "process=", "required=false"].flatMap((end) => ["-c", `filter.${name}.${end}`]),
    ),
  };
}

const NONE: NoRepository = { fault: "The folder is in no git repository that git opens." };

const FILTERED: NoRepository = {
  fault: "The repository names filter programs that can't be turned off, so it is not read.",
};

/** Null: not all of them are known, or one of them has a name that no argument can tell. */
async function filtersOf(git: Git, cwd: string): Promise<string[] | null> {
  const args = [
    "config",
    "--null",
    "--name-only",
    "--get-regexp",
    "^filter\\..*\\.(clean|process|required)$",
  ];
  const asked = await git.run({ cwd, args, timeoutMs: TIMEOUT_MS });
  // 1: there are none.
  if (!asked.isDone || asked.isFull || asked.exitCode > 1) return null;
  const names = asked.stdout.split("\0").flatMap((key) => /^filter\.(.*)\.[a-z]+$/s.exec(key)?.[1] ?? []);
  return names.some((name) => name.includes("=")) ? null : [...new Set(names)];
}

const TIMEOUT_MS = 5_000;
