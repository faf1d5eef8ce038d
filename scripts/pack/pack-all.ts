import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { checkEntries, checkNodeTypes, checkTypes } from "./check.ts";
import { compile } from "./compile.ts";
import { layOut } from "./lay-out.ts";
import { exportedSources, publishablePackages } from "./publishable.ts";
import { quietly } from "./quietly.ts";

/**
 * Lays out every package of the repository below `out` as it is published, packs and checks it; resolves to the
 * tarballs, which lie in `out` too.
 * @throws {Error} that says what is missing or wrong
 */
export async function packAll(root: string, out: string): Promise<string[]> {
  const packages = publishablePackages(root);
  await using compiled = await mkdtempDisposable(join(tmpdir(), "switchyard-pack-"));
  await compile(root, packages, compiled.path);
  for (const each of packages) {
    // oxlint-disable-next-line no-await-in-loop -- what fails leaves nothing under way
    await layOut(each, { root, compiled: compiled.path, to: join(out, each.short) });
  }
  const folders = packages.map(({ short }) => join(out, short));
  await Promise.all(folders.map(checkNodeTypes));
  const packed = await packFolders(folders, out);
  const typed = packages.filter(({ manifest }) => exportedSources(manifest).length > 0);
  const typedNames = new Set(typed.map(({ manifest }) => manifest.name));
  await Promise.all(packed.map(({ tarball }) => checkEntries(tarball)));
  await Promise.all(
    packed.filter(({ name }) => typedNames.has(name)).map(({ tarball }) => checkTypes(tarball)),
  );
  return packed.map(({ tarball }) => tarball);
}

/** As npm would publish them. */
async function packFolders(
  folders: readonly string[],
  out: string,
): Promise<{ name: string; tarball: string }[]> {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", out, ...folders];
  const packed = Packed.parse(JSON.parse(await quietly("npm", args, out)));
  return packed.map(({ name, filename }) => ({ name, tarball: join(out, filename) }));
}

const Packed = z.array(z.object({ name: z.string(), filename: z.string() }));
