import type { BlobId } from "@switchyard/core/protocol";
import type { Wire } from "../wire/wire.ts";

/** The whole of a text that is kept apart, in the parts that it comes in. */
export async function readBlobParts(wire: Wire, blobId: BlobId): Promise<string[]> {
  const parts: string[] = [];
  let offset: number | undefined = 0;
  while (offset !== undefined) {
    const part: { content: string; nextOffset?: number | undefined } = await wire.call("readBlob", {
      blobId,
      offset,
    });
    parts.push(part.content);
    offset = part.nextOffset;
  }
  return parts;
}
