import { readFile } from "node:fs/promises";
import { join, normalize } from "node:path";
import { typesName } from "./published-manifest.ts";

/**
 * The declarations that whoever imports one of these entries reads: theirs, and what those lead to.
 * @param folder of the compiled package
 * @param entries source files, relative to it
 */
export async function reachableTypes(
  folder: string,
  entries: readonly string[],
): Promise<ReadonlySet<string>> {
  const reached = new Set<string>();
  const open = entries.map((entry) => normalize(typesName(entry)));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    // oxlint-disable-next-line no-await-in-loop -- what a file leads to is known when it is read
    const text = await readFile(join(folder, path), "utf8");
    for (const [, specifier = ""] of text.matchAll(RELATIVE))
      open.push(typesName(join(path, "..", specifier)));
  }
  return reached;
}

/** As the compiler writes them: static imports and exports, and types that are named in place. */
const RELATIVE = /\b(?:from|import\()\s*"(\.{1,2}\/[^"]+)"/g;
