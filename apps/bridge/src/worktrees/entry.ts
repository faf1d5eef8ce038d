import type { Git } from "../git/git.ts";
import { needGit, ofRepository } from "./ask-git.ts";
import { realPlace } from "./ground.ts";
import type { StoredWorktree } from "./stored-worktree.ts";

/** What git itself knows of a worktree, also where its folder is gone. */
export interface Entry {
  /** What is checked out in it. */
  readonly commit: string;
  /** Null: none is checked out. */
  readonly branch: string | null;
}

/** Null: git does not know it, or not any more. @throws {SwitchyardError} GIT_FAILED */
export async function entryOf(git: Git, { gitDir, path }: StoredWorktree): Promise<Entry | null> {
  const args = ["worktree", "list", "--porcelain"];
  const what = "The worktrees can't be listed";
  const asked = { what, ...ofRepository(gitDir, args), maxBytes: MAX_BYTES };
  const blocks = (await needGit(git, asked)).split("\n\n").map((block) => block.split("\n"));
  const names = [path, await realPlace(path)].map((name) => `worktree ${name}`);
  const found = blocks.find(([first = ""]) => names.includes(first));
  if (found === undefined) return null;
  const valueOf = (key: string): string | null =>
    found.find((line) => line.startsWith(key))?.slice(key.length) ?? null;
  return { commit: valueOf("HEAD ") ?? "", branch: valueOf("branch refs/heads/") };
}

const MAX_BYTES = 4 * 1024 * 1024;
