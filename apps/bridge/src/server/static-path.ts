import { join, relative, isAbsolute } from "node:path";
import { realpath } from "node:fs/promises";

/** A path inside the folder, or why there is none. */
export type StaticPath =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly status: 400 | 403 | 404 };

/**
 * The file that a request's path names, by its real name: neither `..` in any spelling nor a symbolic
 * link leads out of `folder`. Names that begin with a dot are not served.
 */
export async function resolveStatic(folder: string, pathname: string): Promise<StaticPath> {
  const decoded = decode(pathname);
  if (decoded === undefined) return { ok: false, status: 400 };
  const segments = decoded.split("/").filter((segment) => segment !== "");
  if (
    decoded.includes("\0") ||
    decoded.includes("\\") ||
    segments.some((name) => name === ".." || name === ".")
  ) {
    return { ok: false, status: 403 };
  }
  if (segments.some((name) => name.startsWith("."))) return { ok: false, status: 404 };
  try {
    const root = await realpath(folder);
    const path = await realpath(join(root, ...segments));
    return isInside(root, path) ? { ok: true, path } : { ok: false, status: 403 };
  } catch {
    return { ok: false, status: 404 };
  }
}

function decode(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith("../") && !way.startsWith("..\\") && !isAbsolute(way);
}
