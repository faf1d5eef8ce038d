import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Git } from "../git/git.ts";
import { needGit } from "./ask-git.ts";

/**
 * What was begun in a working tree and is not done, in a few words; null: nothing. git keeps its state, and changes
 * that it has put aside for it, with the working tree alone. @throws {SwitchyardError} GIT_FAILED
 */
export async function unfinishedIn(git: Git, path: string): Promise<string | null> {
  const args = ["rev-parse", ...Object.keys(SIGNS).flatMap((name) => ["--git-path", name])];
  const what = `Whether something is unfinished in ${path} can't be told`;
  const files = (await needGit(git, { what, cwd: path, args })).trimEnd().split("\n");
  for (const [at, words] of Object.values(SIGNS).entries()) {
    // oxlint-disable-next-line no-await-in-loop -- there are few
    if (await isThere(resolve(path, files[at] ?? ""))) return words;
  }
  return null;
}

const SIGNS: Readonly<Record<string, string>> = {
  "rebase-merge": "a rebase",
  "rebase-apply": "a rebase",
  MERGE_HEAD: "a merge",
  MERGE_AUTOSTASH: "a merge",
  CHERRY_PICK_HEAD: "a cherry-pick",
  REVERT_HEAD: "a revert",
  sequencer: "a cherry-pick or revert",
  BISECT_LOG: "a bisect",
};

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
