import type { DatabaseSync } from "node:sqlite";
import { readable, text } from "./row.ts";
import type { Writer } from "./writer.ts";

/** What the user has accepted of folders: what a folder brought, by its hash. */
export interface TrustedFolders {
  has(realpath: string, hash: string): boolean;
  add(realpath: string, hash: string): void;
}

export function makeTrustedFolders(db: DatabaseSync, writer: Writer): TrustedFolders {
  const insert = db.prepare("INSERT OR IGNORE INTO trusted_folders (folder, hash) VALUES (?, ?)");
  const rows = db.prepare("SELECT folder, hash FROM trusted_folders").all();
  const trusted = new Set(readable(rows, (row) => keyOf(text(row, "folder"), text(row, "hash"))));

  return {
    has: (realpath, hash) => trusted.has(keyOf(realpath, hash)),
    add(realpath, hash) {
      trusted.add(keyOf(realpath, hash));
      writer.write(() => insert.run(realpath, hash));
    },
  };
}

function keyOf(folder: string, hash: string): string {
  return `${hash} ${folder}`;
}
