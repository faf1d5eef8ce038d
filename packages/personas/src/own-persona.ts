import { PersonaId, type PersonaProblem, type TaskId } from "@switchyard/core/protocol";
import { type Parted, partAtHead } from "./front-matter.ts";
import { CHAT, KNOWN_VARIABLES, PersonaHead, suitsOf, variablesOf } from "./head.ts";
import { isProblem, type OpenPack } from "./open-pack.ts";
import { brokenPersona, makePersona, type ReadPersona } from "./persona-made.ts";
import { problemAt, problemOf } from "./source-text.ts";
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
  if (value === null) return broken(pack, place, problems);
  const { id, displayName, description, icon, tasks, backend, model } = value;
  const wrong = headFaults(pack, place, { yaml, value });
  if (id === NONE && pack.origin.layer !== "built_in")
    return { persona: null, problems: wrong, path: place.path };
  const variables = variablesOf(value);
  const names = [...KNOWN_VARIABLES, ...variables.map(({ name }) => name)];
  const opening = await readPiece(pack, body, names);
  const templates = [];
  for (const task of tasks) {
    // oxlint-disable-next-line no-await-in-loop -- the templates of a folder share the room there is
    const own = await taskPieces(pack, { place, task, names });
    const joined = joinPieces(pack, task, [opening, ...own]);
    wrong.push(...joined.problems);
    templates.push({ task, text: joined.text });
  }
  return makePersona(pack, {
    id,
    path: place.path,
    displayName,
    description,
    icon,
    suits: suitsOf(value),
    variables,
    ignored: [],
    problems: wrong,
    templates,
    ...(backend === undefined ? {} : { backend }),
    ...(model === undefined ? {} : { model }),
  });
}

const NONE = "none";

/** What the shape of a head alone does not tell. */
function headFaults(
  pack: OpenPack,
  { name, folder }: Place,
  { yaml, value }: { yaml: YamlText; value: PersonaHead },
): PersonaProblem[] {
  const faults: PersonaProblem[] = [];
  const tell = (path: readonly string[], message: string): void => {
    faults.push(problemAt(yaml.source, yaml.offsetOf(path), message));
  };
  const { id, tasks } = value;
  if (id !== name)
    tell(["id"], `its id is "${id}", and its ${folder === null ? "file" : "folder"} is named "${name}".`);
  if (id === NONE && pack.origin.layer !== "built_in")
    tell(["id"], '"none" is the plain agent, and stays it.');
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
  const id = PersonaId.safeParse(name);
  if (!id.success || id.data === NONE) return { persona: null, problems, path };
  return brokenPersona(pack, { id: id.data, path, problems });
}
