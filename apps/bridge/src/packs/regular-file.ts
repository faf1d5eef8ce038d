import { constants } from "node:fs";
import { open } from "node:fs/promises";

export interface RegularFile {
  readonly content: Buffer;
  /** For its owner. */
  readonly isExecutable: boolean;
}

/**
 * Reads a file without following a link or waiting on a pipe.
 * Null: it is no regular file, or has more bytes.
 */
export async function readRegularFile(path: string, maxBytes: number): Promise<RegularFile | null> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > maxBytes) return null;
    // One more, to see a file that grows.
    const buffer = Buffer.alloc(found.size + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) {
        return { content: buffer.subarray(0, length), isExecutable: (found.mode & 0o100) !== 0 };
      }
      length += bytesRead;
    }
    return null;
  } finally {
    await file.close();
  }
}
