import { realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { type PackKind, type PackName, type PackReview, SwitchyardError } from "@switchyard/core/protocol";
import { readArchive } from "./archive.ts";
import type { PackFile } from "./file-rules.ts";
import { everyFile, readPackFolder } from "./folder.ts";
import type { Npm } from "./npm.ts";
import { looseFiles, PACK_MANIFEST } from "./persona-files.ts";
import { printable, refusePack } from "./refuse.ts";
import { isArchiveName, type PackSpec } from "./spec.ts";

/** The files of a pack, in memory; each has a path that may stand. */
export interface FetchedPack {
  readonly origin: PackReview["origin"];
  readonly files: readonly PackFile[];
  /** The folder's, the archive's or the package's: for what says no name of its own. */
  readonly calledAs: string;
  /** What npm was asked for, and how it names the archive: by name and version of the registry. Null: it was not asked. */
  readonly npm: { readonly name: PackName; readonly archive: string } | null;
}

/** @throws {SwitchyardError} INVALID_PACK, FOLDER_NOT_FOUND, NPM_FAILED, TOO_LARGE */
export async function fetchPack(
  kind: PackKind,
  spec: PackSpec,
  { npm, scratch }: { npm: Npm; scratch: string },
): Promise<FetchedPack> {
  if (spec.from === "disk") return fromDisk(kind, spec.path);
  const { name, range } = spec;
  const archive = await npm.pack(range === null ? name : `${name}@${range}`, join(scratch, "pack"));
  return {
    origin: "npm",
    files: await readArchive(archive),
    calledAs: name,
    npm: { name, archive: basename(archive) },
  };
}

async function fromDisk(kind: PackKind, path: string): Promise<FetchedPack> {
  const found = await stat(path).catch(() => null);
  if (found === null) {
    throw new SwitchyardError(
      "FOLDER_NOT_FOUND",
      `There is no folder or archive ${printable(path)} that can be read. Look at its path.`,
    );
  }
  const calledAs = basename(path).replace(/\.(?:tgz|tar\.gz)$/i, "");
  if (found.isDirectory()) {
    return {
      origin: "folder",
      files: await filesOfFolder(kind, await realpath(path)),
      calledAs,
      npm: null,
    };
  }
  if (found.isFile() && isArchiveName(path)) {
    return { origin: "archive", files: await readArchive(await realpath(path)), calledAs, npm: null };
  }
  throw refusePack(`${printable(path)} is neither a folder nor an archive (.tgz, .tar.gz).`);
}

/**
 * What a folder holds of a pack; one of personas that is no pack yet may hold anything beside them.
 * @throws {SwitchyardError} INVALID_PACK, TOO_LARGE
 */
export async function filesOfFolder(kind: PackKind, folder: string): Promise<PackFile[]> {
  const isPack = kind === "backend" || (await stat(join(folder, PACK_MANIFEST)).catch(() => null)) !== null;
  return readPackFolder(folder, isPack ? everyFile : looseFiles);
}
