import { realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createRequire } from "node:module";

/** The folder of this package, by its real name. */
export const packageRoot = realpathSync(resolve(import.meta.dirname, "..", ".."));

/** The folders that our own packages are installed in: this one, and the workspace when run from its sources. */
export function ownRoots(): string[] {
  const workspace = dirname(dirname(packageRoot));
  return join(workspace, "apps", "bridge") === packageRoot ? [workspace, packageRoot] : [packageRoot];
}

/** Where the page's package has its built files. */
export function webDist(): string {
  const page = createRequire(import.meta.url).resolve("@switchyard/web/package.json");
  return join(dirname(realpathSync(page)), "dist");
}
