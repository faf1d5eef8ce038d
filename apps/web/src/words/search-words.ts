const rules = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** What the search says. */
export const searchWords = {
  title: "Search",
  field: "Search in what was said",
  placeholder: "Words of messages, answers, tools and titles",
  searching: "Searching",
  found: (hits: number, sessions: number) => `${places(hits)} in ${inSessions(sessions)}`,
  foundBest: (hits: number, sessions: number) =>
    `The best ${places(hits)}, in ${inSessions(sessions)}. More words find fewer.`,
  stillReading: "Still reading older sessions",
  emptyTitle: "Search all sessions",
  emptyText:
    "Finds what you wrote, what was answered, what tools did, and titles, in archived sessions too. All words must be there.",
  noneTitle: (query: string) => `Nothing holds “${query}”`,
  noneText: "All words must be there. Fewer words, or the beginning of one, find more.",
  noneYet: "Still reading older sessions: what is found there shows by itself.",
  failed: "The search did not work",
  again: "Search again",
  more: (count: number) => `Show ${number.format(count)} more in this session`,
  kinds: { user: "You", message: "Answer", tool: "Tool", title: "Title" },
} as const;

function places(count: number): string {
  return `${number.format(count)} ${rules.select(count) === "one" ? "place" : "places"}`;
}

function inSessions(count: number): string {
  return `${number.format(count)} ${rules.select(count) === "one" ? "session" : "sessions"}`;
}
