import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { basename, delimiter, isAbsolute, join } from "node:path";
import { agentEnvironment } from "./environment.ts";

export interface Wanted {
  /** A bare name, looked for on PATH, or an absolute path. */
  readonly command: string;
  /** The user's choice in the settings. */
  readonly settingsPath?: string | null;
  /** The variable in which the user may name another program. @default none */
  readonly environmentOverride?: string;
  /** The bridge's environment; our own folders on its PATH are passed over. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folders that our own packages are installed in; below them are our development copies. */
  readonly ownRoots: readonly string[];
}

export interface FoundProgram {
  readonly path: string;
  readonly source: "settings" | "environment" | "path" | "bundled";
}

export interface MissingProgram {
  /** Why, as a sentence. */
  readonly missing: string;
}

/**
 * Finds the program of a command, an absolute path: the settings, the user's variable, PATH, our own copy.
 * A choice of the user's that cannot be run is told, never passed over.
 */
export async function findProgram(wanted: Wanted): Promise<FoundProgram | MissingProgram> {
  if (wanted.settingsPath) return chosen(wanted.settingsPath, "settings", "The settings name");
  const { command, environmentOverride: variable } = wanted;
  const override = variable === undefined ? undefined : wanted.env[variable];
  if (override) return chosen(override, "environment", `The variable ${variable} names`);
  if (isAbsolute(command)) return chosen(command, "settings", "The settings name");
  if (/[\\/]/.test(command))
    return { missing: `The command ${command} is neither a name nor an absolute path.` };
  return onPath(wanted);
}

async function chosen(
  path: string,
  source: "settings" | "environment",
  who: string,
): Promise<FoundProgram | MissingProgram> {
  if (!isAbsolute(path)) return { missing: `${who} ${path}, which is not an absolute path.` };
  const fault = await whyNot(path);
  return fault === null ? { path, source } : { missing: `${who} ${path}, which ${fault}.` };
}

async function onPath(wanted: Wanted): Promise<FoundProgram | MissingProgram> {
  const searched = pathOf(agentEnvironment(wanted.env, wanted));
  const places = [
    ...searched.split(delimiter).map((folder) => ({ folder, source: "path" as const })),
    ...wanted.ownRoots.map((root) => ({
      folder: join(root, "node_modules", ".bin"),
      source: "bundled" as const,
    })),
  ];
  let refused: string | null = null;
  for (const { folder, source } of places.filter((place) => isAbsolute(place.folder))) {
    for (const name of namesOf(wanted.command)) {
      const path = join(folder, name);
      const fault = await whyNot(path);
      if (fault === null) return { path, source };
      if (fault !== ABSENT) refused ??= `${path} ${fault}.`;
    }
  }
  const notFound = `There is no ${wanted.command} on the PATH.`;
  return { missing: refused === null ? notFound : `${notFound} ${refused}` };
}

function pathOf(env: Readonly<Record<string, string>>): string {
  const name = isWindows ? Object.keys(env).find((key) => key.toUpperCase() === "PATH") : "PATH";
  return (name && env[name]) ?? "";
}

const isWindows = process.platform === "win32";

function namesOf(command: string): string[] {
  return isWindows ? [`${command}.exe`, `${command}.cmd`] : [command];
}

/** Why this cannot be run, as the end of a sentence; null: it can. */
async function whyNot(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return ABSENT;
  if (isBatchFile(path)) return "is a batch file, which only a shell can run: name the .exe";
  if (!found.isFile()) return "is not a file";
  const isExecutable = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  return isExecutable ? null : "is not executable";
}

const ABSENT = "is not there";

/** Windows drops dots and blanks at the end of a name, and reads what follows a colon as a stream of the file. */
export function isBatchFile(path: string): boolean {
  return basename(path)
    .split(/[\\/]/)
    .some((name) => name.split(":").some((part) => /\.(cmd|bat)[. ]*$/i.test(part)));
}
