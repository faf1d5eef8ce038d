const rules = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** What is said of conversations that were begun in a terminal. */
export const takeOverWords = {
  open: "Take over from a terminal…",
  title: "Take over from a terminal",
  lead: "Conversations that the CLIs keep on this machine. One that you take over becomes a session with all that was said; the next message goes on with it.",
  field: "Find a conversation",
  placeholder: "Words of the title, folder or backend",
  loading: "Reading the CLIs’ own files",
  found: (count: number) =>
    `${number.format(count)} ${rules.select(count) === "one" ? "conversation" : "conversations"}`,
  failed: "The conversations could not be read",
  again: "Read again",
  emptyTitle: "No conversation from a terminal",
  emptyText: "What you say to a CLI in a terminal shows here, if it keeps its conversations in files.",
  noneTitle: (query: string) => `No conversation holds “${query}”`,
  noneText: "Older ones may: show them, or try fewer words.",
  clear: "Clear the search",
  older: "Show older ones",
  noFolder: "Folder unknown",
  noFolderReason: "Its file does not tell the folder that it was held in.",
  untitled: "Untitled",
  takeOver: "Take over",
  takeOverFailed: (title: string) => `“${title}” was not taken over`,
  here: "Already here",
  show: "Open",
  recent: "May still be open in a terminal",
  recentText: "Close it there first: two programs that write one conversation can damage it.",
} as const;
