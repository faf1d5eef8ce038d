import { z } from "zod";
import { AgentChunk } from "./chunk.ts";
import { BlobId, LogId, SessionId } from "./ids.ts";
import { method, nothing, oneSession, seq } from "./method.ts";
import { SearchHit, StorageSize } from "./storage.ts";

/** Reading what is stored. */
export const historyMethods = {
  subscribeSession: method({
    summary: "Sends this socket the session's chunks from `afterSeq + 1` on, each once, in order.",
    params: z.object({ sessionId: SessionId, afterSeq: seq.optional(), logId: LogId.optional() }),
    result: z.object({ lastSeq: seq, logId: LogId, reset: z.boolean().optional() }),
    errors: ["SESSION_NOT_FOUND"],
  }),
  unsubscribeSession: method({
    summary: "Stops sending this socket the session's chunks.",
    params: oneSession,
    result: nothing,
    errors: ["SESSION_NOT_FOUND"],
  }),
  getSessionHistory: method({
    summary: "One aligned page of a session's chunks; without `beforeSeq` or `afterSeq` the newest.",
    params: z.object({
      sessionId: SessionId,
      beforeSeq: seq.optional(),
      afterSeq: seq.optional(),
      limit: z.number().int().optional(),
    }),
    result: z.object({
      chunks: z.array(AgentChunk),
      open: z.array(AgentChunk),
      firstSeq: seq,
      lastSeq: seq,
      logId: LogId,
    }),
    errors: ["SESSION_NOT_FOUND"],
  }),
  readBlob: method({
    summary: "The next part of a text that was too long for a chunk, from a byte offset on.",
    params: z.object({ blobId: BlobId, offset: seq }),
    result: z.object({ content: z.string(), nextOffset: seq.optional() }),
    errors: ["REQUEST_NOT_FOUND"],
  }),
  searchSessions: method({
    summary: "Finds words in what was said and done, the best match first; all of them must be there.",
    params: z.object({
      query: z.string().max(500),
      /** Only in this session. */
      sessionId: SessionId.optional(),
      limit: z.number().int().positive().optional(),
    }),
    result: z.object({
      hits: z.array(SearchHit),
      /** False: what was stored last is still being read into the index. */
      isComplete: z.boolean(),
    }),
    errors: ["SESSION_NOT_FOUND", "STORAGE_FAILED"],
  }),
  exportSession: method({
    summary: "Writes a session as one text, to be read with `readBlob`.",
    params: z.object({ sessionId: SessionId, format: z.enum(["jsonl", "markdown"]) }),
    result: z.object({ blobId: BlobId, filename: z.string(), bytes: z.number().int().nonnegative() }),
    errors: ["SESSION_NOT_FOUND", "STORAGE_FAILED"],
  }),
  getStorage: method({
    summary: "How much the stored sessions take.",
    params: nothing,
    result: StorageSize,
    errors: [],
  }),
};
