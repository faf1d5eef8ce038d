import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { ChunkPlace } from "@switchyard/core/protocol";
import { StartError } from "../start-error.ts";
import { parseJson } from "../parse-json.ts";
import { idsOf, seqOf } from "./chunk-id.ts";
import { integer, text } from "./row.ts";
import { migrations } from "./schema.ts";
import { sqliteFault } from "./sqlite-fault.ts";

export interface Look {
  /** At every page too, not only at the header, the tables and the end of each session's log. */
  readonly thorough: boolean;
  /** A file that holds nothing is no damage. */
  readonly mayBeEmpty: boolean;
}

/**
 * Looks for damage without changing anything. Tells what is wrong; undefined: nothing.
 * @throws {StartError} where a newer Switchyard wrote the file, or it is none of ours
 */
export function findDamage(file: string, look: Look): string | undefined {
  const { size } = statSync(file);
  if (size < SMALLEST) return size === 0 && look.mayBeEmpty ? undefined : "it is too short";
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return lookAt(db, file, look);
  } catch (error) {
    if (error instanceof StartError) throw error;
    if (["busy", "disk"].includes(sqliteFault(error))) throw cannotOpen(file, error);
    return error instanceof Error ? error.message : "unknown fault";
  } finally {
    db.close();
  }
}

function lookAt(db: DatabaseSync, file: string, { thorough, mayBeEmpty }: Look): string | undefined {
  const version = schemaVersion(db);
  if (version > migrations.length) throw newer(file, version);
  const schema = schemaOf(db);
  if (schema.size === 0 && version === 0) return mayBeEmpty ? undefined : "it holds nothing";
  if (![...schema].some((each) => /^(sessions|chunks) /.test(each))) throw foreign(file);
  if (version === 0 || [...schemaOfSteps(version)].some((each) => !schema.has(each)))
    return "its tables are not what they should be";
  const last = db.prepare("SELECT id, json FROM chunks WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1");
  for (const row of db.prepare("SELECT number FROM sessions").all()) {
    const end = last.get(...idsOf(integer(row, "number")));
    const place = end && ChunkPlace.safeParse(parseJson(text(end, "json"))).data;
    if (end !== undefined && place?.seq !== seqOf(integer(end, "id"))) return "the end of a log is not sound";
  }
  if (!thorough) return undefined;
  const found = db.prepare("PRAGMA quick_check(1)").get();
  const word = found === undefined ? "no answer" : text(found, "quick_check");
  return word === "ok" ? undefined : word;
}

/** The disk or another program is in the way: that tells nothing of the file. */
export function cannotOpen(file: string, cause: unknown): StartError {
  const reason = cause instanceof Error ? cause.message : "unknown fault";
  return new StartError(
    `${file} cannot be opened: ${reason}. See that there is room on the disk and that you may write there, then start again.`,
    { cause },
  );
}

/** What our own steps make of an empty file. */
function schemaOfSteps(version: number): Set<string> {
  const db = new DatabaseSync(":memory:");
  try {
    for (const step of migrations.slice(0, version)) db.exec(step);
    return schemaOf(db);
  } finally {
    db.close();
  }
}

function schemaOf(db: DatabaseSync): Set<string> {
  const rows = db.prepare("SELECT name, tbl_name, type, sql FROM sqlite_schema").all();
  return new Set(rows.map((row) => Object.values(row).join(" ")));
}

export function schemaVersion(db: DatabaseSync): number {
  return integer(db.prepare("PRAGMA user_version").get() ?? {}, "user_version");
}

/** Of any SQLite database that holds something, in bytes. */
const SMALLEST = 512;

function newer(file: string, version: number): StartError {
  return new StartError(
    `${file} was written by a newer Switchyard (schema ${version}; this one knows ${migrations.length}). ` +
      "Start that version, or name another data folder with SWITCHYARD_HOME.",
  );
}

function foreign(file: string): StartError {
  return new StartError(
    `${file} is a database of another program. Move it away, or name another data folder with SWITCHYARD_HOME.`,
  );
}
