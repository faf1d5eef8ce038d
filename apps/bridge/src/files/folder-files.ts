import type { FolderFile } from "@switchyard/core/protocol";
import type { Git } from "../git/git.ts";
import { indexPaths, type PathIndex } from "./match.ts";
import { walk } from "./walk.ts";

/** Finds files of folders by what is being written. */
export interface FolderFiles {
  /** The best first. */
  find(folder: string, query: string, limit: number): Promise<FolderFile[]>;
}

export interface FolderFilesOptions {
  readonly git: Git;
  /** Monotonic, in ms. */
  readonly clock: () => number;
}

interface Listed {
  readonly index: Promise<PathIndex>;
  readonly at: number;
}

/** What a folder holds is read once for what is written within a few seconds. */
export function makeFolderFiles({ git, clock }: FolderFilesOptions): FolderFiles {
  const known = new Map<string, Listed>();

  function listed(folder: string): Promise<PathIndex> {
    const before = known.get(folder);
    if (before !== undefined && clock() - before.at < FRESH_MS) return before.index;
    const index = list(git, folder, clock).then(indexPaths);
    known.delete(folder);
    known.set(folder, { index, at: clock() });
    const [oldest] = known.keys();
    if (known.size > MOST_FOLDERS && oldest !== undefined) known.delete(oldest);
    return index;
  }

  return {
    async find(folder, query, limit) {
      return (await listed(folder)).find(query, limit);
    },
  };
}

async function list(git: Git, folder: string, clock: () => number): Promise<string[]> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const how = { timeoutMs: GIT_MS, maxBytes: MAX_LIST_BYTES, isCut: true };
  const asked = await git.run({ cwd: folder, args, ...how });
  if (!asked.isDone || asked.exitCode !== 0) return walk(folder, clock);
  const paths = asked.stdout.split("\0");
  // What is behind the last one may be a part of a path; a repository in the folder is told as a folder.
  return [...new Set(paths.slice(0, -1).map((path) => path.replace(/\/$/, "")))];
}

const FRESH_MS = 5_000;
const MOST_FOLDERS = 8;
const GIT_MS = 5_000;
const MAX_LIST_BYTES = 16 * 1024 * 1024;
