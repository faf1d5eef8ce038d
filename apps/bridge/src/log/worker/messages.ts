import { BlobId, SearchHit } from "@switchyard/core/protocol";
import { z } from "zod";
import { OutcomeQuery } from "../outcomes.ts";
import { UsageQuery } from "../usage-sums.ts";

/** What the worker is started with. */
export const WorkerStart = z.object({
  /** The log's file, that of the index, and the folder that exports are written into. */
  file: z.string(),
  indexFile: z.string(),
  exportFolder: z.string(),
});
export type WorkerStart = z.infer<typeof WorkerStart>;

/** Sessions go by their numbers here, as they do in the table of chunks. */
const number = z.number().int().nonnegative();
const id = z.number().int();

const SearchOrder = z.object({
  type: z.literal("search"),
  id,
  query: z.string(),
  /** Null: in all sessions. */
  number: number.nullable(),
  limit: z.number().int().positive(),
  /** Unix ms. */
  now: z.number().int(),
});
export type SearchOrder = z.infer<typeof SearchOrder>;

const ExportOrder = z.object({
  type: z.literal("export"),
  id,
  number,
  format: z.enum(["jsonl", "markdown"]),
  /** Names the file that is written. */
  blobId: BlobId,
});
export type ExportOrder = z.infer<typeof ExportOrder>;

const OutcomesOrder = z.object({ type: z.literal("outcomes"), id, query: OutcomeQuery });
export type OutcomesOrder = z.infer<typeof OutcomesOrder>;

const UsageOrder = z.object({ type: z.literal("usage"), id, query: UsageQuery });
export type UsageOrder = z.infer<typeof UsageOrder>;

export const ToWorker = z.discriminatedUnion("type", [
  SearchOrder,
  ExportOrder,
  OutcomesOrder,
  UsageOrder,
  /** Ends an export. */
  z.object({ type: z.literal("cancel"), id }),
  /** These have new chunks, or another title. */
  z.object({ type: z.literal("touched"), numbers: z.array(number) }),
  /** Looks for all that is to be done: what is new, and what is left of deleted sessions. */
  z.object({ type: z.literal("lookAgain") }),
  z.object({ type: z.literal("checkpoint") }),
  z.object({ type: z.literal("close") }),
]);
export type ToWorker = z.infer<typeof ToWorker>;

export const Found = z.object({ hits: z.array(SearchHit), isComplete: z.boolean() });
export type Found = z.infer<typeof Found>;

export const Exported = z.object({ bytes: z.number().int().nonnegative() });

export const FromWorker = z.discriminatedUnion("type", [
  z.object({ type: z.literal("done"), id, result: z.unknown() }),
  z.object({ type: z.literal("failed"), id, message: z.string() }),
  /** Something that nobody asked for did not work; it is tried again. */
  z.object({ type: z.literal("trouble"), message: z.string() }),
]);
export type FromWorker = z.infer<typeof FromWorker>;
