import { SwitchyardError, type TaskId } from "../protocol/index.ts";
import type { Persona, PromptVariables, Template } from "./persona.ts";

/** The system prompt of a session: the persona's template for the task, its variables filled in. */
export function composePrompt(
  persona: Persona,
  task: TaskId | undefined,
  variables: PromptVariables,
): string {
  const template = templateFor(persona, task);
  if (template === undefined) return "";
  const known = new Map<string, string | null>(Object.entries(variables));
  return template.text.replaceAll(VARIABLE, (_, name: string) => {
    if (!known.has(name)) {
      throw new SwitchyardError(
        "INVALID_PERSONA",
        `The template "${template.task}" of "${persona.id}" names {{${name}}}, which does not exist. There are: ${[...known.keys()].join(", ")}.`,
      );
    }
    return known.get(name) ?? "(none)";
  });
}

/** The template for a task, the persona's first for none; a task it has no template for is an error. */
export function templateFor(persona: Persona, task: TaskId | undefined): Template | undefined {
  if (task === undefined) return persona.templates[0];
  const template = persona.templates.find((each) => each.task === task);
  if (template === undefined && persona.templates.length > 0) {
    throw new SwitchyardError(
      "INVALID_PERSONA",
      `"${persona.id}" has no template for the task "${task}". It has: ${persona.templates.map((each) => each.task).join(", ")}.`,
    );
  }
  return template;
}

const VARIABLE = /\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g;
