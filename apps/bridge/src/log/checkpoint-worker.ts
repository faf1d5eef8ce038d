import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { workerData } from "node:worker_threads";

/** Runs as a worker, once; a file that has gone meanwhile is not made again. */
const address = pathToFileURL(String(workerData));
address.searchParams.set("mode", "rw");
const db = new DatabaseSync(address, { timeout: 0 });
db.exec("PRAGMA wal_checkpoint(PASSIVE)");
db.close();
