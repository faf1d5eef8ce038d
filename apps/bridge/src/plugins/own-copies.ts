import { createRequire, registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

/**
 * What lies in this folder is given the bridge's own copies of Switchyard's packages: a plug-in brings none, and two
 * of one process would not know each other's errors.
 * @param folder by its real path
 */
export function giveOwnCopies(folder: string): void {
  if (places.size === 0) registerHooks({ resolve });
  places.add(`${pathToFileURL(folder).href}/`);
}

const places = new Set<string>();
const OWN = /^@switchyard\/(?:core|backend-acp)(?:\/|$)/;

const resolve: NonNullable<Parameters<typeof registerHooks>[0]["resolve"]> = (specifier, context, next) => {
  const { parentURL = "" } = context;
  // An author's folder may have this bridge among its own packages: what is looked up from here is no plug-in's.
  const isOurs = OWN.test(specifier) && parentURL !== import.meta.url && isPlugin(parentURL);
  if (!isOurs) return next(specifier, context);
  // Not by another parent for the next one: a `require` looks from its own module, whatever the context says.
  return { url: pathToFileURL(own.resolve(specifier)).href, shortCircuit: true };
};

const own = createRequire(import.meta.url);

function isPlugin(url: string): boolean {
  return [...places].some((place) => url.startsWith(place));
}
