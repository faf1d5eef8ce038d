import type { FetchedPack } from "./fetch.ts";
import { checkText, type PackFile } from "./file-rules.ts";
import { refusePack } from "./refuse.ts";

export const PACK_MANIFEST = "pack.yaml";

/**
 * What of a fetched pack of personas is installed: of one with a manifest everything, which must be text; of a folder
 * of other people's, the Markdown.
 * @throws {SwitchyardError} INVALID_PACK
 */
export function personaFiles({ files, npm }: FetchedPack): readonly PackFile[] {
  const isPack = files.some(({ path }) => path === PACK_MANIFEST);
  if (!isPack && npm !== null) {
    throw refusePack(`The package ${npm.name} is no pack of personas: it has no ${PACK_MANIFEST}.`);
  }
  const kept = isPack ? files : files.filter(({ path }) => isPersonaFile(path));
  if (kept.length === 0)
    throw refusePack(
      `There is neither a ${PACK_MANIFEST} nor Markdown with personas in it. Name the folder that holds one of these; what is a backend is added as one.`,
    );
  for (const file of kept) checkText(file);
  return kept;
}

/** Whether a file of a folder without a manifest may be a persona's. */
export function isPersonaFile(path: string): boolean {
  return (
    path.endsWith(".md") && !path.split("/").some((part) => part.startsWith(".") || part === "node_modules")
  );
}
