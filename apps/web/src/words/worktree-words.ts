const rules = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** What is said of worktrees: at a start, in a session, in the settings. */
export const worktreeWords = {
  start: {
    label: "Own worktree",
    several: "Each in its own worktree",
    text: "A copy of the folder’s repository on a new branch. What it changes stays apart until you merge it.",
    severalText:
      "Copies of the project’s repository, each on a branch named from its bead. What they change stays apart until you merge it.",
    reading: "Looking at the repository",
    branch: "Branch",
    asNamed: "Use the suggested name",
    from: (base: string) => `from ${base}`,
    fromNone: "from a commit that no branch is checked out at",
    madeFrom: "Made from",
    path: (path: string) => `In ${path}`,
    stays: (count: number) =>
      `${changedFiles(count)} ${one(count, "stays", "stay")} where ${one(count, "it is", "they are")}: the worktree begins at the last commit.`,
    copies: "Copied into it",
    setup: "Runs in it first, as you",
    works: (count: number) =>
      `${number.format(count)} ${one(count, "session works", "sessions work")} in this folder.`,
    offer: "Give this one its own worktree",
  },
  branchFaults: {
    empty: "Name a branch.",
    space: "A branch’s name has no blanks.",
    character: (character: string) =>
      /\p{Cc}/u.test(character)
        ? "A branch’s name has no control characters."
        : `A branch’s name has no “${character}”.`,
    start: (name: string) => `Git does not take “${name}” as a branch’s name.`,
    dots: "A branch’s name has no “..” and no “@{”.",
    parts:
      "Each part of a branch’s name begins with a letter or digit and does not end with “.lock” or a dot.",
    long: (most: number) => `A branch’s name has at most ${most} characters.`,
  },

  fact: (branch: string) => `Works in its own worktree, on the branch ${branch}`,
  preparing: "Preparing the worktree",
  notes: {
    preparing: "Files are copied and the setup command runs. The first message goes out after that.",
    failed: "The worktree is not prepared",
    tryAgain: "Try again",
    tryFailed: "The session did not go on",
    missing: "The folder of this session’s worktree is gone",
    missingText: (branch: string, root: string) =>
      `What was committed is on the branch ${branch} of ${root}. To go on in it, run this, then send a message:`,
    copyCommand: "Copy the command",
    removed: "This session’s worktree was removed",
    removedText: "The history stays readable; start another session to go on from there.",
  },

  part: {
    title: "Worktree",
    folder: "Folder",
    copyFolder: "Copy the path of the worktree",
    branch: "Branch",
    copyBranch: "Copy the name of the branch",
    base: "Made from",
    noBase: "no branch",
    uncommitted: "Uncommitted",
    ahead: (base: string | null) => (base === null ? "New commits" : `Not in ${base}`),
    unpushed: "Not pushed",
    nothing: "nothing",
    untold: "can’t be told",
    reading: "…",
    files: (count: number) => `${number.format(count)} ${one(count, "file", "files")}`,
    commits: (count: number) => `${number.format(count)} ${one(count, "commit", "commits")}`,
    failed: (why: string) => `What is in it could not be read: ${why}`,
  },
  states: {
    preparing: "Preparing",
    ready: "",
    failed: "Setup failed",
    missing: "Folder gone",
    removed: "Removed",
  },

  /** Its session has not begun. */
  notPrepared: "Not prepared yet",

  merge: (base: string) => `Merge into ${base}`,
  mergeNone: "No branch was checked out where it was made: merge it by hand.",
  merged: (count: number, into: string) =>
    count === 0
      ? `${into} had all of it already`
      : `${number.format(count)} ${one(count, "commit is", "commits are")} now in ${into}`,
  mergedText: "The worktree is done with, unless you want to go on in it.",
  notMerged: "It was not merged",
  keep: "Keep it",
  remove: "Remove worktree",
  removeOf: (title: string) => `Remove the worktree of ${title}`,
  asks: "Remove this worktree?",
  asksText: (path: string) =>
    `${path} goes, with files that git ignores. What is not committed keeps it from going; the branch stays unless all of it is merged.`,
  asksGone: "Its folder is gone already. The branch stays unless all of it is merged.",
  notRemoved: "It was not removed",
  removed: (branch: string, isBranchKept: boolean) =>
    isBranchKept
      ? `Removed the worktree. The branch ${branch} stays, with its commits.`
      : `Removed the worktree and the branch ${branch}, which is merged.`,
  copyWork: "Copy the path of the work",
  files: "Files that stand against it",
  moreFiles: (count: number) => `and ${number.format(count)} more`,
  dismiss: "Close",
  askResolve: "Ask the session to resolve it",
  askCommit: "Ask the session to commit it",
  inDraft: "The message stands in the composer. Look at it and send it.",
  resolveMessage: (base: string, files: readonly string[]) =>
    `Merge ${base} into this branch, resolve the conflicts and commit the merge.${files.length === 0 ? "" : ` They are in:\n\n${files.map((file) => `- ${file}`).join("\n")}`}`,
  commitMessage: "Commit what is not committed yet, with a message that says what it is for.",

  /** In a project's settings. */
  project: {
    title: "Worktrees",
    text: "Sessions that are started with their own worktree get these.",
    setup: "Setup command",
    setupPlaceholder: "npm ci",
    setupText:
      "Runs with the shell in each new worktree, before the session’s first turn: as you, with your environment and without asking. It has 10 minutes.",
    copies: "Files to copy",
    copiesPlaceholder: ".env",
    copiesText:
      "Files and folders that git does not track, one a line, by their paths in the project. Those that are not there are passed over.",
    outside: (path: string) => `“${path}” leaves the project. Name paths inside of it, such as .env.`,
    tooMany: (most: number) => `Name at most ${most}.`,
    tooLong: (most: number) => `A path has at most ${most} characters.`,
    failed: "The worktrees’ settings were not saved",
    summary: (setup: string | null, copies: number) =>
      [setup ?? "", copies === 0 ? "" : `copies ${number.format(copies)} ${one(copies, "path", "paths")}`]
        .filter((part) => part !== "")
        .join(" · "),
    list: "Worktrees of this project",
    none: "There is none. A session gets one where you ask for it at its start.",
    loading: "Reading the worktrees",
    listFailed: (why: string) => `The worktrees could not be read: ${why}`,
    again: "Read again",
    sessionDeleted: "session deleted",
    inUse: "in use",
    clean: "nothing uncommitted",
    uncommitted: (count: number) => `${number.format(count)} uncommitted`,
    ahead: (count: number, base: string | null) =>
      `${commits(count)} ${base === null ? "of its own" : `not in ${base}`}`,
    unpushed: (count: number) => `${number.format(count)} not pushed`,
    open: "Open session",
    openOf: (title: string) => `Open session ${title}`,
    remove: "Remove",
  },
} as const;

function commits(count: number): string {
  return `${number.format(count)} ${one(count, "commit", "commits")}`;
}

function changedFiles(count: number): string {
  return `${number.format(count)} changed ${one(count, "file", "files")}`;
}

function one(count: number, singular: string, other: string): string {
  return rules.select(count) === "one" ? singular : other;
}
