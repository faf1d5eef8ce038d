import type { PersonaProblem } from "@switchyard/core/protocol";
import { manifestMissed } from "@switchyard/personas";
import type { FetchedPack } from "./fetch.ts";
import { checkText, type PackFile, textOf } from "./file-rules.ts";
import type { Taken } from "./folder.ts";
import { refusePack, refuseProblems } from "./refuse.ts";

export const PACK_MANIFEST = "pack.yaml";

/**
 * What of a fetched pack of personas is installed: of one with a manifest everything, which must be text; of a folder
 * of other people's, the Markdown.
 * @throws {SwitchyardError} INVALID_PACK
 */
export function personaFiles({ files, npm }: FetchedPack): readonly PackFile[] {
  if (npm !== null && !hasManifest(files)) {
    throw refusePack(`The package ${npm.name} is no pack of personas: it has no ${PACK_MANIFEST}.`);
  }
  const { kept, faults } = keptFiles(files);
  if (faults.length > 0) throw refuseProblems(faults);
  if (kept.length === 0)
    throw refusePack(
      `There is neither a ${PACK_MANIFEST} nor Markdown with personas in it. Name the folder that holds one of these; what is a backend is added as one.`,
    );
  for (const file of kept) checkText(file);
  return kept;
}

/** What of these is installed; `faults`: without a manifest, and yet they were meant to be a pack. */
export function keptFiles(files: readonly PackFile[]): {
  kept: readonly PackFile[];
  faults: PersonaProblem[];
} {
  if (hasManifest(files)) return { kept: files, faults: [] };
  return { kept: files.filter(({ path }) => isPersonaFile(path)), faults: meantAsPack(files) };
}

function hasManifest(files: readonly PackFile[]): boolean {
  return files.some(({ path }) => path === PACK_MANIFEST);
}

function meantAsPack(files: readonly PackFile[]): PersonaProblem[] {
  return files.flatMap(({ path, content }) => {
    if (NEAR_MANIFEST.test(path))
      return [{ file: path, line: 1, message: `it is not read: a manifest is named ${PACK_MANIFEST}.` }];
    if (path !== PACKAGE_JSON) return [];
    return manifestMissed({ path, text: textOf(content) ?? "", firstLine: 1 });
  });
}

const NEAR_MANIFEST = /^pack\.(?:ya?ml|json)$/i;
const PACKAGE_JSON = "package.json";

/** What of a folder without a manifest is looked at: whatever else stands there is none of a pack's business. */
export const looseFiles: Taken = {
  folder: isSeen,
  file: (path) => isPersonaFile(path) || NEAR_MANIFEST.test(path) || path === PACKAGE_JSON,
};

/** Whether a file of a folder without a manifest may be a persona's. */
function isPersonaFile(path: string): boolean {
  return path.endsWith(".md") && isSeen(path);
}

function isSeen(path: string): boolean {
  return !path.split("/").some((part) => part.startsWith(".") || part === "node_modules");
}
