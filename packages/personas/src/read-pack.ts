import { basename } from "node:path";
import type { Persona } from "@switchyard/core/persona";
import type { PersonaId, PersonaProblem } from "@switchyard/core/protocol";
import { inParallel } from "./in-parallel.ts";
import { listFiles, MANIFEST, PACKAGE, type PackFiles } from "./list-files.ts";
import type { PackManifest } from "./manifest.ts";
import { nobodysFiles } from "./nobodys.ts";
import { type OpenPack, openPack, type ReadAs } from "./open-pack.ts";
import { folderPlace, type Place, readOwnPersona } from "./own-persona.ts";
import { brokenPersona, distinctProblems, type ReadPersona } from "./persona-made.ts";
import { isAgentFile, readPersonaFile } from "./persona-file.ts";
import { type ManifestRead, manifestMissed, readManifest } from "./read-manifest.ts";
import { readText } from "./read-text.ts";
import { areCut, firstProblems, problemOf } from "./source-text.ts";
import { PARTS } from "./templates.ts";

/** The personas of a folder, and all that is wrong with it. */
export interface PersonaPack {
  /** Null: there is no `pack.yaml`, or it is wrong. */
  readonly manifest: PackManifest | null;
  readonly personas: readonly Persona[];
  /** The faults, those of its personas among them; a hundred of each, a thousand in all. */
  readonly problems: readonly PersonaProblem[];
  /** There are more problems than these. */
  readonly isCut: boolean;
  /** What its files ask for and don't get, and files that are nobody's. */
  readonly ignored: readonly { readonly file: string; readonly field: string; readonly value: string }[];
  /** The files that were looked at, relative to the folder, with `/`. */
  readonly files: readonly string[];
  /** Where a change tells that it is to be read anew, each by its whole path. */
  readonly folders: readonly string[];
  /** The same as long as no file was changed, added or removed. */
  readonly stamp: string;
}

/**
 * Reads the personas of a folder: a pack with its `pack.yaml`, personas of ours without one, or files that were
 * written for another program. Whatever it holds, it never throws; no link in it is followed, unless `as` says so.
 * @param before what was read of it last: it is given back where nothing has changed since
 * @returns null: there is no such folder
 */
export async function readPersonaPack(
  folder: string,
  as: ReadAs,
  before?: PersonaPack,
): Promise<PersonaPack | null> {
  const listed = await listFiles(folder, as.followsLinks).catch((error: unknown) =>
    unreadable(folder, error),
  );
  if (listed === null) return null;
  if (listed.stamp === before?.stamp) return before;
  const read = await readListed(listed, as);
  return { ...read, files: listed.paths, folders: listed.folders, stamp: listed.stamp };
}

function unreadable(folder: string, error: unknown): PackFiles {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown fault";
  const problems = [problemOf(".", `the folder can't be read (${code}).`)];
  return { root: folder, paths: [], problems, folders: [folder], followsLinks: false, stamp: code };
}

async function readListed(
  listed: PackFiles,
  as: ReadAs,
): Promise<Omit<PersonaPack, "files" | "folders" | "stamp">> {
  const top = listed.paths.includes(MANIFEST) && as.headless !== "persona" ? await readTop(listed) : null;
  const manifest = top?.manifest ?? null;
  const pack = openPack(listed, {
    layer: as.layer,
    source: as.source ?? manifest?.name ?? basename(listed.root),
    packVersion: as.packVersion ?? manifest?.version ?? null,
  });
  const ids = top?.ids ?? null;
  const read = top === null || ids === null ? await readAll(pack, as) : await readNamed(pack, ids, top);
  const { personas, clashes } = withoutClashes(read);
  const isLeft = ({ isForeign, problems }: ReadPersona): boolean =>
    isForeign === true && problems.length > 0 && top === null && as.layer === "installed";
  const faults = [...read, ...clashes].filter((each) => !isLeft(each));
  const left = [...read, ...clashes].filter(isLeft);
  const problems = [
    ...listed.problems,
    ...(top?.problems ?? (await missedIn(listed))),
    ...faults.flatMap((each) => each.problems),
  ];
  const told = firstProblems(distinctProblems(problems), MAX_OF_PACK);
  return {
    manifest,
    personas: personas.filter((persona) => !left.some((each) => each.persona === persona)),
    problems: told,
    isCut: areCut(told),
    ignored: [
      ...faults.flatMap(ignoredBy),
      ...left.flatMap(leftOut),
      ...nobodysFiles(pack, { read, isListed: ids !== null }),
    ],
  };
}

