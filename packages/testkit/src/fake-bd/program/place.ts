import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

/** Where a call works. */
export interface Place {
  /** The `.beads` folder. */
  readonly beadsDir: string;
  /** The `.beads` folder that pointed to it. */
  readonly redirectedFrom?: string;
  readonly isWorktree: boolean;
}

/** Finds the `.beads` folder as bd does: by its variable, then upwards to the root of the repository. */
export function findPlace(cwd: string, env: NodeJS.ProcessEnv): Place | null {
  const named = env["BEADS_DIR"];
  if (named !== undefined && named !== "" && isFolder(resolve(cwd, named)))
    return follow(resolve(cwd, named), false);
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const repository = repositoryAt(folder);
    const found = placeAt(folder, repository);
    if (found !== null) return found;
    if (repository !== null || folder === dirname(folder)) return null;
  }
}

interface Repository {
  /** The root of the main one, where the folder belongs to a linked worktree. */
  readonly main: string | null;
}

function repositoryAt(folder: string): Repository | null {
  const git = join(folder, ".git");
  if (!existsSync(git)) return null;
  if (isFolder(git)) return { main: null };
  const target = /^gitdir: *(.+)$/m.exec(readFileSync(git, "utf8"))?.[1]?.trim();
  if (target === undefined) return { main: null };
  const own = resolve(folder, target);
  const common = join(own, "commondir");
  if (!existsSync(common)) return { main: null };
  return { main: dirname(resolve(own, readFileSync(common, "utf8").trim())) };
}

function placeAt(folder: string, repository: Repository | null): Place | null {
  const beadsDir = join(folder, ".beads");
  const isWorktree = repository !== null && repository.main !== null;
  if (isFolder(beadsDir)) {
    if (redirectOf(beadsDir) !== null) return follow(beadsDir, isWorktree);
    if (isWorktree ? ownsDatabase(beadsDir) : isProject(beadsDir)) return { beadsDir, isWorktree };
  }
  if (repository === null || repository.main === null) return null;
  const shared = join(repository.main, ".beads");
  return isFolder(shared) && isProject(shared) ? follow(shared, true) : null;
}

function follow(beadsDir: string, isWorktree: boolean): Place {
  const target = redirectOf(beadsDir);
  if (target === null) return { beadsDir, isWorktree };
  return { beadsDir: target, redirectedFrom: beadsDir, isWorktree };
}

/** One level only; relative to the folder that holds `.beads`. */
function redirectOf(beadsDir: string): string | null {
  const file = join(beadsDir, "redirect");
  if (!existsSync(file)) return null;
  const line = readFileSync(file, "utf8")
    .split("\n")
    .map((text) => text.trim())
    .find((text) => text !== "" && !text.startsWith("#"));
  if (line === undefined) return null;
  const target = isAbsolute(line) ? line : resolve(dirname(beadsDir), line);
  if (isFolder(target)) return target;
  process.stderr.write(`Warning: redirect target does not exist or is not a directory: ${target}\n`);
  return null;
}

function isProject(beadsDir: string): boolean {
  return (
    ["metadata.json", "config.yaml"].some((name) => existsSync(join(beadsDir, name))) ||
    ownsDatabase(beadsDir)
  );
}

function ownsDatabase(beadsDir: string): boolean {
  return readdirSync(beadsDir).some(
    (name) =>
      name === "dolt" ||
      name === "embeddeddolt" ||
      (name.endsWith(".db") && !name.includes(".backup") && name !== "vc.db"),
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
