import { nameUnseen } from "@switchyard/core/persona";
import type { PersonaInfo, PersonaProblem } from "@switchyard/core/protocol";
import type { Parted } from "./front-matter.ts";
import { CHAT } from "./head.ts";
import type { OpenPack } from "./open-pack.ts";
import { makePersona, readable, type ReadPersona } from "./persona-made.ts";
import { fileName, idFrom } from "./persona-name.ts";
import { problemAt, problemOf } from "./source-text.ts";

/** Makes a persona of a file that was written for another program; its text is given as it is. */
export function foreignPersona(
  pack: OpenPack,
  { head, body }: Parted,
  fields: ReadonlyMap<string, unknown>,
): ReadPersona {
  return { ...read(pack, { head, body }, fields), isForeign: true };
}

function read(pack: OpenPack, { head, body }: Parted, fields: ReadonlyMap<string, unknown>): ReadPersona {
  const { path } = head;
  const told = textOf(fields.get("name"));
  const { id, why } = idFrom(told, fileName(path));
  if (id === null)
    return { persona: null, problems: [problemAt(head, offsetOf(head.text, "name"), why)], path };
  const model = modelOf(fields.get("model"));
  const text = body.text.trim();
  const problems: PersonaProblem[] = text === "" ? [problemOf(path, "it has no text below its head.")] : [];
  return makePersona(pack, {
    id,
    path,
    displayName: label(told === "" ? fileName(path) : told, 120) || id,
    description: firstLine(textOf(fields.get("description"))),
    icon: "bot",
    suits: [],
    variables: [],
    ignored: ignoredOf(fields, model),
    problems,
    templates: [{ task: CHAT, text, isVerbatim: true }],
    ...(model === null ? {} : { model }),
  });
}

/** Whether a head was meant for a program at all: one that has neither may be a command's, or a page's. */
export function isAgent(fields: ReadonlyMap<string, unknown>): boolean {
  return textOf(fields.get("name")) !== "" || textOf(fields.get("description")) !== "";
}

/** A slug is made readable; what someone wrote as words stays. */
function label(name: string, max: number): string {
  const words = cut(oneLine(name), max);
  return /^[a-z0-9_-]+$/.test(words) ? readable(words) : words;
}

/** Some write the line breaks of examples as "\n" into one line. */
export function firstLine(text: string): string {
  const [first = ""] = text.trim().split(/\n|\\n/, 1);
  return cut(oneLine(first), MAX_DESCRIPTION);
}

const MAX_DESCRIPTION = 160;

function oneLine(text: string): string {
  return nameUnseen(text, () => "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  // Half of a character at the end is none.
  const whole = text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${whole.trimEnd()}…`;
}

function modelOf(value: unknown): string | null {
  const model = oneLine(textOf(value));
  return model === "" || isInherited(model) || model.length > 128 ? null : model;
}

/** It means the model of the session. */
function isInherited(model: string): boolean {
  return model.trim().toLowerCase() === "inherit";
}

/** All that its file asks for beside who it is; a field without a value asks for nothing, but for no tools at all. */
function ignoredOf(fields: ReadonlyMap<string, unknown>, model: string | null): PersonaInfo["ignored"] {
  const honoured = new Set(["name", "description", ...(model === null ? [] : ["model"])]);
  return [...fields]
    .filter(([field, value]) => !honoured.has(field) && !(field === "model" && isInherited(textOf(value))))
    .map(([field, value]) => [field, isNoTools(field, value) ? "none" : textOf(value)] as const)
    .filter(([, value]) => value !== "")
    .slice(0, MAX_IGNORED)
    .map(([field, value]) => ({ field: cut(oneLine(field), 64), value: cut(oneLine(value), 100) }));
}

const MAX_IGNORED = 30;

function isNoTools(field: string, value: unknown): boolean {
  return field === "tools" && Array.isArray(value) && value.length === 0;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (Array.isArray(value) && value.every((each) => typeof each !== "object")) return value.join(", ");
  return JSON.stringify(value);
}

function offsetOf(head: string, field: string): number {
  return Math.max(0, `\n${head}`.indexOf(`\n${field}:`));
}
