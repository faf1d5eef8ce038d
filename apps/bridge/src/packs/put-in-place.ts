import { existsSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { SwitchyardError } from "@switchyard/core/protocol";
import type { InstalledList } from "./installed-list.ts";
import { readContent } from "./pack-hash.ts";
import type { InstalledPack } from "./pack-store.ts";
import type { PackPlaces } from "./record.ts";
import type { StagedPack } from "./staged-packs.ts";

/**
 * Installs what was looked at. Its folder is moved into place first, under a name that nothing uses yet; the record that
 * names it is the one moment at which it is installed.
 * @throws {SwitchyardError} PACK_CHANGED, STORAGE_FAILED
 */
export async function putInPlace(
  staged: StagedPack,
  { places, installed, now }: { places: PackPlaces; installed: InstalledList; now: () => number },
): Promise<InstalledPack> {
  const { review, entry, place } = staged;
  const content = await readContent(place.pack, review).catch(() => null);
  if (content?.hash !== review.hash) throw changed();
  await sync(place.pack, staged);
  const {
    bytes: _bytes,
    dependencies: _dependencies,
    before: _before,
    files: _files,
    ignored: _ignored,
    ...told
  } = review;
  const folder = places.folderFor(review);
  let pack: InstalledPack = {
    ...told,
    folder,
    entry: entry === null ? null : join(folder, entry),
    personas: review.personas.map(({ id }) => id),
    installedAt: now(),
    backendId: null,
  };
  let undo = async (): Promise<void> => undefined;
  try {
    await installed.change(async (packs) => {
      undo = await move(staged, folder);
      const at = packs.findIndex((each) => each.kind === pack.kind && each.name === pack.name);
      const before = packs[at];
      if (before === undefined) return [...packs, pack];
      // The same again is a new try: of one that ended a bridge nothing is run before that.
      const installedAt = before.hash === pack.hash ? pack.installedAt : before.installedAt;
      pack = { ...pack, installedAt, backendId: before.backendId };
      return packs.with(at, pack);
    });
  } catch (error) {
    await undo();
    throw error;
  }
  // It is installed, whatever becomes of what was needed for it.
  await place.remove().catch(() => undefined);
  return pack;
}

function changed(): SwitchyardError {
  return new SwitchyardError("PACK_CHANGED", "The pack is no longer what was looked at. Look at it again.");
}

/** Own files and their folder; what npm brought can be had again, and would take a while. */
async function sync(folder: string, { review }: StagedPack): Promise<void> {
  for (const { path } of review.files.filter(({ change }) => change !== "removed")) {
    await using file = await open(join(folder, path), "r+");
    await file.sync();
  }
}

/** Moves a pack into its place; gives how to move it back. */
async function move({ place, review }: StagedPack, folder: string): Promise<() => Promise<void>> {
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  if (existsSync(folder)) {
    const there = await readContent(folder, review).catch(() => null);
    // It was installed before, and a session may use it.
    if (there?.hash === review.hash) return async () => undefined;
    await mkdir(place.scratch, { recursive: true, mode: 0o700 });
    await rename(folder, join(place.scratch, "damaged"));
  }
  await rename(place.pack, folder);
  return () => rename(folder, place.pack);
}
