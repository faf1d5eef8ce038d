import { dirname, join } from "node:path";
import type { Logger } from "pino";
import { z } from "zod";
import { type Exports, makeExports } from "./exports.ts";
import { Outcome, type OutcomeQuery } from "./outcomes.ts";
import { type UsageQuery, UsageSums } from "./usage-sums.ts";
import { makeLogWorker } from "./worker/log-worker.ts";
import { Found } from "./worker/messages.ts";

/** What is done with the stored log beside this thread. */
export interface Keeping {
  /** The best hits first; `isComplete` is false while what was stored last is still to be read. */
  search(query: SearchQuery): Promise<Found>;
  /** @throws {Error} where it cannot be read */
  outcomes(query: OutcomeQuery): Promise<Outcome[]>;
  /** @throws {Error} where it cannot be read */
  usageSums(query: UsageQuery): Promise<UsageSums>;
  readonly exports: Exports;
  /** New chunks are stored, or another title. */
  touched(numbers: Iterable<number>): void;
  /** Something was stored: the journal is folded into the file within 5 s. */
  committed(): void;
  /** Sessions were deleted, or much was stored at once: looks for all that is to be done. */
  lookAgain(): void;
  close(): Promise<void>;
}

export type { Found };

export interface SearchQuery {
  readonly query: string;
  /** Undefined: in all. */
  readonly number: number | undefined;
  readonly limit: number;
}

export interface KeepingOptions {
  file: string;
  now: () => number;
  logger: Logger;
  /** Of the pauses, for tests. */
  pauses?: Partial<Pauses>;
}

/** In ms. */
export interface Pauses {
  /** From the opening until what was left to do is looked for. @default 2,000 */
  start: number;
  /** @default 5,000 */
  checkpoint: number;
  /** What a search asks for is read at once; else rarely, since it delays what goes on live. @default 5,000 */
  index: number;
}

export function makeKeeping({ file, now, logger, pauses }: KeepingOptions): Keeping {
  const { start, checkpoint, index } = { start: 2_000, checkpoint: 5_000, index: 5_000, ...pauses };
  const folder = dirname(file);
  const exportFolder = join(folder, "exports");
  const worker = makeLogWorker({
    start: { file, indexFile: join(folder, "search.db"), exportFolder },
    logger,
  });
  const touched = new Set<number>();
  const timers = new Map<string, NodeJS.Timeout>();

  function soon(name: string, ms: number, run: () => void): void {
    if (timers.has(name)) return;
    const fire = (): void => {
      timers.delete(name);
      run();
    };
    timers.set(name, setTimeout(fire, ms).unref());
  }

  function tellTouched(): void {
    worker.tell({ type: "touched", numbers: [...touched] });
    touched.clear();
  }

  // A worker that starts looks for all that is to be done.
  soon("start", start, tellTouched);

  return {
    async search({ query, number = null, limit }) {
      tellTouched();
      const answer = await worker.ask({ type: "search", query, number, limit, now: now() });
      return Found.parse(answer);
    },
    outcomes: async (query) => z.array(Outcome).parse(await worker.ask({ type: "outcomes", query })),
    usageSums: async (query) => UsageSums.parse(await worker.ask({ type: "usage", query })),
    exports: makeExports({ folder: exportFolder, worker, now }),
    touched(numbers) {
      for (const number of numbers) touched.add(number);
      soon("index", index, tellTouched);
    },
    committed: () => soon("checkpoint", checkpoint, () => worker.tell({ type: "checkpoint" })),
    lookAgain: () => worker.tell({ type: "lookAgain" }),
    async close() {
      for (const timer of timers.values()) clearTimeout(timer);
      await worker.close();
    },
  };
}
