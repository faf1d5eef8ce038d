import { realpathSync, statSync } from "node:fs";
import { StartError } from "../start-error.ts";

export interface Caller {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ownRoots: readonly string[];
}

/**
 * The folder the bridge is started for: the one that is named, else the one that the user called from.
 * An npm script of ours runs in our own root, and npm tells by `INIT_CWD` where it was called.
 */
export function workingFolder(named: string | undefined, { cwd, env, ownRoots }: Caller): string {
  const initial = env["INIT_CWD"];
  const isOurScript = env["npm_lifecycle_event"] !== undefined && ownRoots.includes(realName(cwd));
  const folder = named ?? (isOurScript && initial ? initial : cwd);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new StartError(`There is no folder ${folder}; see --cwd.`);
}

function realName(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
