import { randomBytes } from "node:crypto";
import { openSync, writeSync } from "node:fs";
import { join } from "node:path";

/** What the chaos CLI writes down before it does it; the file outlives any kill. */
export interface Journal {
  /** Names this process in every word that it says. */
  readonly key: string;
  note(entry: JournalEntry): void;
}

export type JournalEntry =
  | { did: "start"; pid: number; resumed: string | null }
  /** A prompt, by the number that stands in it. */
  | { did: "heard"; prompt: number }
  /** Word `word` of turn `turn`, as `key.turn.word`. */
  | { did: "said"; turn: number; word: number }
  /** The turn's result, which ends it. */
  | { did: "ended"; turn: number; prompt: number }
  | { did: "asked"; toolCallId: string }
  | { did: "was told"; toolCallId: string; isAllowed: boolean };

export function openJournal(folder: string): Journal {
  const key = randomBytes(4).toString("hex");
  const file = openSync(join(folder, `${key}.jsonl`), "ax");
  return { key, note: (entry) => void writeSync(file, `${JSON.stringify(entry)}\n`) };
}
