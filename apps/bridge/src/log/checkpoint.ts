import { Worker } from "node:worker_threads";
import type { Logger } from "pino";

/**
 * Folds the journal into the file by a worker that lives only for it: a checkpoint waits for the disk, and
 * the main thread must not.
 */
export interface Checkpoints {
  /** Something was committed: a checkpoint follows within `everyMs`. */
  due(): void;
  close(): void;
}

export interface CheckpointOptions {
  file: string;
  logger: Logger;
  /** @default 5,000 */
  everyMs?: number;
}

export function makeCheckpoints({ file, logger, everyMs = 5_000 }: CheckpointOptions): Checkpoints {
  let timer: NodeJS.Timeout | null = null;
  let isRunning = false;

  function run(): void {
    timer = null;
    if (isRunning) return due();
    isRunning = true;
    const worker = new Worker(new URL("checkpoint-worker.ts", import.meta.url), { workerData: file });
    worker.unref();
    worker.on("error", (error) => logger.warn({ err: error }, "the log's journal could not be folded in"));
    worker.on("exit", () => (isRunning = false));
  }

  function due(): void {
    timer ??= setTimeout(run, everyMs).unref();
  }

  return {
    due,
    close() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
