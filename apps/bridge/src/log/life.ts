import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { Logger } from "pino";
import { v4 as uuid } from "uuid";
import { z } from "zod";
import { bootId } from "../process/identity.ts";
import { text } from "./row.ts";

/**
 * One run of a bridge with the log. A file beside the log tells how the last one ended, since after some
 * ends (a power failure, a full disk) the log lacks what clients were shown.
 */
export interface Life {
  /** Whether the log holds all that the last life showed. */
  readonly isContinued: boolean;
  /** From now on the log may lack what is shown. */
  suspend(): void;
  /** It holds all again. */
  resume(): void;
  /** For this whole life: the next one must look at the log and repair it. */
  condemn(): void;
  /** Call when the log is closed. */
  end(): void;
}

export type LastLife = z.infer<typeof LastLife>;

const LastLife = z.object({
  /** As in the log itself, so that another log in its place is noticed. */
  id: z.string(),
  bootId: z.string().nullable(),
  state: z.enum(["running", "closed", "condemned"]),
  /** Of the log's file when it was closed. */
  bytes: z.number().optional(),
  changedMs: z.number().optional(),
});

/** Undefined: there was none, or nothing is known of its end. */
export function readLastLife(logFile: string): LastLife | undefined {
  try {
    return LastLife.parse(JSON.parse(readFileSync(lifeFile(logFile), "utf8")));
  } catch {
    return undefined;
  }
}

/** Whether the file is, to all appearances, as a life left it that ended as it should. */
export function isUntouched(logFile: string, last: LastLife): boolean {
  const { size, mtimeMs } = statSync(logFile);
  return last.state === "closed" && last.bytes === size && last.changedMs === mtimeMs;
}

export interface LifeOptions {
  logFile: string;
  last: LastLife | undefined;
  logger: Logger;
}

/** Begins the next one. */
export function beginLife(db: DatabaseSync, { logFile, last, logger }: LifeOptions): Life {
  const file = lifeFile(logFile);
  const now = { id: uuid(), bootId: bootId() };
  const stored = db.prepare("SELECT id FROM life").get();
  const isSameLog = last !== undefined && stored !== undefined && text(stored, "id") === last.id;
  const isSameBoot = last?.bootId === now.bootId && now.bootId !== null;
  const isContinued = isSameLog && (last.state === "closed" || (last.state === "running" && isSameBoot));
  let isCondemned = false;

  // In this order: whatever comes between leaves a life that is not continued.
  try {
    rmSync(file, { force: true });
    db.exec(`BEGIN IMMEDIATE; DELETE FROM life; INSERT INTO life VALUES ('${now.id}'); COMMIT`);
    write({ ...now, state: "running" });
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    logger.warn({ err: error }, "the log's life could not be written down: clients will load anew next time");
  }

  function write(life: LastLife): void {
    if (isCondemned) return;
    const temporary = `${file}.new`;
    writeFileSync(temporary, `${JSON.stringify(life)}\n`, { mode: 0o600 });
    renameSync(temporary, file);
  }

  /** Without the file the next life is not continued, which is always safe. */
  function quietly(act: () => void): void {
    try {
      act();
    } catch (error) {
      logger.warn({ err: error }, "the file of the log's life could not be changed");
    }
  }

  return {
    isContinued,
    suspend: () => quietly(() => isCondemned || rmSync(file, { force: true })),
    resume: () => quietly(() => write({ ...now, state: "running" })),
    condemn() {
      if (isCondemned) return;
      quietly(() => rmSync(file, { force: true }));
      quietly(() => write({ ...now, state: "condemned" }));
      isCondemned = true;
    },
    end() {
      const isOver = (readLastLife(logFile)?.id ?? now.id) !== now.id;
      // What only the journal holds may not have reached the disk.
      if (isOver || existsSync(`${logFile}-wal`)) return;
      quietly(() => {
        const { size, mtimeMs } = statSync(logFile);
        write({ ...now, state: "closed", bytes: size, changedMs: mtimeMs });
      });
    },
  };
}

function lifeFile(logFile: string): string {
  return `${logFile}-life.json`;
}
