import { isAbsolute, relative, resolve, sep } from "node:path";

/** Whether a path, as it is written, is one of a folder's ordinary files: nothing hidden lies on its way. */
export function isWithin(folder: string, path: string): boolean {
  if (path.startsWith("~") || path.includes("\0")) return false;
  const within = relative(folder, resolve(folder, path));
  if (isAbsolute(within)) return false;
  return within.split(sep).every((name) => !name.startsWith("."));
}
