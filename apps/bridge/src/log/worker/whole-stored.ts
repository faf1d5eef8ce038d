import type { AgentChunk, BlobId } from "@switchyard/core/protocol";
import { bytes } from "../row.ts";
import type { Stored } from "./stored.ts";
import { wholeChunk } from "./whole-chunk.ts";

/** A stored chunk with its texts whole, as far as they are not so long that they would fill the memory. */
export function wholeOf(stored: Stored, chunk: AgentChunk): AgentChunk {
  if (chunk.truncated === undefined || chunk.truncated.bytes > MAX_WHOLE) return chunk;
  const kept = blobText(stored, chunk.truncated.blobId);
  return kept === undefined ? chunk : wholeChunk(chunk, kept);
}

function blobText(stored: Stored, blobId: BlobId): string | undefined {
  const parts = stored.db.prepare("SELECT data FROM blob_parts WHERE blob_id = ? ORDER BY part").all(blobId);
  if (parts.length === 0) return undefined;
  return Buffer.concat(parts.map((row) => bytes(row, "data"))).toString();
}

/** A line of a CLI is 16 MiB at most; JSON may write it longer. */
const MAX_WHOLE = 32 * 1024 * 1024;
