import type { BackendId, PersonaId, TaskId } from "../protocol/index.ts";

/** Who the agent should be: data, made of one Markdown template per task. */
export interface Persona {
  readonly id: PersonaId;
  readonly displayName: string;
  readonly description: string;
  /** A lucide icon's name. */
  readonly icon: string;
  /** The pack that brings it. */
  readonly source: string;
  /** The first is the default. */
  readonly templates: readonly Template[];
  /** The beads that it is suggested for: by type ("*": any), or by the role that they name. */
  readonly suits: readonly Suit[];
  readonly backend?: BackendId;
  readonly model?: string;
}

export interface Suit {
  readonly types: readonly string[];
  readonly roles: readonly string[];
  readonly task?: TaskId;
}

export interface Template {
  readonly task: TaskId;
  /** Markdown with `{{variables}}`; empty for the plain agent. */
  readonly text: string;
}

/** What a template may name; a value that is not known is null. */
export interface PromptVariables {
  readonly cwd: string | null;
  readonly bead_id: string | null;
  readonly task: string | null;
  /** The bead, as data in a fence of its own. */
  readonly bead: string | null;
  /** What it is a part of, likewise. */
  readonly parent: string | null;
  /** What is not done and stands before it, likewise. */
  readonly blockers: string | null;
  /** The project and what its tracker is, likewise. */
  readonly project: string | null;
  /** Which kind of specialist the bead names. */
  readonly role: string | null;
}

export const NO_VARIABLES: PromptVariables = {
  cwd: null,
  bead_id: null,
  task: null,
  bead: null,
  parent: null,
  blockers: null,
  project: null,
  role: null,
};
