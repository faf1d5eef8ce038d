import { z } from "zod";
import { SessionId } from "./ids.ts";

/** A place in a session's log where the searched words stand. */
export const SearchHit = z.object({
  sessionId: SessionId,
  /** The first chunk of the message or call. */
  seq: z.number().int().positive(),
  /** Unix ms. */
  at: z.number().int(),
  kind: z.enum(["user", "message", "tool", "title"]),
  /** A piece of it around the first match. */
  text: z.string(),
  /** Where the words stand in `text`: begin and end, in UTF-16 code units. */
  ranges: z.array(z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()])),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const StorageSize = z.object({
  /** Of the files of the log, in bytes. */
  bytes: z.number().int().nonnegative(),
  sessions: z.number().int().nonnegative(),
  /** What is free on that disk, in bytes; null where the system does not tell. */
  freeBytes: z.number().int().nonnegative().nullable(),
});
export type StorageSize = z.infer<typeof StorageSize>;
