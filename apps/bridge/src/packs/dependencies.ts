import { readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PackKind } from "@switchyard/core/protocol";
import { z } from "zod";
import { parseJson } from "../parse-json.ts";
import type { PackFile } from "./file-rules.ts";
import type { Npm } from "./npm.ts";
import { refuseEntry, refusePack } from "./refuse.ts";

/**
 * Has npm fetch what a backend needs, and puts it into the folder of its pack.
 * @throws {SwitchyardError} NPM_FAILED
 */
export async function installDependencies(
  dependencies: Readonly<Record<string, string>>,
  { npm, scratch, pack }: { npm: Npm; scratch: string; pack: string },
): Promise<void> {
  if (Object.keys(dependencies).length === 0) return;
  const installed = await npm.install(dependencies, join(scratch, "install"));
  // It names the registry that each was fetched from, which is none of what is installed.
  await rm(join(installed, ".package-lock.json"), { force: true });
  await rename(installed, join(pack, "node_modules"));
}

/**
 * Refuses what lies among the packages and is of none: of packages only the names are shown before they are accepted.
 * @throws {SwitchyardError} INVALID_PACK
 */
export function refuseStray(kind: PackKind, files: readonly PackFile[]): void {
  const paths = new Set(files.map(({ path }) => path));
  for (const path of paths) {
    if (!path.startsWith("node_modules/")) continue;
    if (kind === "personas") throw refuseEntry(path, "is of a package; a pack of personas brings none");
    const [folder = ""] = /^node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(path) ?? [];
    const manifest = `${folder}package.json`;
    if (!paths.has(manifest) || !PACKAGE.test(manifest))
      throw refuseEntry(path, "lies in node_modules, and is of no package");
  }
}

/** The packages below a folder's `node_modules`, as name@version. */
export async function dependenciesOf(pack: string, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths.filter((each) => PACKAGE.test(each))) {
    const told = Package.safeParse(parseJson(await readFile(join(pack, path), "utf8")));
    if (!told.success) throw refusePack(`${path}, which came with it, is damaged.`);
    found.push(`${told.data.name}@${told.data.version}`);
  }
  return [...new Set(found)].toSorted();
}

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/package\.json$/;
const Package = z.object({ name: z.string(), version: z.string() });
