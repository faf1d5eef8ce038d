import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { absoluteSpec } from "../../packs/spec.ts";
import { visibleLine } from "./visible.ts";

/** What somebody typed in a folder, for the store, which knows no such place: paths are whole, names stay names. */
export function specFrom(
  spec: string,
  { cwd, err }: { readonly cwd: string; readonly err: { write(text: string): unknown } },
): string {
  // No name has a slash but behind its scope.
  if (/^[^@~/\\][^/\\]*[/\\]/.test(spec)) return resolve(cwd, spec);
  const absolute = absoluteSpec(spec, cwd);
  if (absolute === spec && /^[\w-]+$/.test(spec) && existsSync(join(cwd, spec))) {
    err.write(
      `${visibleLine(spec)} is looked for on npm. The folder of that name is ./${visibleLine(spec)}\n`,
    );
  }
  return absolute;
}
