import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import {
  composePrompt,
  type Persona,
  type PromptVariables,
  type Suit,
  type Template,
} from "@switchyard/core/persona";
import { BackendId, PersonaId, SwitchyardError, TaskId } from "@switchyard/core/protocol";
import { z } from "zod";
import { openPack, type PackFiles } from "./pack-files.ts";
import { faultAt, type SourceText } from "./source-text.ts";
import { parseYaml, splitFrontMatter } from "./yaml-text.ts";

/** The personas that come with Switchyard; nothing is read before this is called. */
export function loadBuiltInPersonas(): Promise<Persona[]> {
  return loadPack(join(import.meta.dirname, "..", "packs", "built-in"));
}

/**
 * Reads the pack in a folder, whose name is the personas' `source`: `pack.yaml` names them in order,
 * `<id>/persona.md` says who one is, `<id>/<task>.md` what it does for a task; a `closing` ends each of these.
 * @throws {SwitchyardError} INVALID_PERSONA, naming file and line
 */
export async function loadPack(folder: string): Promise<Persona[]> {
  const files = await openPack(folder);
  const { personas, closing } = parseYaml(await files.read("pack.yaml"), PackManifest);
  const pack = { files, source: basename(folder), closing: await readClosing(files, closing) };
  const loaded: Persona[] = [];
  for (const id of personas) loaded.push(await loadPersona(pack, id));
  return loaded;
}

/** A list without duplicates. */
function distinct<T extends z.ZodType>(each: T) {
  return z.array(each).refine((list) => new Set(list).size === list.length, "names one twice");
}

const PackManifest = z.strictObject({
  personas: distinct(PersonaId),
  /** The file beside it, without its `.md`, that ends each template. @default none does */
  closing: TaskId.optional(),
});

interface Pack {
  readonly files: PackFiles;
  readonly source: string;
  readonly closing: string;
}

async function readClosing(files: PackFiles, name: string | undefined): Promise<string> {
  if (name === undefined) return "";
  const text = await files.read(`${name}.md`);
  checkTemplate(text);
  return text.text;
}

async function loadPersona({ files, source, closing }: Pack, id: PersonaId): Promise<Persona> {
  const { head, body } = splitFrontMatter(await files.read(`${id}/persona.md`));
  const { tasks, displayName, description, icon, suits, backend, model } = parseYaml(head, PersonaHead);
  checkTemplate(body);
  const templates: Template[] = [];
  for (const task of tasks) {
    const text = await files.read(`${id}/${task}.md`);
    checkTemplate(text);
    templates.push({ task, text: joined([body.text, text.text, closing]) });
  }
  return {
    id,
    displayName,
    description,
    icon,
    suits: suits.map((suit) => checkSuit(suit, { tasks, head })),
    source,
    layer: "built_in",
    packVersion: null,
    hash: createHash("sha256").update(JSON.stringify(templates)).digest("hex"),
    file: null,
    variables: [],
    ignored: [],
    problems: [],
    templates,
    ...(backend === undefined ? {} : { backend }),
    ...(model === undefined ? {} : { model }),
  };
}

function joined(parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join("\n\n");
}

const line = z.string().trim().min(1).max(120).regex(/^.*$/, "must be one line");

const PersonaHead = z.strictObject({
  displayName: line,
  /** One line, beside the name. */
  description: line,
  /** A lucide icon's name. */
  icon: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "must be the name of a lucide icon"),
  /** The first is the default; empty: an agent without a word of ours. */
  tasks: distinct(TaskId),
  /** The beads that it is suggested for; the first persona that fits is. */
  suits: z
    .array(
      z.strictObject({
        /** Of beads; "*": any. */
        types: z.array(line).default([]),
        /** That a bead names by the label `specialist:<role>` or in its metadata. */
        roles: z.array(line).default([]),
        /** @default its first one */
        task: TaskId.optional(),
      }),
    )
    .default([]),
  backend: BackendId.optional(),
  model: z.string().min(1).max(128).optional(),
});

function checkSuit(
  { types, roles, task }: z.infer<typeof PersonaHead>["suits"][number],
  { tasks, head }: { tasks: readonly TaskId[]; head: SourceText },
): Suit {
  if (task === undefined) return { types, roles };
  if (tasks.includes(task)) return { types, roles, task };
  throw faultAt(head, head.text.indexOf("suits"), `"${task}" is not among its tasks.`);
}

/** What would only be found when a session starts is found when the pack is read. */
function checkTemplate(source: SourceText): void {
  const beginning = source.text.search(/\S/);
  if (/^(?:[/@]|\{\{(?!#))/.test(source.text.slice(beginning))) {
    throw faultAt(source, beginning, 'a template begins with a word: CLIs read "/" and "@" as commands.');
  }
  for (const tag of source.text.matchAll(/\{\{[\s#/]*([^}]*?)\s*\}\}/g)) {
    if (Object.hasOwn(KNOWN, tag[1] ?? "")) continue;
    const there = Object.keys(KNOWN).join(", ");
    throw faultAt(source, tag.index, `${tag[0]} names no variable. There are: ${there}.`);
  }
  try {
    composePrompt({ ...ANYONE, templates: [{ task: ANY_TASK, text: source.text }] }, ANY_TASK, KNOWN);
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error;
    throw faultAt(
      source,
      source.text.search(/\{\{\s*[#/]/),
      "a section is not closed, not opened, or inside another.",
    );
  }
}

const KNOWN: PromptVariables = {
  cwd: "folder",
  bead_id: "bead-1",
  task: "task",
  bead: "bead",
  parent: "parent",
  blockers: "blockers",
  project: "project",
  role: "role",
};
const ANY_TASK = TaskId.parse("any");
const ANYONE = {
  id: PersonaId.parse("any"),
  displayName: "",
  description: "",
  icon: "",
  suits: [],
  source: "",
  layer: "built_in",
  packVersion: null,
  hash: "",
  file: null,
  variables: [],
  ignored: [],
  problems: [],
} as const;
