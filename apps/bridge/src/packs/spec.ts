import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { PackName } from "@switchyard/core/protocol";
import semver from "semver";
import { printable, refusePack } from "./refuse.ts";

/** What a pack is asked for by. */
export type PackSpec =
  /** A folder or an archive; absolute. */
  | { readonly from: "disk"; readonly path: string }
  /** `range`: a version, a range or a tag; null: the newest. */
  | { readonly from: "npm"; readonly name: PackName; readonly range: string | null };

/** The same spec for who has another working folder: a relative folder or archive by its whole path. */
export function absoluteSpec(spec: string, cwd: string): string {
  return isRelativePath(spec) ? resolve(cwd, spec) : spec;
}

/** @throws {SwitchyardError} INVALID_PACK */
export function parseSpec(spec: string, env: Readonly<Record<string, string | undefined>>): PackSpec {
  if (spec.trim() === "") throw refusePack(`Nothing is named. ${HOW}`);
  if (/[\p{Cc}]/u.test(spec)) throw refusePack(`${printable(spec)} has control characters. ${HOW}`);
  if (/^~(?:[\\/]|$)/.test(spec))
    return { from: "disk", path: join(env["HOME"] || homedir(), spec.slice(1)) };
  if (isAbsolute(spec)) return { from: "disk", path: resolve(spec) };
  if (isRelativePath(spec)) throw refusePack(`${printable(spec)} has to be named by its whole path. ${HOW}`);
  return npmSpec(spec);
}

const HOW =
  "Name a folder or an archive (.tgz) by its path, or an npm package as name, name@1.2.3 or @scope/name@^1.2.";

function isRelativePath(spec: string): boolean {
  if (/^\.{1,2}(?:[\\/]|$)/.test(spec)) return true;
  // Anything else that an archive's name ends, but for an address.
  return isArchiveName(spec) && !isAbsolute(spec) && !spec.startsWith("~") && !spec.includes("://");
}

export function isArchiveName(path: string): boolean {
  return /\.(?:tgz|tar\.gz)$/i.test(path);
}

function npmSpec(spec: string): PackSpec {
  const [, first = "", range] = /^(@?[^@]*)(?:@(.*))?$/.exec(spec) ?? [];
  const name = PackName.safeParse(first);
  const isKnown = range === undefined || semver.validRange(range) !== null || /^[a-z][\w.-]*$/i.test(range);
  // What begins so was meant for an option.
  const isOption = spec.startsWith("-");
  if (name.success && isKnown && !isOption) return { from: "npm", name: name.data, range: range || null };
  throw refusePack(`${printable(spec)} is neither a path nor the name of an npm package. ${HOW}`);
}

/** What is asked for to have a newer one: a version of npm that was named exactly would only come again. */
export function newestSpec(spec: string): string {
  const [, name, version] = /^(@?[a-z0-9-][^@]*)@(.+)$/.exec(spec) ?? [];
  return name !== undefined && semver.valid(version) !== null ? name : spec;
}
