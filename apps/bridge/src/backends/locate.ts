import { createRequire } from "node:module";
import type { Backend } from "@switchyard/core/backend";
import { SwitchyardError } from "@switchyard/core/protocol";
import { findProgram, type FoundProgram, type MissingProgram } from "../process/find-program.ts";

/** A program that can be started: `args` stand ahead of what the backend plans. */
export interface LocatedProgram extends Omit<FoundProgram, "source"> {
  readonly args: readonly string[];
  readonly source: FoundProgram["source"] | "built_in";
}

export interface ProgramPlaces {
  /** The user's choice in the bridge's settings. */
  readonly settingsPath: string | undefined;
  /** The bridge's environment. */
  readonly env: NodeJS.ProcessEnv;
  /** The folders that our own packages are installed in. */
  readonly ownRoots: readonly string[];
}

/** Finds what a backend runs: the user's choice, its own module on our Node, or its command. */
export async function locateProgram(
  { program }: Backend,
  { settingsPath, env, ownRoots }: ProgramPlaces,
): Promise<LocatedProgram | MissingProgram> {
  if (program.module !== undefined && settingsPath === undefined) return ownModule(program.module);
  const found = await findProgram({
    command: program.command,
    env,
    ownRoots,
    ...(settingsPath === undefined ? {} : { settingsPath }),
    ...(program.environmentOverride === undefined
      ? {}
      : { environmentOverride: program.environmentOverride }),
  });
  return "missing" in found ? found : { ...found, args: [] };
}

function ownModule(module: string): LocatedProgram | MissingProgram {
  try {
    const path = createRequire(import.meta.url).resolve(module);
    return { path: process.execPath, args: [path], source: "built_in" };
  } catch {
    return { missing: `The module ${module} is not installed.` };
  }
}

/** What a session is refused with where its program is missing. */
export function cliNotFound({ id, displayName, program }: Backend, missing: string): SwitchyardError {
  const { install } = program;
  return new SwitchyardError(
    "CLI_NOT_FOUND",
    `${displayName} is not installed: ${missing} ${install.text} ${install.command}`.trimEnd(),
    { backendId: id, install },
  );
}
