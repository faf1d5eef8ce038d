import { cutText, wholeCharacters } from "./utf8.ts";

export interface BlobPart {
  content: string;
  nextOffset?: number;
}

export interface PartRange {
  /** All in all. */
  readonly total: number;
  readonly offset: number;
  readonly maxBytes: number;
}

/**
 * The next part of a long text: at most `maxBytes` (and 512 KiB), no character split, and never so much
 * that it would not fit into a frame.
 */
export function partWithin(
  { total, offset, maxBytes }: PartRange,
  readBytes: (from: number, to: number) => Buffer,
): BlobPart {
  const wanted = Math.max(4, Math.min(maxBytes, MAX_READ_BYTES));
  const window = offset < total ? readBytes(offset, Math.min(offset + wanted + 4, total)) : Buffer.alloc(0);
  let taken = wholeCharacters(window, wanted);
  let content = window.subarray(0, taken).toString();
  while (Buffer.byteLength(JSON.stringify(content)) > MAX_JSON_BYTES) {
    content = cutText(content, Math.floor(taken / 2));
    taken = Buffer.byteLength(content);
  }
  const nextOffset = offset + taken;
  return nextOffset < total ? { content, nextOffset } : { content };
}

const MAX_READ_BYTES = 512 * 1024;
/** A frame holds 1 MiB; control characters grow sixfold in JSON. */
const MAX_JSON_BYTES = 900_000;
