import { InvalidParamsError, SwitchyardError, type TaskId } from "../protocol/index.ts";
import type { Persona, PromptVariables, Template } from "./persona.ts";
import { fillIn } from "./template.ts";

/**
 * The system prompt of a session: the persona's template for the task, its variables filled in.
 * `{{name}}` stands for a value, "(none)" where it is not known; `{{#name}}…{{/name}}` is left out then,
 * and what is left has no two empty lines in a row.
 * @throws {SwitchyardError} INVALID_PERSONA for a task that has no template, and for a persona with problems
 * @throws {InvalidParamsError} for a value of a variable that the persona doesn't have
 */
export function composePrompt(
  persona: Persona,
  task: TaskId | undefined,
  variables: PromptVariables,
): string {
  refuseProblems(persona);
  return draftPrompt(persona, task, variables);
}

/**
 * As `composePrompt`, also for a persona with problems: what names no variable stands as it is.
 * @throws {SwitchyardError} INVALID_PERSONA for a task that has no template
 * @throws {InvalidParamsError} for a value of a variable that the persona doesn't have
 */
export function draftPrompt(persona: Persona, task: TaskId | undefined, variables: PromptVariables): string {
  const values = valuesFor(persona, variables);
  const template = templateFor(persona, task);
  if (template === undefined) return "";
  return noCommand(
    template.isVerbatim === true ? template.text.trim() : fillIn(template.text, values).trim(),
  );
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

/** @throws {SwitchyardError} INVALID_PERSONA, naming file and line */
export function refuseProblems({ id, source, problems }: Persona): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` ${others.length} more: see the preview.`;
  throw new SwitchyardError(
    "INVALID_PERSONA",
    `The persona "${id}" of ${source} can't be used. ${first.file}:${first.line}: ${first.message}${more}`,
    { persona: id, problems: [...problems] },
  );
}

/** An empty value is none. */
function valuesFor(
  persona: Persona,
  { given = {}, ...known }: PromptVariables,
): ReadonlyMap<string, string | null> {
  const values = new Map<string, string | null>(persona.variables.map((each) => [each.name, each.default]));
  refuseUnknownVariables(persona, given, []);
  for (const [name, value] of Object.entries(given)) values.set(name, value);
  for (const [name, value] of Object.entries(known)) values.set(name, value);
  for (const [name, value] of values) if (value === "") values.set(name, null);
  return values;
}

/**
 * Refuses values of variables that the persona doesn't have; `path`: to what they were given with.
 * @throws {InvalidParamsError}
 */
export function refuseUnknownVariables(
  { id, variables }: Persona,
  given: Readonly<Record<string, string>>,
  path: readonly (string | number)[],
): void {
  const there = variables.map((each) => each.name);
  const stranger = Object.keys(given).find((name) => !there.includes(name));
  if (stranger === undefined) return;
  const has = there.length === 0 ? "It has none" : `It has: ${there.join(", ")}`;
  throw new InvalidParamsError([...path, "variables", stranger], `is no variable of "${id}". ${has}`);
}

/**
 * Where a program has no place of its own for a system prompt, it is the beginning of the first message, and CLIs
 * read "/" and "@" there as commands. Who wrote a text for another program, or a value, did not know that.
 */
function noCommand(text: string): string {
  return /^[\p{Cc}\p{Cf}\s]*[/@]/u.test(text) ? `Your instructions:\n\n${text}` : text;
}
