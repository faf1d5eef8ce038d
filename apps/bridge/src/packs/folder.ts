import { opendir } from "node:fs/promises";
import { join } from "node:path";
import { checkCollisions, checkPath, type PackFile } from "./file-rules.ts";
import { PACK_LIMITS } from "./limits.ts";
import { refuseEntry, tooManyBytes, tooManyEntries } from "./refuse.ts";
import { readRegularFile } from "./regular-file.ts";

/** What of a folder is taken; of what is left out, not even the name is looked at. */
export interface Taken {
  folder(path: string): boolean;
  file(path: string): boolean;
}

export const everyFile: Taken = { folder: () => true, file: () => true };

/**
 * The files of a folder that the user named, in the order of their paths. No link is followed; what git, npm and the
 * system keep there for themselves is left out, and so is what `taken` says no to.
 * @throws {SwitchyardError} INVALID_PACK, TOO_LARGE
 */
export async function readPackFolder(folder: string, taken = everyFile): Promise<PackFile[]> {
  const paths = await pathsIn(folder, taken);
  checkCollisions(paths);
  const files: PackFile[] = [];
  let room: number = PACK_LIMITS.bytes;
  for (const path of paths) {
    const file = await read(folder, path, room);
    room -= file.content.length;
    files.push(file);
  }
  return files;
}

async function pathsIn(folder: string, taken: Taken): Promise<string[]> {
  const paths: string[] = [];
  let entries = 0;
  const visit = async (inside: string): Promise<void> => {
    for await (const entry of await opened(folder, inside)) {
      const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
      if (LEFT_OUT.has(entry.name) || path === "node_modules") continue;
      entries += 1;
      if (entries > PACK_LIMITS.entries) throw tooManyEntries();
      // What a link leads to may be a folder.
      const mayHold = entry.isDirectory() || entry.isSymbolicLink();
      if (!(mayHold ? taken.folder(path) : taken.file(path))) continue;
      checkPath(path);
      if (entry.isDirectory()) await visit(path);
      else if (entry.isFile()) paths.push(path);
      else
        throw refuseEntry(
          path,
          entry.isSymbolicLink() ? "is a symbolic link" : "is neither a file nor a folder",
        );
    }
  };
  await visit("");
  return paths.toSorted();
}

const LEFT_OUT: ReadonlySet<string> = new Set([".git", ".DS_Store"]);

function opened(folder: string, inside: string): ReturnType<typeof opendir> {
  return opendir(join(folder, inside)).catch((error: unknown) => {
    throw unreadable(inside === "" ? folder : inside, error);
  });
}

async function read(folder: string, path: string, room: number): Promise<PackFile> {
  const found = await readRegularFile(join(folder, path), room).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (found === null) throw tooManyBytes();
  return { path, content: found.content, isExecutable: found.isExecutable };
}

function unreadable(path: string, error: unknown): Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown fault";
  return refuseEntry(path, `can't be read (${code})`);
}
