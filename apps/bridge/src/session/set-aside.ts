import { rm } from "node:fs/promises";
import type { SessionId } from "@switchyard/core/protocol";
import type { Log, NewChunk } from "../log/log.ts";

/** Keeps a line that is too long to parse as it came, in the store; gives the notice that says so. */
export async function setAside(
  log: Pick<Log, "blobs">,
  sessionId: SessionId,
  { bytes, file }: { bytes: number; file: string | null },
): Promise<Extract<NewChunk, { type: "notice" }>> {
  const blobId = file === null ? null : await log.blobs.putFile(sessionId, file).catch(() => null);
  if (file !== null) await rm(file, { force: true });
  const kept = blobId === null ? "There was no room to keep it." : "It is kept as it came.";
  return {
    type: "notice",
    content: `A line of ${(bytes / 1024 / 1024).toFixed(0)} MiB was too long to read. ${kept}`,
    level: "warning",
    code: "oversize",
    ...(blobId === null ? {} : { truncated: { bytes, blobId } }),
  };
}
