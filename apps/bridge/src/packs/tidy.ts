import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { PackKind } from "@switchyard/core/protocol";
import type { InstalledList } from "./installed-list.ts";
import { hasDamagedRecord, type PackPlaces } from "./record.ts";

/**
 * Removes the folders of packs that are not installed any more, and what a killed process left beside them. Only for a
 * bridge that starts: the sessions of one that runs may still use an older version.
 */
export async function tidyPacks(places: PackPlaces, installed: InstalledList): Promise<void> {
  // The folders that a damaged record named are the only trace of what was in it.
  if (hasDamagedRecord(places)) return;
  const found = await foundIn(places);
  if (found.length === 0) return;
  // Nobody puts a pack in its place meanwhile; what was found before and is not named now, nobody is going to name.
  await installed.change(async (packs) => {
    const wanted = new Set(packs.map(({ folder }) => folder));
    for (const path of found.filter((each) => !wanted.has(each)))
      await rm(path, { recursive: true, force: true });
    return packs;
  });
}

async function foundIn(places: PackPlaces): Promise<string[]> {
  const folders = await Promise.all(PackKind.options.map((kind) => pathsIn(places.folderOf(kind))));
  const beside = await pathsIn(dirname(places.record));
  const record = basename(places.record);
  const parts = beside.filter((path) => PART.exec(basename(path))?.[1] === record);
  return [...folders.flat(), ...parts];
}

/** What a record is written to before it takes its name. */
const PART = /^(.+)\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function pathsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name));
}
