import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import { join } from "node:path";
import { faultAt, type SourceText } from "./source-text.ts";

const MAX_FILE_BYTES = 256 * 1024;
const MAX_FILES = 200;

/** The files of one pack: regular ones inside its folder, of a bounded number and size. */
export interface PackFiles {
  /**
   * @param path relative to the pack, with `/`
   * @throws {SwitchyardError} INVALID_PERSONA
   */
  read(path: string): Promise<SourceText>;
}

/** @throws {SwitchyardError} INVALID_PERSONA when there is no such folder */
export async function openPack(folder: string): Promise<PackFiles> {
  const root = await realpath(folder).catch(() => {
    throw faultAt(whole("pack.yaml"), 0, `there is no pack in ${folder}.`);
  });
  let count = 0;
  return {
    async read(path) {
      const source = whole(path);
      count += 1;
      if (count > MAX_FILES) throw faultAt(source, 0, `a pack has at most ${MAX_FILES} files.`);
      return { ...source, text: await readInside(root, source) };
    },
  };
}

function whole(path: string): SourceText {
  return { path, text: "", firstLine: 1 };
}

async function readInside(root: string, source: SourceText): Promise<string> {
  const file = join(root, source.path);
  const real = await realpath(file).catch(() => {
    throw faultAt(source, 0, "the file is missing.");
  });
  if (real !== file) throw faultAt(source, 0, "a pack may not contain links.");
  // Without O_NONBLOCK, opening a pipe would wait for its writer.
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => {
      throw faultAt(source, 0, "the file can't be opened.");
    },
  );
  try {
    return await readBounded(handle, source);
  } finally {
    await handle.close();
  }
}

async function readBounded(handle: FileHandle, source: SourceText): Promise<string> {
  const { size } = await regularFile(handle, source);
  if (size > MAX_FILE_BYTES) {
    throw faultAt(source, 0, `${size} bytes are too many: a file has at most ${MAX_FILE_BYTES}.`);
  }
  const buffer = Buffer.alloc(size);
  const { bytesRead } = await handle.read(buffer, 0, size, 0);
  try {
    return new TextDecoder("utf-8", { fatal: true })
      .decode(buffer.subarray(0, bytesRead))
      .replaceAll("\r\n", "\n");
  } catch {
    throw faultAt(source, 0, "the file is not UTF-8.");
  }
}

async function regularFile(handle: FileHandle, source: SourceText) {
  const found = await handle.stat();
  if (!found.isFile()) throw faultAt(source, 0, "it is not a regular file.");
  return found;
}
