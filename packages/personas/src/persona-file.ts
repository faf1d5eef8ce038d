import { foreignFields } from "./foreign-head.ts";
import { foreignPersona, isAgent } from "./foreign-persona.ts";
import { type Parted, partAtHead } from "./front-matter.ts";
import { hasAboutName, isAboutFolder } from "./list-files.ts";
import { isProblem, type OpenPack, type ReadAs } from "./open-pack.ts";
import { type Place, readOwnPersona } from "./own-persona.ts";
import type { ReadPersona } from "./persona-made.ts";
import { fileName } from "./persona-name.ts";
import { plainPersona } from "./plain-persona.ts";

/** Reads a persona that is one file, of whatever format. */
export async function readPersonaFile(
  pack: OpenPack,
  path: string,
  headless: NonNullable<ReadAs["headless"]>,
): Promise<ReadPersona> {
  const source = await pack.read(path);
  const parted = isProblem(source) ? source : partAtHead(source);
  if (parted !== null && "head" in parted) return readParted(pack, path, parted);
  const nobody: ReadPersona = { persona: null, problems: [], path };
  const isAbout = headless === "persona" ? hasAboutName(path) : isAboutFolder(path);
  if (parted === null && isAbout) return nobody;
  if (headless === "problem") return readOwnPersona(pack, placeOf(path));
  if (parted !== null) return { ...nobody, problems: [parted] };
  if (headless === "persona" && !isProblem(source)) return plainPersona(pack, source);
  pack.leave(path);
  return nobody;
}

/** Whether a file is for another program. */
export async function isAgentFile(pack: OpenPack, path: string): Promise<boolean> {
  const source = await pack.read(path);
  const parted = isProblem(source) ? null : partAtHead(source);
  if (parted === null || "message" in parted) return false;
  return !isOurs(parted.head.text) && isAgent(foreignFields(pack, parted.head));
}

function readParted(pack: OpenPack, path: string, parted: Parted): ReadPersona | Promise<ReadPersona> {
  if (isOurs(parted.head.text)) return readOwnPersona(pack, placeOf(path));
  const fields = foreignFields(pack, parted.head);
  if (isAgent(fields)) return foreignPersona(pack, parted, fields);
  pack.leave(path);
  return { persona: null, problems: [], path };
}

function placeOf(path: string): Place {
  return { name: fileName(path), folder: null, path };
}

/** Also of a head that is no YAML. */
function isOurs(head: string): boolean {
  const has = (field: string): boolean => new RegExp(`^${field}\\s*:`, "m").test(head);
  return has("name") ? has("id") && has("displayName") : has("id") || has("displayName");
}
