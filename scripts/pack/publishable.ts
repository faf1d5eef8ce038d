import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";

const Versions = z.record(z.string(), z.string());

/** `exports` or `imports`: a file for each entry. */
const Entries = z.record(z.string(), z.string());
export type Entries = z.infer<typeof Entries>;

/** What of a package's manifest concerns its users. */
export const SourceManifest = z.object({
  name: z.string(),
  version: z.string(),
  private: z.boolean().default(false),
  description: z.string(),
  keywords: z.array(z.string()).exactOptional(),
  license: z.string(),
  bin: z.record(z.string(), z.string()).exactOptional(),
  files: z.array(z.string()).default([]),
  imports: Entries.exactOptional(),
  exports: Entries.default({}),
  /** What holds in place of the repository's own: fewer exports, and peers that the repository has anyway. */
  publishConfig: z
    .object({
      exports: Entries.exactOptional(),
      peerDependencies: Versions.exactOptional(),
      peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean() })).exactOptional(),
    })
    .default({}),
  dependencies: Versions.exactOptional(),
});
export type SourceManifest = z.infer<typeof SourceManifest>;

/** A package of this repository that others may install. */
export interface Publishable {
  /** The last part of its name, and of the folder that it is published from. */
  readonly short: string;
  /** Absolute. */
  readonly folder: string;
  readonly manifest: SourceManifest;
}

/** All packages below `root` that are not private, by name. */
export function publishablePackages(root: string): Publishable[] {
  return globSync("{packages,apps}/*/package.json", { cwd: root })
    .map((path) => {
      const manifest = SourceManifest.parse(JSON.parse(readFileSync(join(root, path), "utf8")));
      return { short: basename(manifest.name), folder: join(root, path, ".."), manifest };
    })
    .filter(({ manifest }) => !manifest.private)
    .toSorted((a, b) => a.manifest.name.localeCompare(b.manifest.name));
}

/** The exports of a package as it is published. */
export function publishedExports({ exports, publishConfig }: SourceManifest): Entries {
  return publishConfig.exports ?? exports;
}

/** The source files of the exports, relative to the package's folder, each behind its entry (`./protocol`). */
export function exportedSources(manifest: SourceManifest): [entry: string, path: string][] {
  return sourcesIn(publishedExports(manifest));
}

/** All source files that a package is entered by: its exports, and what its own `imports` name. */
export function entrySources(manifest: SourceManifest): string[] {
  const all = [...exportedSources(manifest), ...sourcesIn(manifest.imports ?? {})];
  return [...new Set(all.map(([, path]) => path))];
}

function sourcesIn(entries: Entries): [entry: string, path: string][] {
  return Object.entries(entries).filter(([, path]) => isSource(path));
}

export function isSource(path: string): boolean {
  return /\.tsx?$/.test(path);
}
