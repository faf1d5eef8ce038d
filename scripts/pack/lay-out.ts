import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { existsSync } from "node:fs";
import { publishedManifest } from "./published-manifest.ts";
import { exportedSources, isSource, type Publishable } from "./publishable.ts";
import { reachableTypes } from "./reachable-types.ts";

/** Where a package is taken from, and where it is put. */
export interface Places {
  /** The repository. */
  readonly root: string;
  /** What the compiler wrote; files lie in it as in the repository. */
  readonly compiled: string;
  /** The folder that is published; it need not be there. */
  readonly to: string;
}

/**
 * Lays out a package as it is published. Its files lie where they lie in the repository, those of TypeScript
 * compiled as far as an entry leads to them: so what names a file by its place works in both.
 * @throws {Error} where something that it publishes is missing
 */
export async function layOut(
  { folder, manifest }: Publishable,
  { root, compiled, to }: Places,
): Promise<void> {
  for (const name of manifest.files) {
    if (!existsSync(join(folder, name))) {
      throw new Error(`${manifest.name} has no folder "${name}" to publish: npm run build makes the page's.`);
    }
  }
  await mkdir(to, { recursive: true });
  for (const name of manifest.files) {
    // oxlint-disable-next-line no-await-in-loop -- two that make the same folder are in each other's way
    await cp(join(folder, name), join(to, name), { recursive: true, filter: (path) => !isSource(path) });
  }
  const types = exportedSources(manifest).map(([, path]) => path);
  await copyCompiled(join(compiled, relative(root, folder)), types, to);
  await cp(join(root, "LICENSE"), join(to, "LICENSE"));
  const readme = await readFile(join(folder, "README.md"), "utf8");
  await writeFile(join(to, "README.md"), withoutInnerLinks(readme));
  await writeFile(join(to, "package.json"), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
}

async function copyCompiled(from: string, entries: readonly string[], to: string): Promise<void> {
  if (!existsSync(from)) return;
  const all = await readdir(from, { recursive: true });
  const types = await reachableTypes(from, entries);
  const wanted = all.filter((path) => path.endsWith(".js") || types.has(path));
  await Promise.all(
    wanted.map(async (path) => {
      await mkdir(dirname(join(to, path)), { recursive: true });
      await cp(join(from, path), join(to, path));
    }),
  );
}

/** A link into the repository leads nowhere from elsewhere: its words stay. */
export function withoutInnerLinks(markdown: string): string {
  return markdown.replace(/(?<!!)\[([^\]]*)\]\((?![a-z]+:|#)[^)]*\)/g, "$1");
}
