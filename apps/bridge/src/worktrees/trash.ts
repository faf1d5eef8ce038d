import { chmod, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { SwitchyardError } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";

/** What is cleared away is moved here first, so that whatever comes between leaves nothing half removed. */
const TRASH = ".removed-";

/** Moves a folder away within ours, and tells where it is now. @throws {SwitchyardError} NOT_ALLOWED */
export async function moveToTrash(path: string, folder: string): Promise<string> {
  const trash = join(folder, `${TRASH}${uuid()}`);
  await rename(path, trash).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : "unknown fault";
    throw new SwitchyardError("NOT_ALLOWED", `The worktree's folder can't be moved away: ${reason}`);
  });
  return trash;
}

/** What an earlier life moved away. */
export async function trashIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.startsWith(TRASH)).map((name) => join(folder, name));
}

/** What can't be removed now is at the next start. */
export async function emptyTrash(trash: string): Promise<void> {
  const isGone = await remove(trash);
  if (isGone) return;
  await openFolders(trash).catch(noop);
  await remove(trash);
}

function remove(path: string): Promise<boolean> {
  return rm(path, { recursive: true, force: true, maxRetries: 3 }).then(
    () => true,
    () => false,
  );
}

/** Caches of some tools are read-only, and nothing is removed from such a folder. */
async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    // oxlint-disable-next-line no-await-in-loop -- a large folder would open all of its folders at once
    if (entry.isDirectory()) await openFolders(join(folder, entry.name)).catch(noop);
  }
}

const noop = (): void => undefined;
