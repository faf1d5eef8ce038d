import type { Provenance } from "@switchyard/core/protocol";

const number = new Intl.NumberFormat("en");

/** What is said of what a session was made of, and of what came of those that were. */
export const outcomeWords = {
  madeOf: "Made of",
  persona: "Persona",
  from: "From",
  text: "Text",
  backend: "Backend",
  plugin: "Plug-in",
  program: "Program",
  model: "Model",
  until: (turn: number) => `Until turn ${number.format(turn)}`,
  programOf: (version: string) => `program ${version}`,
  hash: (hash: string) => `SHA-256 of all of it: ${hash}`,
  untold: "not told yet",
  noText: "When this session began, this was not kept yet.",
  since: {
    changed: "Changed since",
    overridden: "Another one goes before it now",
    gone: "Not there any more",
  },
  sinceTitle: {
    changed: "This session goes on with the text that it began with.",
    overridden: "New sessions get another persona of this name.",
    gone: "This session goes on with the text that it began with.",
  },
  copy: "Copy all of it",

  /** The lines that are copied; what is not known is left out. */
  copied: {
    persona: (id: string) => `Persona: ${id}`,
    from: (where: string) => `From: ${where}`,
    hash: (hash: string) => `Persona SHA-256: ${hash}`,
    backend: (id: string) => `Backend: ${id}`,
    plugin: ({ name, version, hash }: NonNullable<Provenance["backend"]["plugin"]>) =>
      `Plug-in: ${name} ${version}\nPlug-in SHA-256: ${hash}`,
    program: (version: string) => `Program: ${version}`,
    model: (model: string) => `Model: ${model}`,
    until: (turn: number) => `Until turn ${number.format(turn)}:`,
  },

  /** The table in the settings. */
  table: {
    title: "By persona and backend",
    text: "How sessions went, also those that were deleted. A turn failed when it ended by an error or with its program; one that you interrupted did not.",
    project: "Of which project",
    allProjects: "All projects",
    persona: "Persona",
    backend: "Backend",
    sessions: "Sessions",
    turns: "Turns",
    failed: "Failed",
    beads: "Beads closed",
    cost: "Cost",
    noBeads: "no bead",
    closed: (closed: number, all: number) => `${number.format(closed)} of ${number.format(all)}`,
    unknown: (count: number) => `${number.format(count)} unknown`,
    whyUnknown:
      "A bead is unknown where no tracker tells of it: its project is not in the list, the tracker did not answer, or it does not have the bead.",
    none: "No turn has ended yet. How sessions went is summed up here.",
    noneIn: (days: number) => `No turn ended in the last ${days} days.`,
    noneOf: "No turn has ended in this project yet.",
    noneOfIn: (days: number) => `No turn ended in this project in the last ${days} days.`,
    reading: "Reading how sessions went",
    failedToRead: "How sessions went could not be read",
    showAll: (count: number) => `Show all ${number.format(count)}`,
  },
} as const;
