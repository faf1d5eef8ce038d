import { SwitchyardError, type TaskId } from "../protocol/index.ts";
import type { Persona, PromptVariables, Template } from "./persona.ts";

/**
 * The system prompt of a session: the persona's template for the task, its variables filled in.
 * `{{name}}` stands for a value, "(none)" where it is not known; `{{#name}}…{{/name}}` is left out then,
 * and what is left has no two empty lines in a row.
 * @throws {SwitchyardError} INVALID_PERSONA
 */
export function composePrompt(
  persona: Persona,
  task: TaskId | undefined,
  variables: PromptVariables,
): string {
  const template = templateFor(persona, task);
  if (template === undefined) return "";
  const values = new Map<string, string | null>(Object.entries(variables));
  try {
    return fillIn(keepSections(template.text, values), values).trim();
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    const where = `The template "${template.task}" of "${persona.id}"`;
    throw new SwitchyardError("INVALID_PERSONA", `${where} ${error.message}`, { persona: persona.id });
  }
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

class TemplateFault extends Error {}

type Values = ReadonlyMap<string, string | null>;

/** Sections don't nest. The line breaks after tags on lines of their own go with the tags. */
function keepSections(text: string, values: Values): string {
  const kept = text.replaceAll(SECTION, (_, ...groups: string[]) => {
    const [name = "", opened, body = "", closed = ""] = groups;
    const after = opened === "" ? closed : "";
    return valueOf(name, values) === null ? after : body + after;
  });
  const stray = STRAY_TAG.exec(kept)?.[0];
  if (stray === undefined) return kept.replaceAll(/\n{3,}/g, "\n\n");
  throw new TemplateFault(`has ${stray} without its other half, or one section inside another.`);
}

const SECTION = /\{\{#([a-z_]+)\}\}(\n?)((?:(?!\{\{#)[^])*?)\{\{\/\1\}\}(\n?)/g;
const STRAY_TAG = /\{\{\s*[#/][^}]*\}\}/;

/** In one pass: what a value contains is not a variable. */
function fillIn(text: string, values: Values): string {
  return text.replaceAll(VARIABLE, (_, name: string) => valueOf(name, values) ?? "(none)");
}

const VARIABLE = /\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g;

function valueOf(name: string, values: Values): string | null {
  const value = values.get(name);
  if (value !== undefined) return value;
  throw new TemplateFault(
    `names {{${name}}}, which does not exist. There are: ${[...values.keys()].join(", ")}.`,
  );
}
