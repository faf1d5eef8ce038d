import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { BlobId } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { expect, it } from "vitest";
import { newSession, silent, testLog } from "../test-log.ts";
import { makeLogWorker } from "./log-worker.ts";
import { Found } from "./messages.ts";

it("A worker that died is started again when it is next asked", async () => {
  await using test = await testLog();
  newSession(test.log, { title: "needle" });
  test.log.flush();
  const file = join(dirname(test.file), "later.db");
  const worker = makeLogWorker({ start: { ...placesBeside(test.file), file }, logger: silent });
  await expect(worker.ask(search)).rejects.toThrow("the log's worker has ended");
  new DatabaseSync(test.file).exec(`VACUUM INTO '${file}'`);
  expect(Found.parse(await worker.ask(search)).hits).toHaveLength(1);
  await worker.close();
  await expect(worker.ask(search)).rejects.toThrow("the log is closed");
});

it("An index that cannot be opened keeps nothing else from being done", async () => {
  await using test = await testLog();
  newSession(test.log);
  test.log.flush();
  const start = placesBeside(test.file);
  mkdirSync(start.indexFile);
  const worker = makeLogWorker({ start, logger: silent });
  await expect(worker.ask(search)).rejects.toThrow("search-too.db");
  const blobId = BlobId.parse(uuid());
  await worker.ask({ type: "export", number: 1, format: "markdown", blobId });
  expect(readFileSync(join(start.exportFolder, blobId), "utf8")).toContain("# A session");
  await worker.close();
});

it("An export that is not asked for any more leaves no file", async () => {
  await using test = await testLog();
  newSession(test.log);
  test.log.flush();
  const start = placesBeside(test.file);
  const worker = makeLogWorker({ start, logger: silent });
  const ending = new AbortController();
  const order = { type: "export", number: 1, format: "jsonl", blobId: BlobId.parse(uuid()) } as const;
  const asked = worker.ask(order, ending.signal);
  ending.abort();
  await expect(asked).rejects.toThrow("not asked for");
  await worker.close();
  expect(existsSync(join(start.exportFolder, order.blobId))).toBe(false);
});

const search = { type: "search", query: "needle", number: null, limit: 9, now: 0 } as const;

function placesBeside(file: string): { file: string; indexFile: string; exportFolder: string } {
  const folder = dirname(file);
  return { file, indexFile: join(folder, "search-too.db"), exportFolder: join(folder, "exports-too") };
}
