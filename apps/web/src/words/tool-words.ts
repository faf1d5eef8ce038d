/** What tool cards, diffs, output, pictures and the changed files say. */
export const toolWords = {
  keys: { foldAll: "Fold or unfold all tools" },
  showInput: "Show the input",
  hideInput: "Hide the input",
  exit: (code: number) => `exit ${code}`,

  layout: "Layout of the diff",
  inline: "Inline",
  sideBySide: "Side by side",
  ignoreSpace: "Ignore blanks",
  ignoreSpaceTitle: "Lines that differ in blanks alone count as the same",
  onlySpace: "Nothing but blanks differs.",
  unchanged: (count: number) => plural(count, "1 unchanged line", `${number(count)} unchanged lines`),
  showUnchanged: (count: number) =>
    plural(count, "Show 1 unchanged line", `Show ${number(count)} unchanged lines`),
  apart: "Further on in the file",
  showMore: (count: number) => `Show ${number(count)} more`,
  openAll: (count: number) => `Open all ${number(count)} lines`,
  openDiff: "Open the diff",
  readingDiff: "Comparing",
  diffOf: (path: string, added: number, removed: number) =>
    `Diff of ${path}, ${plural(added, "1 line", `${number(added)} lines`)} added, ${number(removed)} removed`,
  moreCharacters: (count: number) => ` … ${number(count)} more characters`,

  copyOutput: "Copy the output",
  wrap: "Wrap lines",
  searchOutput: "Search in output",
  searchNone: "Not found",
  searchPlace: (at: number, count: number, isCut: boolean) =>
    `${number(at)} of ${number(count)}${isCut ? " or more" : ""}`,
  searchPrevious: "Previous place (Shift+Enter)",
  searchNext: "Next place (Enter)",
  searchClose: "Close the search",
  showLines: (count: number) => `Show all ${number(count)} lines`,
  showLastLines: "Show the last lines only",

  images: "Pictures",
  image: (at: number, count: number, from: string) =>
    count === 1 ? `Picture from ${from}` : `Picture ${at} of ${count} from ${from}`,
  attachedImage: (name: string) => `Attached picture ${name}`,
  imageFailed: "This picture could not be shown",
  imageLarge: (size: string) => `Picture, ${size}`,
  imageLoad: "Show it",
  imageReading: "Reading the picture",
  imageOpen: (name: string) => `${name}, open it large`,
  agent: "the agent",
  attachments: "Attached files",
  openFile: (name: string, size: string) => `${name}, ${size}, open it`,
  readFailed: (name: string) => `${name} could not be read`,
  download: "Download",
  noPreview: "This file has no preview.",

  changes: "Changes",
  noChanges: "No files changed yet.",
  changesReading: "Looking at what changed",
  fromEdits: "Counted from the edits in this session.",
  fromEditsBecause: (why: string) => `Counted from the edits in this session. ${why}`,
  shared: "Others worked in this folder meanwhile: some of it may be theirs.",
  moreFiles: (count: number) => plural(count, "and 1 more file", `and ${number(count)} more files`),
  commits: "Commits since the session began",
  showAllCommits: (count: number) => `Show all ${number(count)} commits`,
  showAllFiles: (count: number) => `Show all ${number(count)} files`,
  statuses: { added: "Added", modified: "Modified", deleted: "Deleted", renamed: "Renamed" },
  renamedFrom: (path: string) => `was ${path}`,
  binary: "binary",
  branch: (name: string) => `Branch ${name}`,
  branchOf: (name: string) => `The branch ${name} is checked out`,
  backToTranscript: "Back to the transcript",
  closeChanges: "Close the changes",
  files: "Changed files",
  nextFile: "Next file",
  previousFile: "Previous file",
  filePlace: (at: number, count: number) => `${number(at)} of ${number(count)}`,
  fileFailed: (why: string) => `The change could not be read: ${why}`,
  again: "Try again",
  isBinary: "This file is no text, so there is nothing to compare.",
  isCut: "This file is longer than 256 kB: only its beginning is compared.",
  isUnchanged: "This file is as it was when the session began.",
  isDeleted: "Deleted",
  notLoaded: "This edit is not in the part of the history that is loaded.",
} as const;

function number(count: number): string {
  return count.toLocaleString("en");
}

const rules = new Intl.PluralRules("en");

function plural(count: number, one: string, other: string): string {
  return rules.select(count) === "one" ? one : other;
}
