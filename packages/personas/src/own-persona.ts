import { namesIn, type Persona, type Template } from "@switchyard/core/persona";
import { PersonaId, type PersonaProblem, type TaskId } from "@switchyard/core/protocol";
import { z } from "zod";
import { type Parted, partAtHead } from "./front-matter.ts";
import { CHAT, KNOWN_VARIABLES, NONE, PersonaHead, suitsOf, variablesOf } from "./head.ts";
import { isProblem, type OpenPack } from "./open-pack.ts";
import { brokenPersona, makePersona, type ReadPersona } from "./persona-made.ts";
import { NONE_IS_TAKEN } from "./persona-name.ts";
import { problemAt, problemOf, type SourceText } from "./source-text.ts";
import { joinPieces, type Piece, readPiece } from "./templates.ts";
import { HEAD, readYaml, shaped, type YamlText } from "./yaml-text.ts";

/** Where a persona of ours is read from. */
export interface Place {
  /** The name of its folder or file, which is its id. */
  readonly name: string;
  /** The folder with its templates; null: one file is all of it. */
  readonly folder: string | null;
  readonly path: string;
}

/** The place of a persona that is a folder, by the path of its `persona.md`. */
export function folderPlace(path: string): Place & { readonly folder: string } {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  return { name: folder.slice(folder.lastIndexOf("/") + 1), folder, path };
}

/** Reads a persona of the agreed format. */
export async function readOwnPersona(pack: OpenPack, place: Place): Promise<ReadPersona> {
  const source = await pack.read(place.path);
  if (isProblem(source)) return broken(pack, place, [source]);
  const parted = partAtHead(source);
  if (parted === null) {
    const message = 'it begins with no front matter: YAML between two lines "---".';
    return broken(pack, place, [problemOf(place.path, message)]);
  }
  return "message" in parted ? broken(pack, place, [parted]) : readParted(pack, place, parted);
}

async function readParted(pack: OpenPack, place: Place, { head, body }: Parted): Promise<ReadPersona> {
  const yaml = readYaml(head, HEAD, pack.takesYaml);
  const { value, problems } = shaped(yaml, PersonaHead);
  if (value === null) {
    return broken(pack, place, [...problems, ...(await faultsBeside(pack, place, { yaml, body }))]);
  }
  const { id, displayName, description, icon, tasks, backend, model } = value;
  const wrong = headFaults(pack, place, { yaml, value });
  if (id === NONE && pack.origin.layer !== "built_in")
    return { persona: null, problems: wrong, path: place.path };
  const variables = variablesOf(value);
  const own = variables.map(({ name }) => name);
  const { templates, faults } = await readTemplates(pack, { place, body, tasks, own });
  wrong.push(...faults);
  return makePersona(pack, {
    id,
    path: place.path,
    displayName,
    description,
    icon,
    suits: suitsOf(value),
    variables,
    ignored: unusedIn(templates, own),
    problems: wrong,
    templates,
    ...(backend === undefined ? {} : { backend }),
    ...(model === undefined ? {} : { model }),
  });
}

/** A variable that nobody reads would be asked for in vain. */
function unusedIn(templates: readonly Template[], own: readonly string[]): Persona["ignored"] {
  const used = new Set(templates.flatMap(({ text }) => namesIn(text)));
  return own
    .filter((name) => !used.has(name))
    .map((name) => ({ field: `variables.${name}`, value: "no template names it" }));
}

/** What is wrong beside the fields that are: whoever mends a head is told of all at once. */
async function faultsBeside(
  pack: OpenPack,
  place: Place,
  { yaml, body }: { yaml: YamlText; body: SourceText },
): Promise<PersonaProblem[]> {
  const { data: value } = PartOfHead.safeParse(yaml.data);
  if (value === undefined) return [];
  const { id = place.name, tasks, variables } = value;
  const ofTexts = await readTemplates(pack, { place, body, tasks, own: Object.keys(variables) });
  return [...headFaults(pack, place, { yaml, value: { ...value, id } }), ...ofTexts.faults];
}

const { id, tasks, beadTypes, roles } = PersonaHead.shape;
const PartOfHead = z.object({
  id: id.optional().catch(undefined),
  tasks,
  beadTypes: beadTypes.catch([]),
  roles: roles.catch([]),
  variables: z.record(z.string(), z.unknown()).default({}),
});

interface Texts {
  readonly place: Place;
  readonly body: SourceText;
  readonly tasks: readonly TaskId[];
  /** The names of the persona's variables. */
  readonly own: readonly string[];
}

async function readTemplates(
  pack: OpenPack,
  { place, body, tasks, own }: Texts,
): Promise<{ templates: Template[]; faults: PersonaProblem[] }> {
  const names = [...KNOWN_VARIABLES, ...own];
  const opening = await readPiece(pack, body, names);
  const templates: Template[] = [];
  const faults: PersonaProblem[] = [];
  for (const task of tasks) {
    // oxlint-disable-next-line no-await-in-loop -- the templates of a folder share the room there is
    const pieces = [opening, ...(await taskPieces(pack, { place, task, names }))];
    const joined = joinPieces(pack, task, pieces);
    faults.push(...joined.problems);
    templates.push({ task, text: joined.text });
  }
  return { templates, faults };
}

/** What the shape of a head alone does not tell. */
function headFaults(
  pack: OpenPack,
  { name, folder }: Place,
  { yaml, value }: { yaml: YamlText; value: HeadFields },
): PersonaProblem[] {
  const faults: PersonaProblem[] = [];
  const tell = (path: readonly string[], message: string): void => {
    faults.push(problemAt(yaml.source, yaml.offsetOf(path), message));
  };
  const { id, tasks } = value;
  if (id !== name)
    tell(["id"], `its id is "${id}", and its ${folder === null ? "file" : "folder"} is named "${name}".`);
  if (id === NONE && pack.origin.layer !== "built_in") tell(["id"], NONE_IS_TAKEN);
  if (tasks.length === 0 && id !== NONE) tell(["tasks"], "it has no task.");
  if (folder === null && !(tasks.length === 1 && tasks[0] === CHAT)) {
    tell(["tasks"], `a persona of one file has the task "${CHAT}" alone.`);
  }
  for (const task of folder === null ? [] : tasks) {
    const path = `${folder}/${task}.md`;
    if (!pack.has(path)) tell(["tasks"], `there is no file ${path} for the task "${task}".`);
  }
  for (const field of ["beadTypes", "roles"] as const) {
    for (const [key, task] of Object.entries(Array.isArray(value[field]) ? {} : value[field])) {
      if (!tasks.includes(task)) tell([field, key], `"${task}" is not among its tasks.`);
    }
  }
  return faults;
}

interface HeadFields extends Pick<PersonaHead, "tasks" | "beadTypes" | "roles"> {
  readonly id: string;
}

/** What a task's own file adds; one that is missing is told with the head. */
async function taskPieces(
  pack: OpenPack,
  { place, task, names }: { place: Place; task: TaskId; names: readonly string[] },
): Promise<Piece[]> {
  if (place.folder === null || !pack.has(`${place.folder}/${task}.md`)) return [];
  const source = await pack.read(`${place.folder}/${task}.md`);
  if (!isProblem(source)) return [await readPiece(pack, source, names)];
  return [{ text: "", problems: [source], at: () => source }];
}

function broken(pack: OpenPack, { name, path }: Place, problems: readonly PersonaProblem[]): ReadPersona {
  const { data: id } = PersonaId.safeParse(name);
  return id === undefined ? { persona: null, problems, path } : brokenPersona(pack, { id, path, problems });
}
