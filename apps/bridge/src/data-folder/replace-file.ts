import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";

/**
 * Gives a file a new content, readable for its owner alone: whoever reads it sees the old or the new one, whole.
 * A disk that takes a part of it is refused too, which a single write to a file would not tell.
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  const part = `${path}.${randomUUID()}`;
  try {
    await writeNew(part, content);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writeNew(path: string, content: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
