import { z } from "zod";

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/**
 * What the lock names and does not hold: a registry may lack a release's packages of other platforms, npm then
 * writes a lock without them, and `npm ci` fails on every machine.
 */
export function missingFromLock(text: string): string[] {
  const { packages } = Lock.parse(JSON.parse(text));
  return Object.entries(packages).flatMap(([place, { version, optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !isInstalledFor(place, name, packages))
      .map((name) => `${place.replace(/^.*node_modules\//, "")}@${version ?? "?"} needs ${name}`),
  );
}

/** Node looks beside a package, and in every node_modules above it. */
function isInstalledFor(place: string, name: string, packages: Readonly<Record<string, unknown>>): boolean {
  if (Object.hasOwn(packages, `${place === "" ? "" : `${place}/`}node_modules/${name}`)) return true;
  if (place === "") return false;
  return isInstalledFor(
    place.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$|^(?!.*node_modules).*$/, ""),
    name,
    packages,
  );
}
