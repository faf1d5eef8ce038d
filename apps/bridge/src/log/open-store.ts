import { existsSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { Logger } from "pino";
import { StartError } from "../start-error.ts";
import { cannotOpen, findDamage } from "./damage.ts";
import { beginLife, isUntouched, type LastLife, type Life, readLastLife } from "./life.ts";
import { openDatabase } from "./open.ts";
import { type Repair, repair } from "./repair.ts";
import { sqliteCode, sqliteFault } from "./sqlite-fault.ts";

export interface Store {
  readonly db: DatabaseSync;
  readonly life: Life;
  /** What a repair could not save; null: there was nothing to repair. */
  readonly repair: Repair | null;
}

export interface StoreOptions {
  file: string;
  logger: Logger;
  /** Tells the user, in a line. */
  say: (line: string) => void;
}

/**
 * Opens what the bridge keeps, and repairs it where it is damaged: in the open, the damaged file kept.
 * @throws {StartError} where a newer Switchyard wrote it, it is none of ours, or nothing of it can be read;
 *   nothing is changed then
 */
export function openStore({ file, logger, say }: StoreOptions): Store {
  const last = readLastLife(file);
  if (last !== undefined && !existsSync(file)) {
    say(
      `There is no store ${file} any more. Switchyard begins with a new one, without your earlier sessions.`,
    );
  }
  const found = repairIfDamaged(file, last);
  const { db, repair } = openOrRepair(file, found);
  if (repair !== null) {
    logger.error({ damage: repair.damage, keptAs: repair.keptAs }, "the log was damaged and is repaired");
    say(wordsOf(repair));
  }
  return { db, repair, life: beginLife(db, { logFile: file, last, logger }) };
}

/** Some damage shows only where something is written. */
function openOrRepair(file: string, done: Repair | null): Pick<Store, "db" | "repair"> {
  try {
    return { db: openDatabase(file), repair: done };
  } catch (error) {
    if (done !== null || statSync(file).size === 0 || !mayBeDamage(error)) throw cannotOpen(file, error);
    const reason = error instanceof Error ? error.message : "unknown fault";
    return { repair: repairOrRefuse(file, reason), db: openDatabase(file) };
  }
}

/** Its header may say that it is read-only. */
function mayBeDamage(error: unknown): boolean {
  const fault = sqliteFault(error);
  return fault === "damage" || fault === "bug" || ((sqliteCode(error) ?? 0) & 0xff) === SQLITE_READONLY;
}

const SQLITE_READONLY = 8;

function repairIfDamaged(file: string, last: LastLife | undefined): Repair | null {
  if (!existsSync(file)) return null;
  const damage = damageOf(file, last);
  if (damage === undefined) return null;
  return repairOrRefuse(file, damage);
}

function repairOrRefuse(file: string, damage: string): Repair {
  const done = repair(file, damage);
  if (done === null) throw unreadable(file, damage);
  return done;
}

function damageOf(file: string, last: LastLife | undefined): string | undefined {
  const thorough = last === undefined || !isUntouched(file, last);
  const found = findDamage(file, { thorough, mayBeEmpty: last === undefined });
  if (found !== undefined || last?.state !== "condemned") return found;
  return "it could not be read or written while Switchyard ran";
}

function unreadable(file: string, damage: string): StartError {
  return new StartError(
    `${file} is damaged, and nothing of it can be read (${damage}). It is left as it is. ` +
      "Put a copy in its place, or move it away to begin without your sessions; then start again.",
  );
}

function wordsOf({ lost, unsureEnds, keptAs }: Repair): string {
  const events = [...lost.values()].reduce((sum, each) => sum + each, 0);
  const losses = [
    ...(events > 0 ? [`${count(events, "event")} of ${count(lost.size, "session")} could not be read`] : []),
    ...(unsureEnds.size > 0 ? [`what came last in ${count(unsureEnds.size, "session")} may be missing`] : []),
  ];
  const loss = losses.length === 0 ? "no event of a session is lost" : losses.join(", and ");
  return `The store was damaged and has been repaired: ${loss}. The damaged file is kept as ${keptAs}.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
