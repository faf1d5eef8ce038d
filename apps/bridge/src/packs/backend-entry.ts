import { posix } from "node:path";
import { z } from "zod";
import type { Fault } from "./describe-backend.ts";

/** Which module of a package is imported for it, as Node finds it: below the package's folder. */
export function backendEntry(
  npm: { readonly exports?: unknown; readonly main?: string | undefined },
  paths: Pick<ReadonlySet<string>, "has">,
): { readonly path: string } | { readonly fault: Fault } {
  const field = npm.exports === undefined ? "main" : "exports";
  const target = npm.exports === undefined ? (npm.main ?? "index.js") : targetOf(rootOf(npm.exports));
  if (target === null) return { fault: { field, message: 'has no "." that can be imported.' } };
  // A `main` may leave out how its file ends; what `exports` names is the file.
  const endings = field === "main" ? ["", ".js", "/index.js"] : [""];
  const path = endings.map((ending) => posix.normalize(target + ending)).find((each) => paths.has(each));
  if (path !== undefined) return { path };
  return { fault: { field, message: `names ${target}, which is no file of the package. Build it first.` } };
}

/** `exports` may be all there is for ".", or have it among others. */
function rootOf(exports: unknown): unknown {
  const byKey = ByKey.safeParse(exports).data;
  const isByPath = byKey !== undefined && Object.keys(byKey).some((key) => key.startsWith("."));
  return isByPath ? byKey["."] : exports;
}

const ByKey = z.record(z.string(), z.unknown());

/** The first condition that holds for an import, in the order of the package. */
function targetOf(target: unknown, depth = 0): string | null {
  if (typeof target === "string") return target;
  if (depth === MAX_DEPTH) return null;
  const byCondition = Object.entries(ByKey.safeParse(target).data ?? {});
  const choices: unknown[] = Array.isArray(target)
    ? target
    : byCondition.flatMap(([condition, inner]) => (CONDITIONS.has(condition) ? [inner] : []));
  for (const choice of choices) {
    const found = targetOf(choice, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

const MAX_DEPTH = 10;
const CONDITIONS: ReadonlySet<string> = new Set(["import", "node", "module-sync", "default"]);
