import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import {
  type ExportOrder,
  FromWorker,
  type OutcomesOrder,
  type SearchOrder,
  type ToWorker,
  type UsageOrder,
  type WorkerStart,
} from "./messages.ts";

/**
 * One thread beside this one, with connections of its own, for what takes longer than a tick: search,
 * export, sums over all turns, deletion, and folding the journal into the file. It starts when it is first
 * needed and again after it died; what is to be caught up on it finds in the files.
 */
export interface LogWorker {
  /** Starts it, where it does not run. */
  tell(order: ToWorker): void;
  /**
   * Resolves to what it answers.
   * @throws {Error} what it says, or that it died, or that the signal came
   */
  ask(order: Asked, signal?: AbortSignal): Promise<unknown>;
  /** Resolves when it has ended, in a second at the latest. */
  close(): Promise<void>;
}

type Asked =
  | Omit<SearchOrder, "id">
  | Omit<ExportOrder, "id">
  | Omit<OutcomesOrder, "id">
  | Omit<UsageOrder, "id">;

export interface LogWorkerOptions {
  start: WorkerStart;
  logger: Logger;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

export function makeLogWorker({ start, logger }: LogWorkerOptions): LogWorker {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let lastId = 0;
  let lastTrouble = "";
  let closed = false;

  function running(): Worker {
    if (worker !== null) return worker;
    const started = new Worker(new URL(import.meta.resolve("#log-worker")), {
      workerData: start,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    started.unref();
    started.on("message", (message: unknown) => receive(FromWorker.parse(message)));
    started.on("error", (error: unknown) =>
      trouble(error instanceof Error ? error.message : "unknown fault"),
    );
    started.on("exit", () => {
      if (worker === started) worker = null;
      for (const each of waiting.values()) each.reject(new Error("the log's worker has ended"));
      waiting.clear();
    });
    worker = started;
    return started;
  }

  function receive(message: FromWorker): void {
    if (message.type === "trouble") return trouble(message.message);
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === "done") asked?.resolve(message.result);
    else asked?.reject(new Error(message.message));
  }

  /** The same again and again is said once. */
  function trouble(words: string): void {
    if (words === lastTrouble) return;
    lastTrouble = words;
    logger.warn({ trouble: words }, "the log's worker met a fault; it is tried again");
  }

  return {
    tell(order) {
      if (!closed) running().postMessage(order);
    },
    ask(order, signal) {
      if (closed) return Promise.reject(new Error("the log is closed"));
      lastId += 1;
      const id = lastId;
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      waiting.set(id, { resolve, reject });
      const cancel = (): void => {
        if (!waiting.delete(id)) return;
        running().postMessage({ type: "cancel", id } satisfies ToWorker);
        reject(new Error("it is not asked for any more"));
      };
      signal?.addEventListener("abort", cancel, { once: true });
      running().postMessage({ ...order, id } satisfies ToWorker);
      return promise.finally(() => signal?.removeEventListener("abort", cancel));
    },
    async close() {
      closed = true;
      const ending = worker;
      if (ending === null) return;
      const ended = new Promise((resolve) => ending.once("exit", resolve));
      ending.postMessage({ type: "close" } satisfies ToWorker);
      const timer = setTimeout(() => void ending.terminate(), LONGEST_END_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

const MAX_HEAP_MB = 512;
const LONGEST_END_MS = 1_000;
