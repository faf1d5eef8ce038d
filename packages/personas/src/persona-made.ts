import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Persona, Template } from "@switchyard/core/persona";
import type { PersonaId, PersonaProblem } from "@switchyard/core/protocol";
import { NONE } from "./head.ts";
import type { OpenPack } from "./open-pack.ts";
import { firstProblems } from "./source-text.ts";

/** What became of a file or a folder that may be a persona. */
export interface ReadPersona {
  /** Null: it is none, or not even its id can be told. */
  readonly persona: Persona | null;
  /** Those of the persona too. */
  readonly problems: readonly PersonaProblem[];
  /** Relative to the folder of its pack. */
  readonly path: string;
  /** It was written for another program. @default false */
  readonly isForeign?: boolean;
}

/** What a persona is made of, whatever it was read from. */
export type Parts = Omit<Persona, "source" | "layer" | "packVersion" | "hash" | "file"> & {
  /** Relative to its folder. */
  readonly path: string;
};

export function makePersona({ root, origin }: OpenPack, { path, ...parts }: Parts): ReadPersona {
  const isFolder = origin.layer === "project" || origin.layer === "user";
  const problems = firstProblems(distinctProblems(parts.problems));
  const persona: Persona = {
    ...parts,
    ...origin,
    problems,
    hash: hashOf(parts),
    file: isFolder ? join(root, path) : null,
  };
  return { persona, problems, path };
}

/** A persona whose head can't be read: it stands before others of its id all the same, but for the plain agent. */
export function brokenPersona(
  pack: OpenPack,
  { id, path, problems }: { id: PersonaId; path: string; problems: readonly PersonaProblem[] },
): ReadPersona {
  if (id === NONE) return { persona: null, problems, path };
  return makePersona(pack, {
    id,
    path,
    problems,
    displayName: readable(id),
    description: "",
    icon: "user-round",
    suits: [],
    variables: [],
    ignored: [],
    templates: [],
  });
}

/** "code-reviewer" as one writes it: "Code reviewer". */
export function readable(slug: string): string {
  const words = slug.replaceAll(/[-_\s]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A part that several templates have is wrong once. */
export function distinctProblems(problems: readonly PersonaProblem[]): PersonaProblem[] {
  const known = new Map(problems.map((each) => [`${each.line}\0${each.file}\0${each.message}`, each]));
  return [...known.values()];
}

function hashOf(parts: Omit<Parts, "path">): string {
  const { id, displayName, description, icon, suits, variables, backend, model } = parts;
  const templates = parts.templates.map(({ task, text, isVerbatim }: Template) => [task, text, isVerbatim]);
  const told = [id, displayName, description, icon, suits, variables, backend, model, templates];
  return createHash("sha256").update(JSON.stringify(told)).digest("hex");
}
