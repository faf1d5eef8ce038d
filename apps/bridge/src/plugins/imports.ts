import { createRequire, registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

/**
 * What lies in this folder is given the bridge's own copies of Switchyard's packages: a plug-in brings none, and two
 * of one process would not know each other's errors. Every other package it has itself: one that lies in a folder
 * above, as of the user's home, is no part of what was accepted.
 * @param folder by its real path
 */
export function guideImports(folder: string, { mayReachOut }: { mayReachOut: boolean }): void {
  if (places.size === 0) registerHooks({ resolve });
  places.set(`${pathToFileURL(folder).href}/`, mayReachOut);
}

/** Of each folder, whether its packages may lie outside of it. */
const places = new Map<string, boolean>();
const OWN = /^@switchyard\/(?:core|backend-acp)(?:\/|$)/;

const resolve: NonNullable<Parameters<typeof registerHooks>[0]["resolve"]> = (specifier, context, next) => {
  const { parentURL = "" } = context;
  // An author's folder may have this bridge among its own packages: what is looked up from here is no plug-in's.
  const place = parentURL === import.meta.url ? undefined : placeOf(parentURL);
  if (place === undefined) return next(specifier, context);
  // Not by another parent for the next one: a `require` looks from its own module, whatever the context says.
  if (OWN.test(specifier)) return { url: pathToFileURL(own.resolve(specifier)).href, shortCircuit: true };
  const resolved = next(specifier, context);
  const isElsewhere = resolved.url.startsWith("file:") && !resolved.url.startsWith(place);
  if (isElsewhere && places.get(place) === false && PACKAGE.test(specifier)) {
    // The code is what a package looks for that can do without another one.
    const error = new Error(`The package "${specifier}" is not among those that it brings`);
    throw Object.assign(error, { code: "MODULE_NOT_FOUND" });
  }
  return resolved;
};

const own = createRequire(import.meta.url);
/** By a name, not by a path or an address. */
const PACKAGE = /^(?![./]|[a-z]+:)/i;

function placeOf(url: string): string | undefined {
  return [...places.keys()].find((place) => url.startsWith(place));
}
