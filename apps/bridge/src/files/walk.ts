import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The files below a folder that no git knows, as far as they are found in two seconds; links are not followed. */
export async function walk(root: string, clock: () => number): Promise<string[]> {
  const paths: string[] = [];
  const folders = [""];
  const until = clock() + LONGEST_MS;
  for (let at = 0; at < folders.length && paths.length < MOST && clock() < until; at += 1) {
    const folder = folders[at] ?? "";
    // oxlint-disable-next-line no-await-in-loop -- breadth first, so that what is near is there
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) paths.push(path);
      else if (!PASSED_OVER.has(entry.name)) folders.push(path);
    }
  }
  return paths.slice(0, MOST);
}

const PASSED_OVER: ReadonlySet<string> = new Set([".git", "node_modules"]);
const MOST = 20_000;
const LONGEST_MS = 2_000;
