import { SwitchyardError } from "@switchyard/core/protocol";
import type { Git } from "../git/git.ts";
import { askGit, needGit } from "./ask-git.ts";
import type { Ground } from "./ground.ts";

export interface Named {
  /** As the user wants it; undefined: it is named from the rest. */
  readonly branch: string | undefined;
  readonly beadId: string | null;
  readonly title: string;
}

/**
 * The branch that a new worktree gets: the one that was asked for, or the first of its names that is free.
 * @throws {SwitchyardError} GIT_FAILED: it is no name for a branch, or taken
 */
export async function chooseBranch(git: Git, ground: Ground, named: Named): Promise<string> {
  const isTaken = await takenNames(git, ground);
  const { branch } = named;
  if (branch === undefined) {
    return firstFree(defaultBranch(named), (name) => isTaken(name) || MEANS_ANOTHER.test(name));
  }
  if (MEANS_ANOTHER.test(branch)) throw noName(branch.replaceAll(/\p{Cc}/gu, " "));
  const args = ["check-ref-format", "--branch", branch];
  const asked = await askGit(git, { what: "The branch's name can't be checked", cwd: ground.root, args });
  // "@{-1}" is another name of a branch that is there.
  if (asked.exitCode !== 0 || asked.stdout.trimEnd() !== branch) throw noName(branch);
  if (!isTaken(branch, "exactly")) return branch;
  throw new SwitchyardError(
    "GIT_FAILED",
    `The branch ${branch}, or one whose name excludes it, is there already. Name another one.`,
  );
}

/** What git takes for another commit where it is told the name alone, and what no argument can hold. */
const MEANS_ANOTHER = /^(?:@|head|(?:[A-Z]+_)?HEAD|(?:refs|heads)\/.*|[0-9a-f]{40}|[0-9a-f]{64})$|\p{Cc}/u;

function noName(branch: string): SwitchyardError {
  const why = "Use letters, digits, dashes and slashes, without blanks.";
  return new SwitchyardError("GIT_FAILED", `"${branch}" is no name for a branch. ${why}`);
}

type IsTaken = (name: string, how?: "exactly") => boolean;

/** A name is taken by itself, by what is below it and by what it is below; remotes' names keep only our own away. */
async function takenNames(git: Git, { root }: Ground): Promise<IsTaken> {
  const args = ["for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes"];
  const what = "The branches can't be listed";
  const printed = await needGit(git, { what, cwd: root, args, maxBytes: MAX_REFS_BYTES });
  const refs = printed.split("\n").map((ref) => ref.toLowerCase());
  const local = refs.flatMap((ref) => /^refs\/heads\/(.+)$/.exec(ref)?.[1] ?? []);
  const remote = refs.flatMap((ref) => /^refs\/remotes\/[^/]+\/(.+)$/.exec(ref)?.[1] ?? []);
  return (name, how) => {
    // Some file systems know no case.
    const wanted = name.toLowerCase();
    return (how === "exactly" ? local : [...local, ...remote]).some(
      (each) => each === wanted || each.startsWith(`${wanted}/`) || wanted.startsWith(`${each}/`),
    );
  };
}

const MAX_REFS_BYTES = 32 * 1024 * 1024;

/** The bead's id and the slug of its title; without a bead, that of the session's. */
export function defaultBranch({ beadId, title }: Pick<Named, "beadId" | "title">): string {
  const words = [
    beadId === null ? "" : slug(beadId, /[^A-Za-z0-9._]+/g),
    slug(title.toLowerCase(), /[^a-z0-9]+/g),
  ];
  return cut(words.filter((word) => word !== "").join("-"), MOST_CHARACTERS) || "session";
}

/** As a name of one folder. */
export function folderName(branch: string): string {
  return cut(slug(branch, /[^A-Za-z0-9._]+/g), MOST_CHARACTERS) || "worktree";
}

/** Where the name is taken, a number is put behind it. */
export function firstFree(name: string, isTaken: IsTaken): string {
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? "" : `-${number}`;
    const candidate = `${cut(name, MOST_CHARACTERS - end.length)}${end}`;
    if (!isTaken(candidate)) return candidate;
  }
}

/** Without marks, and without what git or a shell take for something else. */
function slug(text: string, others: RegExp): string {
  const plain = text.normalize("NFKD").replaceAll(/\p{M}+/gu, "");
  return trimmed(plain.replaceAll(others, "-").replaceAll(/\.{2,}/g, "."));
}

function cut(name: string, length: number): string {
  return trimmed(name.slice(0, length));
}

function trimmed(name: string): string {
  return name.replaceAll(/^[-._]+|[-._]+$|(?:\.lock)+$/gi, "");
}

const MOST_CHARACTERS = 60;
