import { chmodSync, closeSync, openSync } from "node:fs";

/** Makes the file where there is none, and closes it to everybody but its user; SQLite's files beside it follow. */
export function ensurePrivateFile(file: string): void {
  closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
}
