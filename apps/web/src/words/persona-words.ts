import type { PersonaInfo } from "@switchyard/core/protocol";

const rules = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");
const list = new Intl.ListFormat("en");

/** What is said of personas: where they come from, the choice of one, their text, their list in the settings. */
export const personaWords = {
  loading: "Reading the personas",
  failed: "The personas could not be read",
  count: (count: number) => `${number.format(count)} ${one(count, "persona", "personas")}`,
  countOf: (found: number, all: number) => `${number.format(found)} of ${number.format(all)}`,

  layers: {
    project: "This project",
    user: "Yours",
    installed: "Installed",
    built_in: "Built in",
  } satisfies Record<PersonaInfo["layer"], string>,
  /** A source by its name; the built-in one has none that means something to a user. */
  source: ({ layer, source }: Sourced) => (layer === "built_in" ? personaWords.layers.built_in : source),
  pack: (source: string, version: string | null) => (version === null ? source : `${source} ${version}`),
  from: (persona: Sourced) => (persona.layer === "built_in" ? "built in" : `from ${persona.source}`),
  overrides: (others: readonly Sourced[]) =>
    `overrides ${list.format(others.map(({ layer, source }) => (layer === "built_in" ? "the built-in one" : source)))}`,
  ignored: (fields: readonly string[]) => `not applied: ${fields.join(", ")}`,
  unusable: (problem: string, more: number) =>
    `Can’t be used: ${problem}${more === 0 ? "" : ` (and ${number.format(more)} more)`}`,
  problem: ({ file, line, message }: { file: string; line: number; message: string }) =>
    `${file}:${line} ${message}`,

  all: "All personas…",
  allText: (count: number, ofProject: number) =>
    ofProject === 0
      ? `${number.format(count)} to search and read`
      : `${number.format(count)}, of which ${number.format(ofProject)} ${one(ofProject, "comes", "come")} with this project`,
  missing: (persona: string) => `There is no persona “${persona}” here. Choose another one.`,
  because: (persona: string, why: string) => `${persona}: ${why}`,
  asksFor: (backend: string, isReady: boolean) =>
    isReady ? `asks for ${backend}` : `asks for ${backend}, which is not ready`,
  itsModel: (model: string) => `${model}, as the persona asks`,
  offHere: "off in this project",
  variablesOf: (persona: string) => `Variables of ${persona}`,
  /** "team_name": "Team name". */
  variable: (name: string) => {
    const spoken = name.replaceAll("_", " ").trim();
    return spoken === "" ? name : spoken.charAt(0).toUpperCase() + spoken.slice(1);
  },

  picker: {
    title: "Choose a persona",
    search: "Search personas",
    placeholder: "Name, words or source",
    label: "Personas",
    chosen: "chosen now",
    none: (query: string) => `No persona matches “${query}”`,
    noneText: "Search for other words, or for the folder or pack that it comes from.",
  },

  prompt: {
    loading: "Writing the prompt",
    empty: "This persona adds no text.",
    failed: "The prompt could not be written",
    again: "Try again",
    problems: (count: number) => `${number.format(count)} ${one(count, "fault", "faults")} in its files`,
    unseen: (count: number) =>
      `${number.format(count)} ${one(count, "character that can’t be seen is", "characters that can’t be seen are")} marked in the text.`,
    more: (left: number) => `Show more, ${number.format(left)} characters are left`,
  },

  sources: {
    title: "Not all personas could be read",
    all: (count: number) => `Show all ${number.format(count)}`,
  },

  settings: {
    text: "Who an agent should be: the text that a session begins with. A project keeps its own in .switchyard/personas, .claude/agents or .agent/templates/personas; packs bring more. Where several have one id, the project’s is taken, else yours, else that of a pack, else the built-in one.",
    project: "Personas of",
    noProject: "The bridge’s folder",
    again: "Read again",
    none: "No persona is there.",
    more: (left: number) => `Show ${number.format(left)} more`,
    id: "Id",
    from: "From",
    file: "File",
    copyFile: "Copy the file’s path",
    overrides: "Overrides",
    suits: "Suggested for",
    anyBead: "any bead",
    role: (role: string) => `the role ${role}`,
    forTask: (who: string, task: string) => `${who}: ${task}`,
    variable: (name: string, description: string, byDefault: string | null) =>
      [name, description && `: ${description}`, byDefault && ` (${byDefault})`].join(""),
    backend: "Backend",
    model: "Model",
    variables: "Variables",
    ignored: "Not applied",
    problems: "Faults",
    task: "Text for the task",
    textOf: (persona: string) => `Text of ${persona}`,
    textFor: (persona: string, task: string) => `Text of ${persona} for ${task}`,
  },
} as const;

type Sourced = Pick<PersonaInfo, "layer" | "source">;

/** "implement-task" as it is said: "implement task". */
export function spokenTask(task: string): string {
  return task.replaceAll(/[-_]+/g, " ");
}

function one(count: number, singular: string, other: string): string {
  return rules.select(count) === "one" ? singular : other;
}
