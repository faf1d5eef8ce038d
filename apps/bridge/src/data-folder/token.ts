import { randomBytes } from "node:crypto";
import { chmod, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "./replace-file.ts";

/** Where the token is kept, one line, 0600. */
export function tokenPath(dataFolder: string): string {
  return join(dataFolder, "token");
}

/** The stored token; makes one where there is none, or none that could have been made here. */
export async function ensureToken(dataFolder: string): Promise<string> {
  const token = await readToken(dataFolder);
  if (token === undefined) return replaceToken(dataFolder);
  const path = tokenPath(dataFolder);
  if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600);
  return token;
}

/** Stores a new token of 32 random bytes in the place of the old one. */
export async function replaceToken(dataFolder: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await replaceFile(tokenPath(dataFolder), `${token}\n`);
  return token;
}

/** Undefined: there is none, or it is no token. */
export async function readToken(dataFolder: string): Promise<string | undefined> {
  try {
    const token = (await readFile(tokenPath(dataFolder), "utf8")).trim();
    return /^[\w-]{43}$/.test(token) ? token : undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
