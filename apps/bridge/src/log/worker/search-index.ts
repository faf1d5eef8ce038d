import { sqliteFault } from "../sqlite-fault.ts";
import { makeBreath } from "./breath.ts";
import { type IndexFile, openIndex, removeIndex } from "./index-file.ts";
import { type Indexer, makeIndexer } from "./indexer.ts";
import type { Found, SearchOrder } from "./messages.ts";
import { search } from "./search.ts";
import type { Stored } from "./stored.ts";

/** The index of search and what fills it. */
export interface SearchIndex {
  /** Reads what these have that is new, little by little. */
  touch(numbers: Iterable<number>): void;
  /** The same with all sessions, also with those that are gone. */
  touchAll(): void;
  /** @throws {Error} where the index can be neither read nor made again */
  find(order: SearchOrder): Found;
  /** Resolves when nothing of it runs any more. */
  close(): Promise<void>;
}

export interface SearchIndexOptions {
  readonly stored: Stored;
  readonly file: string;
  /** Something of it did not work; it is tried again. */
  readonly trouble: (error: unknown) => void;
}

export function makeSearchIndex({ stored, file, trouble }: SearchIndexOptions): SearchIndex {
  let opened: { readonly index: IndexFile; readonly indexer: Indexer } | null = null;
  let reading: Promise<void> | null = null;
  /** Once: if that does not help it is the log that is damaged. */
  let isMadeAnew = false;
  let closed = false;

  function open(): NonNullable<typeof opened> {
    if (opened !== null) return opened;
    const index = openIndex(file);
    opened = { index, indexer: makeIndexer({ stored, index, trouble: onTrouble }) };
    opened.indexer.touchAll();
    return opened;
  }

  function onTrouble(error: unknown): void {
    trouble(error);
    if (opened === null || isMadeAnew || sqliteFault(error) !== "damage") return;
    isMadeAnew = true;
    opened.index.db.close();
    opened = null;
    removeIndex(file);
  }

  function read(touched: (indexer: Indexer) => void): void {
    try {
      touched(open().indexer);
    } catch (error) {
      return trouble(error);
    }
    reading ??= readAll().finally(() => (reading = null));
  }

  async function readAll(): Promise<void> {
    const breath = makeBreath(() => {
      if (closed) throw new Error("the log is closed");
    });
    try {
      while (open().indexer.step()) await breath();
    } catch (error) {
      if (!closed) trouble(error);
    }
  }

  return {
    touch: (numbers) => read((indexer) => indexer.touch(numbers)),
    touchAll: () => read((indexer) => indexer.touchAll()),
    find(order) {
      // What was said a moment ago is to be found: a short arrear is read first.
      const until = performance.now() + CATCH_UP_MS;
      while (open().indexer.step() && performance.now() < until);
      try {
        const { index, indexer } = open();
        return { hits: search(stored, index, order), isComplete: indexer.isComplete() };
      } catch (error) {
        onTrouble(error);
        throw error;
      }
    },
    async close() {
      closed = true;
      await reading;
      opened?.index.db.close();
    },
  };
}

const CATCH_UP_MS = 50;
