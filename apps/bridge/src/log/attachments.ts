import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { type Attachment, BlobId, SessionId } from "@switchyard/core/protocol";
import type { Blobs } from "./blobs.ts";
import { integer, readable, type Row, text } from "./row.ts";
import type { Writer } from "./writer.ts";

/** Files for messages: nobody's until a message names them, then of its session. */
export interface Attachments {
  /** `data` is base64. */
  add(file: Omit<Attachment, "blobId"> & { readonly data: string }): Attachment;
  /** Undefined: there is none, or no session's but another one's. */
  find(blobId: BlobId, sessionId: SessionId | null): Attachment | undefined;
  /** A message of the session that waits names them. */
  claim(attachments: readonly Attachment[], sessionId: SessionId): void;
  /** They stand in the session's log, and stay as long as that. */
  keep(attachments: readonly Attachment[], sessionId: SessionId): void;
  /** The message that named them was withdrawn: those that stand in no log are nobody's again. */
  release(attachments: readonly Attachment[]): void;
  /** The bytes of an attachment, as base64; undefined: they are not there any more. */
  data(blobId: BlobId): string | undefined;
  /** How much of it is nobody's, in bytes. */
  unclaimedBytes(): number;
  /** Drops what was nobody's already at that time, in Unix ms; tells how many those were. */
  dropUnclaimed(before: number): number;
}

interface Entry {
  readonly attachment: Attachment;
  readonly sessionId: SessionId | null;
  /** It stands in a log. */
  readonly isKept: boolean;
}

export function makeAttachments(
  db: DatabaseSync,
  writer: Writer,
  { blobs, now }: { blobs: Blobs; now: () => number },
): Attachments {
  const select = db.prepare(
    `SELECT attachments.*, blobs.session_id AS kept_by
     FROM attachments JOIN blobs USING (blob_id) WHERE blob_id = ?`,
  );
  const insert = db.prepare(
    "INSERT INTO attachments (blob_id, session_id, name, media_type, bytes, added_at) VALUES (?, NULL, ?, ?, ?, ?)",
  );
  const give = db.prepare("UPDATE attachments SET session_id = ?, added_at = ? WHERE blob_id = ?");
  const drop = db.prepare("DELETE FROM attachments WHERE blob_id = ?");
  /** Changed, and not stored yet. */
  const recent = new Map<BlobId, Entry>();
  /** What is nobody's. */
  const unclaimed = readUnclaimed(db);

  function entry(blobId: BlobId): Entry | undefined {
    const known = recent.get(blobId);
    if (known !== undefined) return known;
    return readable(
      [select.get(blobId)].filter((row) => row !== undefined),
      readEntry,
    )[0];
  }

  function change(next: Entry, run: () => void): void {
    const { blobId } = next.attachment;
    recent.set(blobId, next);
    const stored = (): void => {
      if (recent.get(blobId) === next) recent.delete(blobId);
    };
    writer.write(run, { stored });
  }

  return {
    add({ data, ...file }) {
      const attachment = { blobId: blobs.put(null, data), ...file };
      const { blobId, name, mediaType, bytes } = attachment;
      const at = now();
      unclaimed.set(blobId, { bytes, at });
      change({ attachment, sessionId: null, isKept: false }, () =>
        insert.run(blobId, name, mediaType, bytes, at),
      );
      return attachment;
    },
    find(blobId, sessionId) {
      const found = entry(blobId);
      if (found === undefined) return undefined;
      if (found.sessionId === null) return unclaimed.has(blobId) ? found.attachment : undefined;
      return found.sessionId === sessionId ? found.attachment : undefined;
    },
    claim(attachments, sessionId) {
      for (const attachment of attachments) {
        const { blobId } = attachment;
        unclaimed.delete(blobId);
        const isKept = entry(blobId)?.isKept ?? false;
        change({ attachment, sessionId, isKept }, () => give.run(sessionId, now(), blobId));
      }
    },
    keep(attachments, sessionId) {
      for (const attachment of attachments) {
        const { blobId } = attachment;
        unclaimed.delete(blobId);
        change({ attachment, sessionId, isKept: true }, () => give.run(sessionId, now(), blobId));
        blobs.give(blobId, sessionId);
      }
    },
    release(attachments) {
      for (const attachment of attachments) {
        const { blobId, bytes } = attachment;
        if (entry(blobId)?.isKept !== false) continue;
        const at = now();
        unclaimed.set(blobId, { bytes, at });
        change({ attachment, sessionId: null, isKept: false }, () => give.run(null, at, blobId));
      }
    },
    data: (blobId) => blobs.whole(blobId),
    unclaimedBytes: () => [...unclaimed.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    dropUnclaimed(before) {
      const old = [...unclaimed].filter(([, { at }]) => at < before);
      for (const [blobId] of old) {
        unclaimed.delete(blobId);
        writer.write(() => drop.run(blobId));
      }
      return old.length;
    },
  };
}

function readUnclaimed(db: DatabaseSync): Map<BlobId, { bytes: number; at: number }> {
  const rows = db.prepare("SELECT * FROM attachments WHERE session_id IS NULL").all();
  const read = (row: Row): [BlobId, { bytes: number; at: number }] => [
    BlobId.parse(text(row, "blob_id")),
    { bytes: integer(row, "bytes"), at: integer(row, "added_at") },
  ];
  return new Map(readable(rows, read));
}

function readEntry(row: Row): Entry {
  const attachment = {
    blobId: BlobId.parse(text(row, "blob_id")),
    mediaType: text(row, "media_type"),
    bytes: integer(row, "bytes"),
    name: text(row, "name"),
  };
  return { attachment, sessionId: owner(row["session_id"]), isKept: text(row, "kept_by") !== "" };
}

function owner(value: SQLOutputValue | undefined): SessionId | null {
  return value === null ? null : SessionId.parse(value);
}
