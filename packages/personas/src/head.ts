import { NO_VARIABLES, type Suit } from "@switchyard/core/persona";
import { BackendId, PersonaId, type PersonaVariable, TaskId } from "@switchyard/core/protocol";
import { z } from "zod";
import { distinct, line } from "./words.ts";

export const CHAT = TaskId.parse("chat");

/** The plain agent: ours alone, and the one that has no task. */
export const NONE = "none";

/** The variables that every template has. */
export const KNOWN_VARIABLES: readonly string[] = Object.keys(NO_VARIABLES);

/** The beads that a persona is for: a list, or a mapping to the task that each asks for. */
const suited = z.union([distinct(line(120), 100), z.record(line(120), TaskId)], {
  error: "must be a list, or a mapping to its tasks",
});

const variableName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, "must be a name: a-z, 0-9 and _, at most 64 characters")
  .refine((name) => !KNOWN_VARIABLES.includes(name), "is a variable that every template has")
  .meta({ not: { enum: KNOWN_VARIABLES } });

const value = z.string().max(4096, "must be at most 4096 characters long");

const variable = z.union(
  [value, z.strictObject({ description: line(200).optional(), default: value.nullish() }), z.null()],
  { error: "must be a default in quotes, { description, default }, or nothing" },
);

/** Each is a file, and one of that name is the persona's own. */
const taskName = TaskId.refine((task) => task !== "persona", "is the name of the persona's own file").meta({
  not: { const: "persona" },
});

/** The front matter of `persona.md`; what it says of its fields is for authors, as what only their editors are told. */
export const PersonaHead = z.strictObject({
  id: PersonaId.describe("The name of its folder, or of its file without .md").meta({ not: { const: NONE } }),
  displayName: line(120).describe("What people call it"),
  description: line(160).describe("What it is for, in one line"),
  icon: z
    .string()
    .max(64)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "must be the name of a lucide icon")
    .default("user-round")
    .describe("The name of a lucide icon"),
  tasks: distinct(taskName, 50)
    .meta({ minItems: 1 })
    .default([CHAT])
    .describe("What it can be asked to do: a file <task>.md beside this one each, the default one first"),
  beadTypes: suited
    .default([])
    .describe('The types of beads that it is suggested for, "*" for any; with a mapping, each for a task'),
  roles: suited
    .default([])
    .describe("The roles, named by a bead's label specialist:<role>, that it is suggested for"),
  backend: BackendId.optional().describe("The backend that is meant when none is chosen"),
  model: line(128).optional().describe("The model, where the backend has it"),
  variables: z
    .record(variableName, variable, { error: "must be a mapping of names to their defaults" })
    .refine((all) => Object.keys(all).length <= 50, "must be at most 50")
    .meta({ maxProperties: 50 })
    .default({})
    .describe("Variables of its own, with their defaults, that whoever starts a session may fill in"),
});
export type PersonaHead = z.infer<typeof PersonaHead>;

export function variablesOf({ variables }: PersonaHead): PersonaVariable[] {
  return Object.entries(variables).map(([name, told]) => {
    if (told === null || typeof told === "string") return { name, description: "", default: told };
    return { name, description: told.description ?? "", default: told.default ?? null };
  });
}

export function suitsOf({ beadTypes, roles }: PersonaHead): Suit[] {
  return [
    ...byTask(beadTypes).map(({ names, task }) => ({ types: names, roles: [], ...task })),
    ...byTask(roles).map(({ names, task }) => ({ types: [], roles: names, ...task })),
  ];
}

function byTask(of: PersonaHead["beadTypes"]): { names: string[]; task: { task?: TaskId } }[] {
  if (Array.isArray(of)) return of.length === 0 ? [] : [{ names: of, task: {} }];
  const groups = Map.groupBy(Object.entries(of), ([, task]) => task);
  return [...groups].map(([task, pairs]) => ({ names: pairs.map(([name]) => name), task: { task } }));
}
