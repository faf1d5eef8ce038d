import { type Entries, isSource, publishedExports, type SourceManifest } from "./publishable.ts";

/**
 * The manifest that a package is published with: what runs from source in the repository runs compiled, and
 * what only the repository needs is not told.
 */
export function publishedManifest(manifest: SourceManifest): Readonly<Record<string, unknown>> {
  const { name, version, description, keywords, license, bin, files, imports } = manifest;
  return {
    name,
    version,
    description,
    keywords,
    license,
    bin,
    files,
    type: "module",
    imports: imports && mapValues(imports, compiledName),
    exports: mapValues(publishedExports(manifest), (path) =>
      isSource(path) ? { types: typesName(path), default: compiledName(path) } : path,
    ),
    dependencies: manifest.dependencies,
    peerDependencies: manifest.publishConfig.peerDependencies,
    peerDependenciesMeta: manifest.publishConfig.peerDependenciesMeta,
    engines: { node: ">=24" },
    publishConfig: { access: "public" },
  };
}

function mapValues<T>(entries: Entries, map: (path: string) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(entries).map(([key, path]) => [key, map(path)]));
}

/** The module that the compiler makes of a source file; another file is itself. */
export function compiledName(path: string): string {
  return path.replace(/\.tsx?$/, ".js");
}

/** The declarations that the compiler writes beside it. */
export function typesName(path: string): string {
  return path.replace(/\.(?:tsx?|js)$/, ".d.ts");
}
