import { closeSync, openSync, readSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BlobId, type SessionId } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import type { SessionRecord } from "../session/record.ts";
import { type BlobPart, partWithin } from "./blob-part.ts";
import type { LogWorker } from "./worker/log-worker.ts";
import { Exported } from "./worker/messages.ts";

/** Sessions written as one text: files beside the log for a day, or until the log is opened again. */
export interface Exports {
  /** @throws {Error} where there is no room, or the session is deleted meanwhile */
  write(session: ExportedSession, format: ExportFormat): Promise<ExportFile>;
  /** As of a blob. */
  read(blobId: BlobId, offset: number, maxBytes: number): BlobPart | undefined;
  /** Those of a deleted session go too. */
  drop(sessionId: SessionId): void;
  close(): void;
}

export type ExportFormat = "jsonl" | "markdown";

export interface ExportedSession {
  readonly number: number;
  readonly record: SessionRecord;
}

export interface ExportFile {
  blobId: BlobId;
  filename: string;
  bytes: number;
}

export interface ExportsOptions {
  folder: string;
  worker: LogWorker;
  /** Unix ms. */
  now: () => number;
}

interface Kept {
  readonly sessionId: SessionId;
  readonly ending: AbortController;
  /** Missing while it is written. */
  bytes?: number;
  timer?: NodeJS.Timeout;
}

export function makeExports({ folder, worker, now }: ExportsOptions): Exports {
  const kept = new Map<BlobId, Kept>();
  rmSync(folder, { recursive: true, force: true });

  function remove(blobId: BlobId): void {
    const each = kept.get(blobId);
    kept.delete(blobId);
    clearTimeout(each?.timer);
    each?.ending.abort();
    rmSync(join(folder, blobId), { force: true });
  }

  return {
    async write({ number, record }, format) {
      const blobId = BlobId.parse(uuid());
      const each: Kept = { sessionId: record.sessionId, ending: new AbortController() };
      kept.set(blobId, each);
      try {
        const order = { type: "export", number, format, blobId } as const;
        each.bytes = Exported.parse(await worker.ask(order, each.ending.signal)).bytes;
      } catch (error) {
        remove(blobId);
        throw error;
      }
      each.timer = setTimeout(() => remove(blobId), DAY_MS).unref();
      return { blobId, filename: filenameOf(record.title, format, now()), bytes: each.bytes };
    },
    read(blobId, offset, maxBytes) {
      const total = kept.get(blobId)?.bytes;
      if (total === undefined) return undefined;
      const range = { total, offset, maxBytes };
      return partWithin(range, (from, to) => readBytes(join(folder, blobId), from, to));
    },
    drop(sessionId) {
      for (const [blobId, each] of kept) if (each.sessionId === sessionId) remove(blobId);
    },
    close() {
      for (const each of kept.values()) clearTimeout(each.timer);
    },
  };
}

/** Letters and digits of any script, nothing that a file system or a shell takes for something else. */
function filenameOf(title: string, format: ExportFormat, at: number): string {
  const slug = title
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  const short = Array.from(slug).slice(0, LONGEST_SLUG).join("").replace(/-+$/, "");
  const day = new Date(at).toISOString().slice(0, 10);
  return `${short || "session"}-${day}.${format === "jsonl" ? "jsonl" : "md"}`;
}

function readBytes(path: string, from: number, to: number): Buffer {
  const file = openSync(path, "r");
  try {
    const window = Buffer.alloc(to - from);
    return window.subarray(0, readSync(file, window, 0, window.length, from));
  } finally {
    closeSync(file);
  }
}

/** In characters: with the day, and four bytes each, within the 255 bytes of a name. */
const LONGEST_SLUG = 50;
const DAY_MS = 86_400_000;
