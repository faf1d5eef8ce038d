import { registerHooks } from "node:module";
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
  const isOurs = OWN.test(specifier) && [...places].some((place) => parentURL.startsWith(place));
  return next(specifier, isOurs ? { ...context, parentURL: import.meta.url } : context);
};
