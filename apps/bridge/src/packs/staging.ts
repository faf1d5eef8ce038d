import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, rmdir } from "node:fs/promises";
import type { DatabaseSync } from "node:sqlite";
import { dirname, join } from "node:path";
import { lockFile } from "../data-folder/lock.ts";

/** A folder of this process alone, in which a pack is fetched and looked at. */
export interface StagingPlace {
  /** The pack as it would be installed. */
  readonly pack: string;
  /** Whatever is needed to get there. */
  readonly scratch: string;
  /** Removes it, and the folders above it where they are empty then. */
  remove(): Promise<void>;
}

/**
 * Makes one. It is locked as long as its process lives, so that whoever tidies can tell what a killed one left from
 * what another one is looking at.
 */
export async function makeStagingPlace(staging: string): Promise<StagingPlace> {
  for (let left = 10; ; left -= 1) {
    const folder = join(staging, randomUUID());
    const remove = async (): Promise<void> => {
      await removeWhole(folder);
      await removeEmpty(staging);
    };
    try {
      await makeFolders([dirname(staging), staging, folder, join(folder, "pack")]);
      const lock = lockFile(join(folder, "lock"));
      // Whoever tidies may have come between: then its lock is on what is gone.
      if (lock !== undefined && existsSync(join(folder, "lock"))) return placeIn(folder, { lock, remove });
      lock?.close();
    } catch (error) {
      await remove().catch(() => undefined);
      const isTidied = codeOf(error) === "ENOENT";
      if (!isTidied || left === 0) throw error;
    }
  }
}

/** One by one: of several at once, a disk that can only be read says that they are not there. */
async function makeFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    // oxlint-disable-next-line no-await-in-loop -- each lies in the one before
    await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
      if (codeOf(error) !== "EEXIST") throw error;
    });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function placeIn(
  folder: string,
  { lock, remove }: { lock: DatabaseSync; remove: () => Promise<void> },
): StagingPlace {
  return {
    pack: join(folder, "pack"),
    scratch: join(folder, "scratch"),
    remove() {
      if (lock.isOpen) lock.close();
      return remove();
    },
  };
}

/** Removes what processes left that do not live any more. */
export async function tidyStaging(staging: string): Promise<void> {
  const names = await readdir(staging).catch(() => null);
  if (names === null) return;
  for (const name of names) await tidyPlace(join(staging, name)).catch(() => undefined);
  await removeEmpty(staging);
}

async function tidyPlace(folder: string): Promise<void> {
  const lock = lockFile(join(folder, "lock"));
  if (lock === undefined) return;
  try {
    await removeWhole(folder);
  } finally {
    lock.close();
  }
}

function removeWhole(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function removeEmpty(staging: string): Promise<void> {
  const isRemoved = await rmdir(staging).then(
    () => true,
    () => false,
  );
  if (isRemoved) await rmdir(dirname(staging)).catch(() => undefined);
}
