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
  readonly backend?: BackendId;
  readonly model?: string;
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
}
