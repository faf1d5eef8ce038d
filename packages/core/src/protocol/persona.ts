import { z } from "zod";
import { BackendId, PersonaId, TaskId } from "./ids.ts";

/** Where a persona comes from; the first that is there goes before the others. */
export const PersonaLayer = z.enum(["project", "user", "installed", "built_in"]);
export type PersonaLayer = z.infer<typeof PersonaLayer>;

/** What is wrong with a persona's text, and where. */
export const PersonaProblem = z.object({
  /** Relative to the folder of its source, with `/`. */
  file: z.string(),
  /** From 1. */
  line: z.number().int().positive(),
  message: z.string(),
});
export type PersonaProblem = z.infer<typeof PersonaProblem>;

/** A variable of the persona's own, that whoever starts a session may fill in. */
export const PersonaVariable = z.object({
  /** a-z, 0-9 and _. */
  name: z.string(),
  description: z.string(),
  /** Null: it has no value unless one is given. */
  default: z.string().nullable(),
});
export type PersonaVariable = z.infer<typeof PersonaVariable>;

export const PersonaInfo = z.object({
  id: PersonaId,
  displayName: z.string(),
  description: z.string(),
  /** A lucide icon's name. */
  icon: z.string(),
  tasks: z.array(TaskId),
  /** The beads it is for, by their type ("*": any) or the role that they name; the first that fits is suggested. */
  suits: z.array(
    z.object({ types: z.array(z.string()), roles: z.array(z.string()), task: TaskId.optional() }),
  ),
  /** The pack or the folder that brings it ("built-in", ".switchyard/personas", "@acme/personas"). */
  source: z.string(),
  layer: PersonaLayer,
  /** The pack's; null: it comes from a folder that has no version. */
  packVersion: z.string().nullable(),
  /** Of all its text: SHA-256 in hex. */
  hash: z.string(),
  /** The file that it is read from; null: it comes with Switchyard or with a pack. */
  file: z.string().nullable(),
  /** Personas of the same id that it stands before, the next one first. */
  overrides: z.array(z.object({ layer: PersonaLayer, source: z.string() })),
  variables: z.array(PersonaVariable),
  /** What its file asks for and doesn't get here: tools, hooks, servers. */
  ignored: z.array(z.object({ field: z.string(), value: z.string() })),
  /** While there are any, it can be looked at and not started. */
  problems: z.array(PersonaProblem),
  backend: BackendId.optional(),
  model: z.string().optional(),
});
export type PersonaInfo = z.infer<typeof PersonaInfo>;