const MAX_OF_PACK = 1_000;

async function readTop(files: PackFiles): Promise<ManifestRead> {
  const hasPackage = files.paths.includes(PACKAGE);
  const [manifest, packageJson] = await Promise.all([
    readText(files, MANIFEST),
    hasPackage ? readText(files, PACKAGE) : null,
  ]);
  return readManifest(manifest, packageJson);
}

async function missedIn(files: PackFiles): Promise<PersonaProblem[]> {
  return files.paths.includes(PACKAGE) ? manifestMissed(await readText(files, PACKAGE)) : [];
}

/** Those that the manifest names, in its order. */
function readNamed(
  pack: OpenPack,
  ids: readonly PersonaId[],
  { missing }: Pick<ManifestRead, "missing">,
): Promise<ReadPersona[]> {
  return inParallel(ids, async (id) => {
    const path = `${id}/persona.md`;
    if (!pack.isThere(path) && !pack.isThere(`${id}.md`)) {
      return brokenPersona(pack, { id, path, problems: [missing(id)] });
    }
    const isFile = pack.has(`${id}.md`) && !pack.has(path);
    if (!isFile) return readOwnPersona(pack, folderPlace(path));
    const found = await readPersonaFile(pack, `${id}.md`, "problem");
    if (found.persona === null || found.persona.id === id) return found;
    const message = `${MANIFEST} names it "${id}", and its id is "${found.persona.id}".`;
    return { ...found, persona: null, problems: [...found.problems, problemOf(found.path, message)] };
  });
}

async function readAll(pack: OpenPack, { headless = "ignored" }: ReadAs): Promise<ReadPersona[]> {
  const isFlat = headless === "persona";
  const places = isFlat ? [] : await personaFolders(pack);
  const folders = new Set(places.map(({ folder }) => folder));
  const files = pack.paths.filter((path) => {
    if (!path.endsWith(".md") || path.startsWith(PARTS)) return false;
    return isFlat ? !path.includes("/") : !folders.has(folderPlace(path).folder);
  });
  return [
    ...(await inParallel(places, (place) => readOwnPersona(pack, place))),
    ...(await inParallel(files, (path) => readPersonaFile(pack, path, headless))),
  ];
}

/** The folders that are a persona of ours each; elsewhere `persona.md` may be an agent as any other. */
async function personaFolders(pack: OpenPack): Promise<Place[]> {
  const paths = pack.paths.filter((path) => path.endsWith("/persona.md") && !path.startsWith(PARTS));
  const places = await inParallel(paths, async (path) =>
    (await isAgentFile(pack, path)) ? [] : [folderPlace(path)],
  );
  return places.flat();
}

/** Of two with one id the first is it. */
function withoutClashes(read: readonly ReadPersona[]): { personas: Persona[]; clashes: ReadPersona[] } {
  const first = new Map<string, { persona: Persona; path: string }>();
  const clashes: ReadPersona[] = [];
  for (const { persona, path, ...each } of read) {
    if (persona === null) continue;
    const other = first.get(persona.id);
    if (other === undefined) first.set(persona.id, { persona, path });
    else {
      const problem = problemOf(path, `its id "${persona.id}" is that of ${other.path}, too.`);
      clashes.push({ ...each, persona: null, path, problems: [problem] });
    }
  }
  return { personas: [...first.values()].map(({ persona }) => persona), clashes };
}

function ignoredBy({ persona, path }: ReadPersona): PersonaPack["ignored"] {
  return (persona?.ignored ?? []).map((each) => ({ file: path, ...each }));
}

/** Of what others have collected, a file that can't be used takes nothing from the rest. */
function leftOut({ path, problems }: ReadPersona): PersonaPack["ignored"] {
  return problems.map(({ message }) => ({ file: path, field: "file", value: message.replace(/\.$/, "") }));
}
