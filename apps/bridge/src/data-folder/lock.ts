import { closeSync, openSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StartError } from "../start-error.ts";
import { replaceFile } from "./replace-file.ts";

export interface Lock extends AsyncDisposable {
  release(): Promise<void>;
}

/**
 * Takes the data folder for this process; a `StartError` names the pid of a bridge that has it. The lock
 * is the system's own, on an empty file by way of SQLite: it ends with its process however that ends, so
 * none is ever stale and two can never take over the same one.
 */
export async function lockDataFolder(folder: string): Promise<Lock> {
  const pidPath = join(folder, "bridge.pid");
  const database = lockFile(join(folder, "lock"));
  if (database === undefined) throw inUse(await readPid(pidPath));
  await replaceFile(pidPath, `${process.pid}\n`);
  // The file stays: whoever removed it could remove the next one's.
  const release = async (): Promise<void> => {
    if (!database.isOpen) return;
    await rm(pidPath, { force: true });
    database.close();
  };
  return { release, [Symbol.asyncDispose]: release };
}

/** Locks an empty file for this process; undefined: another one has it. */
export function lockFile(path: string): DatabaseSync | undefined {
  closeSync(openSync(path, "a", 0o600));
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Nothing is ever written, so there is no need for a journal beside it.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE");
    return database;
  } catch (error) {
    database.close();
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return undefined;
    throw new StartError(
      `${path} cannot be locked: ${error instanceof Error ? error.message : "unknown fault"}`,
      {
        cause: error,
      },
    );
  }
}

const SQLITE_BUSY = 5;

async function readPid(path: string): Promise<string> {
  const pid = await readFile(path, "utf8").catch(() => "");
  return /^\d+$/.test(pid.trim()) ? `pid ${pid.trim()}` : "it is just starting";
}

function inUse(who: string): StartError {
  return new StartError(
    `Switchyard already runs with this data folder (${who}). Use its page, end it, or set SWITCHYARD_HOME to another folder.`,
  );
}
