import { existsSync, readdirSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { packAll } from "./pack/pack-all.ts";
import { ROOT } from "./run.ts";

/**
 * `node scripts/pack.ts [FOLDER]`: each package that is published as a folder of its own, and as the tarball that
 * npm would publish, checked. The page must have been built.
 */
try {
  for (const tarball of await packAll(ROOT, await outputFolder(process.argv[2]))) console.log(tarball);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** The repository's own is begun anew; another's is never cleared. */
async function outputFolder(named: string | undefined): Promise<string> {
  const folder = named === undefined ? join(ROOT, "dist") : resolve(named);
  if (named === undefined) await rm(folder, { recursive: true, force: true });
  else if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty.`);
  await mkdir(folder, { recursive: true });
  return folder;
}
