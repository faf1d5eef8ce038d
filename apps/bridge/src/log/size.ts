import { readdir, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What the log takes of its disk, in bytes. */
export interface LogSize {
  /** Its file, journal and index, and what lies in the folders beside it. */
  bytes: number;
  /** Null where the system does not tell. */
  freeBytes: number | null;
}

/** What goes while it is counted counts nothing. */
export async function logSize(file: string): Promise<LogSize> {
  const folder = dirname(file);
  const files = [file, join(folder, "search.db")].flatMap((each) => [each, `${each}-wal`, `${each}-shm`]);
  const beside = await Promise.all(["spill", "exports"].map((name) => filesIn(join(folder, name))));
  const sizes = await Promise.all([...files, ...beside.flat()].map(sizeOf));
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), freeBytes: await freeBytes(folder) };
}

async function filesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).map((name) => join(folder, name));
}

function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function freeBytes(folder: string): Promise<number | null> {
  return statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
}
