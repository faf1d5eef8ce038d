import type { BackendId, PersonaId, PersonaInfo, TaskId } from "../protocol/index.ts";

/** Who the agent should be: data, made of one Markdown template per task. */
export interface Persona {
  readonly id: PersonaId;
  readonly displayName: string;
  readonly description: string;
  /** A lucide icon's name. */
  readonly icon: string;
  /** The pack or the folder that brings it. */
  readonly source: string;
  readonly layer: PersonaInfo["layer"];
  /** The pack's; null: it comes from a folder that has no version. */
  readonly packVersion: string | null;
  /** Of all its text: SHA-256 in hex. */
  readonly hash: string;
  /** The file that it is read from; null: it comes with Switchyard or with a pack. */
  readonly file: string | null;
  readonly variables: readonly PersonaInfo["variables"][number][];
  /** What its file asks for and doesn't get. */
  readonly ignored: readonly PersonaInfo["ignored"][number][];
  /** While there are any, no session can have it. */
  readonly problems: readonly PersonaInfo["problems"][number][];
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
  /** Markdown with `{{variables}}`. */
  readonly text: string;
  /** Its author wrote for another program: `{{…}}` in it is text. @default false */
  readonly isVerbatim?: true;
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
  /** Values of the persona's own variables, by their names. @default their defaults */
  readonly given?: Readonly<Record<string, string>>;
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
