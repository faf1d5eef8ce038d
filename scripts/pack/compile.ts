import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { quietly } from "./quietly.ts";
import { type Publishable, entrySources, exportedSources } from "./publishable.ts";

/**
 * Compiles what the entries of all packages lead to, in one go, into `out`; there the files lie as in `root`.
 * Types are checked elsewhere: here they are only written down.
 * @throws {Error} with what the compiler says
 */
export async function compile(root: string, packages: readonly Publishable[], out: string): Promise<void> {
  const project = join(out, "tsconfig.json");
  const files = packages.flatMap(({ folder, manifest }) =>
    entrySources(manifest).map((path) => join(folder, path)),
  );
  const compilerOptions = {
    rootDir: root,
    outDir: out,
    noEmit: false,
    noCheck: true,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules", "@types")],
    paths: ownPaths(packages),
  };
  const options = { extends: join(root, "tsconfig.base.json"), compilerOptions, files };
  await writeFile(project, JSON.stringify(options));
  await quietly("tsc", ["-p", project], root);
}

/** By way of node_modules the compiler would take our own packages for others', and write nothing for them. */
function ownPaths(packages: readonly Publishable[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    packages.flatMap(({ folder, manifest }) =>
      exportedSources(manifest).map(([entry, path]) => [join(manifest.name, entry), [join(folder, path)]]),
    ),
  );
}
