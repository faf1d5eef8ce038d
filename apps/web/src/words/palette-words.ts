/** The words of the palette. */
export const paletteWords = {
  placeholder: "Sessions, beads, settings, actions",
  list: "What fits",
  recent: "Recent",
  actions: "Actions",
  go: "Go to",
  sessions: "Sessions",
  beads: (project: string) => `Beads of ${project}`,
  projects: "Projects",
  settings: "Settings",
  said: "In what was said",
  searchSaid: (query: string) => `Search for “${query}” in all sessions`,
  open: "Open",
  beside: "Open beside",
  count: (count: number) => (count === 1 ? "1 result" : `${count} results`),
  none: (query: string) => `Nothing here is called “${query}”.`,
  readingBeads: "Reading the beads",
} as const;
