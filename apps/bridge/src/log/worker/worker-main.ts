import { parentPort, workerData } from "node:worker_threads";
import { sumOutcomes } from "../outcomes.ts";
import { sumUsage } from "../usage-sums.ts";
import { exportInto } from "./export.ts";
import { type ExportOrder, type FromWorker, ToWorker, WorkerStart } from "./messages.ts";
import { purge } from "./purge.ts";
import { makeSearchIndex } from "./search-index.ts";
import { openStored } from "./stored.ts";

/**
 * Runs as the log's worker: searches at once, and between the slices of what takes long. What it has to
 * catch up on it finds in the files, so that it can be ended and started at any time.
 */
const { file, indexFile, exportFolder } = WorkerStart.parse(workerData);
const port = needPort();
const stored = openStored(file);
const index = makeSearchIndex({ stored, file: indexFile, trouble: (error) => trouble("search", error) });
const cancelled = new Set<number>();
let purging: Promise<void> | null = null;
let isPurgeDue = false;
let closed = false;

port.on("message", (message: unknown) => receive(ToWorker.parse(message)));
lookAgain();

function receive(order: ToWorker): void {
  switch (order.type) {
    case "search":
      return answer(order.id, () => index.find(order));
    case "outcomes":
      return answer(order.id, () => sumOutcomes(stored.db, order.query));
    case "usage":
      return answer(order.id, () => sumUsage(stored.db, order.query));
    case "export":
      return void answerExport(order);
    case "cancel":
      cancelled.add(order.id);
      return;
    case "touched":
      return index.touch(order.numbers);
    case "lookAgain":
      return lookAgain();
    case "checkpoint":
      return checkpoint();
    case "close":
      return void close();
  }
}

function lookAgain(): void {
  if (closed) return;
  index.touchAll();
  isPurgeDue = true;
  purging ??= purgeDeleted().finally(() => (purging = null));
}

function answer(id: number, find: () => unknown): void {
  try {
    tell({ type: "done", id, result: find() });
  } catch (error) {
    fail(id, error);
  }
}

async function answerExport(order: ExportOrder): Promise<void> {
  const check = (): void => {
    if (closed || cancelled.delete(order.id)) throw new Error("it is not asked for any more");
  };
  try {
    const bytes = await exportInto(stored, exportFolder, { order, check });
    tell({ type: "done", id: order.id, result: { bytes } });
  } catch (error) {
    fail(order.id, error);
  }
}

async function purgeDeleted(): Promise<void> {
  try {
    while (isPurgeDue) {
      isPurgeDue = false;
      await purge(stored.db, () => {
        if (closed) throw new Error("the log is closed");
      });
    }
  } catch (error) {
    if (closed) return;
    trouble("deleted sessions", error);
    setTimeout(lookAgain, AGAIN_MS).unref();
  }
}

/** PASSIVE: it waits for nobody. */
function checkpoint(): void {
  try {
    stored.db.exec("PRAGMA wal_checkpoint(PASSIVE)");
  } catch (error) {
    trouble("checkpoint", error);
  }
}

/** What is under way ends at its next breath. */
async function close(): Promise<void> {
  closed = true;
  port.close();
  await Promise.all([index.close(), purging]);
  stored.db.close();
}

function tell(message: FromWorker): void {
  port.postMessage(message);
}

function fail(id: number, error: unknown): void {
  tell({ type: "failed", id, message: messageOf(error) });
}

function trouble(what: string, error: unknown): void {
  tell({ type: "trouble", message: `${what}: ${messageOf(error)}` });
}

function needPort(): NonNullable<typeof parentPort> {
  if (parentPort === null) throw new Error("This runs as a worker only.");
  return parentPort;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown fault";
}

const AGAIN_MS = 30_000;
