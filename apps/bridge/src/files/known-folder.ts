import { realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { SwitchyardError } from "@switchyard/core/protocol";

/**
 * The real path of a folder in, or below, one of those that are known: a client lists no others.
 * @throws {SwitchyardError} FOLDER_NOT_FOUND
 */
export async function needKnownFolder(asked: string, known: Iterable<string>): Promise<string> {
  const folder = resolve(asked);
  const real = await realpath(folder).catch(() => null);
  const found = real === null ? null : await stat(real).catch(() => null);
  if (real === null || found?.isDirectory() !== true) {
    throw notFound(folder, `There is no folder ${folder}. Name one that exists.`);
  }
  for (const each of new Set(known)) {
    // oxlint-disable-next-line no-await-in-loop -- mostly one of the first holds it
    const root = await realpath(each).catch(() => null);
    if (root !== null && (real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)))
      return real;
  }
  throw notFound(
    folder,
    `${folder} belongs to no project and no session, so its files are not listed. Add it as a project first.`,
  );
}

function notFound(path: string, message: string): SwitchyardError {
  return new SwitchyardError("FOLDER_NOT_FOUND", message, { path });
}
