import { open } from "node:fs/promises";
import type { DatabaseSync } from "node:sqlite";
import { BlobId, type SessionId } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { bytes, integer } from "./row.ts";
import { cutText, wholeCharacters } from "./utf8.ts";
import type { Writer } from "./writer.ts";

/** Texts too long for a chunk or a frame. */
export interface Blobs {
  /** Written with everything else of this step; to be read once that is stored. */
  put(sessionId: SessionId, content: string): BlobId;
  /** A file as it is, whatever its size; resolves once it is stored. */
  putFile(sessionId: SessionId, file: string): Promise<BlobId>;
  /**
   * At most `maxBytes` (and 512 KiB) from a byte offset on, no character split, and never so much that it
   * would not fit into a frame; `nextOffset` is missing at the end. Undefined: there is no such blob.
   */
  read(blobId: BlobId, offset: number, maxBytes: number): BlobPart | undefined;
}

export interface BlobPart {
  content: string;
  nextOffset?: number;
}

export function makeBlobs(db: DatabaseSync, writer: Writer): Blobs {
  const insertPart = db.prepare("INSERT INTO blob_parts (blob_id, part, data) VALUES (?, ?, ?)");
  const insert = db.prepare("INSERT INTO blobs (blob_id, session_id, bytes) VALUES (?, ?, ?)");
  const size = db.prepare("SELECT bytes FROM blobs WHERE blob_id = ?");
  const parts = db.prepare(
    "SELECT data FROM blob_parts WHERE blob_id = ? AND part BETWEEN ? AND ? ORDER BY part",
  );

  function readBytes(blobId: BlobId, from: number, to: number): Buffer {
    const first = Math.floor(from / PART_BYTES);
    const rows = parts.all(blobId, first, Math.floor(to / PART_BYTES));
    const found = Buffer.concat(rows.map((row) => bytes(row, "data")));
    return found.subarray(from - first * PART_BYTES, to - first * PART_BYTES);
  }

  return {
    put(sessionId, content) {
      const blobId = BlobId.parse(uuid());
      const whole = Buffer.from(content);
      writer.write(() => {
        for (let part = 0; part * PART_BYTES < whole.length; part += 1) {
          insertPart.run(blobId, part, whole.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
        }
        insert.run(blobId, sessionId, whole.length);
      });
      return blobId;
    },

    async putFile(sessionId, file) {
      const blobId = BlobId.parse(uuid());
      await using source = await open(file);
      let total = 0;
      for (let part = 0; ; part += 1) {
        const data = await readPart(source);
        if (data.length === 0) break;
        total += data.length;
        await committed(writer, () => insertPart.run(blobId, part, data));
      }
      await committed(writer, () => insert.run(blobId, sessionId, total));
      return blobId;
    },

    read(blobId, offset, maxBytes) {
      const row = size.get(blobId);
      if (row === undefined) return undefined;
      const total = integer(row, "bytes");
      const wanted = Math.max(4, Math.min(maxBytes, MAX_READ_BYTES));
      const window = readBytes(blobId, offset, Math.min(offset + wanted + 4, total));
      let content = window.subarray(0, wholeCharacters(window, wanted)).toString();
      let taken = wholeCharacters(window, wanted);
      while (Buffer.byteLength(JSON.stringify(content)) > MAX_JSON_BYTES) {
        content = cutText(content, Math.floor(taken / 2));
        taken = Buffer.byteLength(content);
      }
      const nextOffset = offset + taken;
      return nextOffset < total ? { content, nextOffset } : { content };
    },
  };
}

async function readPart(source: Awaited<ReturnType<typeof open>>): Promise<Uint8Array> {
  const { buffer, bytesRead } = await source.read(new Uint8Array(PART_BYTES), 0, PART_BYTES);
  return buffer.subarray(0, bytesRead);
}

function committed(writer: Writer, run: () => void): Promise<void> {
  return new Promise((resolve) => writer.write(run, resolve));
}

const PART_BYTES = 256 * 1024;
const MAX_READ_BYTES = 512 * 1024;
/** A frame holds 1 MiB; control characters grow sixfold in JSON. */
const MAX_JSON_BYTES = 900_000;
