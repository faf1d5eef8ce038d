import { open } from "node:fs/promises";
import type { DatabaseSync } from "node:sqlite";
import { BlobId, type SessionId } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { type BlobPart, partWithin } from "./blob-part.ts";
import { bytes, integer } from "./row.ts";
import type { Writer } from "./writer.ts";

/** Texts too long for a chunk or a frame. */
export interface Blobs {
  /** Written with everything else of this step; to be read at once. Null: it is no session's yet. */
  put(sessionId: SessionId | null, content: string): BlobId;
  /** One that was no session's goes with this one from now on. */
  give(blobId: BlobId, sessionId: SessionId): void;
  /** A file as it is, whatever its size; resolves once it is stored, and rejects while the disk takes nothing. */
  putFile(sessionId: SessionId, file: string): Promise<BlobId>;
  /**
   * At most `maxBytes` (and 512 KiB) from a byte offset on, no character split, and never so much that it
   * would not fit into a frame; `nextOffset` is missing at the end. Undefined: there is no such blob.
   */
  read(blobId: BlobId, offset: number, maxBytes: number): BlobPart | undefined;
  /** All of it; undefined: there is no such blob. */
  whole(blobId: BlobId): string | undefined;
}

export function makeBlobs(db: DatabaseSync, writer: Writer): Blobs {
  const insertPart = db.prepare("INSERT INTO blob_parts (blob_id, part, data) VALUES (?, ?, ?)");
  const insert = db.prepare("INSERT INTO blobs (blob_id, session_id, bytes) VALUES (?, ?, ?)");
  const change = db.prepare("UPDATE blobs SET session_id = ? WHERE blob_id = ?");
  const size = db.prepare("SELECT bytes FROM blobs WHERE blob_id = ?");
  const parts = db.prepare(
    "SELECT data FROM blob_parts WHERE blob_id = ? AND part BETWEEN ? AND ? ORDER BY part",
  );

  /** Not stored yet. */
  const waiting = new Map<BlobId, Buffer>();

  function bytesOf(blobId: BlobId): number | undefined {
    const row = waiting.has(blobId) ? undefined : size.get(blobId);
    return waiting.get(blobId)?.length ?? (row && integer(row, "bytes"));
  }

  function readBytes(blobId: BlobId, from: number, to: number): Buffer {
    const whole = waiting.get(blobId);
    if (whole !== undefined) return whole.subarray(from, to);
    const first = Math.floor(from / PART_BYTES);
    const rows = parts.all(blobId, first, Math.floor(to / PART_BYTES));
    const found = Buffer.concat(rows.map((row) => bytes(row, "data")));
    return found.subarray(from - first * PART_BYTES, to - first * PART_BYTES);
  }

  return {
    put(sessionId, content) {
      const blobId = BlobId.parse(uuid());
      const whole = Buffer.from(content);
      waiting.set(blobId, whole);
      const store = (): void => {
        for (let part = 0; part * PART_BYTES < whole.length; part += 1) {
          insertPart.run(blobId, part, whole.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
        }
        insert.run(blobId, sessionId ?? NOBODY, whole.length);
      };
      writer.write(store, { bytes: whole.length, stored: () => waiting.delete(blobId) });
      return blobId;
    },

    give(blobId, sessionId) {
      writer.write(() => change.run(sessionId, blobId));
    },

    async putFile(sessionId, file) {
      const blobId = BlobId.parse(uuid());
      await using source = await open(file);
      let total = 0;
      for (let part = 0; ; part += 1) {
        const data = await readPart(source);
        if (data.length === 0) break;
        total += data.length;
        await stored(writer, () => insertPart.run(blobId, part, data));
      }
      await stored(writer, () => insert.run(blobId, sessionId, total));
      return blobId;
    },

    read(blobId, offset, maxBytes) {
      const total = bytesOf(blobId);
      if (total === undefined) return undefined;
      const range = { total, offset, maxBytes };
      return partWithin(range, (from, to) => readBytes(blobId, from, to));
    },

    whole(blobId) {
      const total = bytesOf(blobId);
      return total === undefined ? undefined : readBytes(blobId, 0, total).toString();
    },
  };
}

async function readPart(source: Awaited<ReturnType<typeof open>>): Promise<Uint8Array> {
  const { buffer, bytesRead } = await source.read(new Uint8Array(PART_BYTES), 0, PART_BYTES);
  return buffer.subarray(0, bytesRead);
}

/** A file is where it is: it need not be in memory too. */
function stored(writer: Writer, run: () => void): Promise<void> {
  if (writer.storage() === "degraded") return Promise.reject(new Error("The disk takes nothing."));
  return new Promise((resolve) => writer.write(run, { bytes: PART_BYTES, stored: resolve }));
}

const PART_BYTES = 256 * 1024;

/** In the place of a session. */
export const NOBODY = "";
