import { access, constants, realpath, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { SwitchyardError } from "@switchyard/core/protocol";

export interface RootOptions {
  /** The folder that the bridge was started for: paths are relative to it. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The tracker that a folder belongs to, and the root of its project; null: it belongs to none. */
  findBeads(folder: string): Promise<{ readonly root: string } | null>;
}

/**
 * The root of the project that a folder belongs to, by its real path: where its tracker says, else the folder itself.
 * @throws {SwitchyardError} FOLDER_NOT_FOUND
 */
export async function rootOf(path: string, options: RootOptions): Promise<string> {
  const folder = await needFolder(resolve(options.cwd, withHome(path, options.env)));
  const found = await options.findBeads(folder);
  return found === null ? folder : realpath(found.root);
}

/** `~` means something to shells only, but people write it. */
function withHome(path: string, env: RootOptions["env"]): string {
  if (path !== "~" && !/^~[\\/]/.test(path)) return path;
  return join(env["HOME"] || homedir(), path.slice(1));
}

/** The folder by its real path. */
async function needFolder(path: string): Promise<string> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) {
      await access(path, constants.R_OK | constants.X_OK);
      return await realpath(path);
    }
  } catch (error) {
    throw folderNotFound(path, isAbsent(error) ? "is not there. Name one that exists" : "can't be opened");
  }
  throw folderNotFound(path, `is a file. Name the folder that it is in, ${dirname(path)}`);
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

/** `why` is the end of a sentence. */
export function folderNotFound(path: string, why: string): SwitchyardError {
  return new SwitchyardError("FOLDER_NOT_FOUND", `The folder ${path} ${why}.`, { path });
}
