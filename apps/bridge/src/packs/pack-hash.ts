import { createHash } from "node:crypto";
import { opendir } from "node:fs/promises";
import { join } from "node:path";
import type { PackKind, PackName } from "@switchyard/core/protocol";
import { PACK_LIMITS } from "./limits.ts";
import { readRegularFile } from "./regular-file.ts";
import { inMebibytes, refuseEntry, tooLarge } from "./refuse.ts";

/** What lies in the folder of a pack, its dependencies with it. */
export interface PackContent {
  /** SHA-256 in hex over its kind, its name, and every file and its path. */
  readonly hash: string;
  readonly bytes: number;
  /** In the order of their bytes. */
  readonly paths: readonly string[];
}

/**
 * Reads everything that is installed of a pack.
 * @throws {SwitchyardError} INVALID_PACK where something is neither a file nor a folder, TOO_LARGE
 */
export async function readContent(
  folder: string,
  { kind, name }: { kind: PackKind; name: PackName },
): Promise<PackContent> {
  const paths = await pathsIn(folder);
  const hash = createHash("sha256").update(JSON.stringify([kind, name]));
  let bytes = 0;
  for (const path of paths) {
    const file = await readRegularFile(join(folder, path), PACK_LIMITS.dependencyBytes - bytes);
    if (file === null)
      throw tooLarge(`with its dependencies it has more than ${inMebibytes(PACK_LIMITS.dependencyBytes)}`);
    // Lengths, so that no two packs write the same bytes.
    hash.update(JSON.stringify([path, file.content.length])).update(file.content);
    bytes += file.content.length;
  }
  return { hash: hash.digest("hex"), bytes, paths };
}

async function pathsIn(folder: string): Promise<string[]> {
  const paths: string[] = [];
  const visit = async (inside: string): Promise<void> => {
    for await (const entry of await opendir(join(folder, inside))) {
      const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) await visit(path);
      else if (entry.isFile()) paths.push(path);
      else throw refuseEntry(path, "is neither a file nor a folder");
      if (paths.length > PACK_LIMITS.dependencyEntries) {
        throw tooLarge(`with its dependencies it has more than ${PACK_LIMITS.dependencyEntries} files`);
      }
    }
  };
  await visit("");
  return paths.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}
