import {
  type AgentChunk,
  type BlobId,
  ChunkBody,
  type ChunkPlace,
  MAX_CHUNK_TEXT,
} from "@switchyard/core/protocol";
import { shrink } from "./shrink.ts";
import { cutText } from "./utf8.ts";

/** What happened, less what the log fills in; `truncated` where a text is kept elsewhere already. */
export type NewChunk = ChunkBody extends infer Body
  ? Body extends ChunkBody
    ? Omit<Body, "isDone">
    : never
  : never;

export interface Serialised {
  readonly chunk: AgentChunk;
  readonly json: string;
  /** Of `json`, in UTF-8. */
  readonly bytes: number;
}

/**
 * A chunk and its JSON, at most MAX_CHUNK_BYTES long. A field over 256 KiB (or less, where the whole is too
 * long still) is cut; then `keep` is given what was cut: the text itself, JSON of what is no text, or of
 * more than one field an object of them.
 */
export function boundedChunk(place: ChunkPlace, body: NewChunk, keep: (whole: string) => BlobId): Serialised {
  const whole: AgentChunk = { ...place, ...body, isDone: body.type === "turn_ended" };
  const json = stringify(whole);
  if (json !== undefined) {
    if (json.length * 3 <= MAX_CHUNK_TEXT) return { chunk: whole, json, bytes: Buffer.byteLength(json) };
    const bytes = Buffer.byteLength(json);
    if (bytes <= MAX_CHUNK_BYTES && overLong(body, MAX_CHUNK_TEXT).length === 0)
      return { chunk: whole, json, bytes };
  }
  return cutChunk(whole, body, keep);
}

function cutChunk(whole: AgentChunk, body: NewChunk, keep: (whole: string) => BlobId): Serialised {
  const place = { sessionId: whole.sessionId, seq: whole.seq, at: whole.at, turn: whole.turn };
  for (let maxBytes = MAX_CHUNK_TEXT; ; maxBytes /= 2) {
    const long = overLong(body, maxBytes);
    const cut = Object.fromEntries(long.map((field) => [field[0], cutField(field, maxBytes)]));
    const size = Buffer.byteLength(JSON.stringify({ ...whole, ...cut })) + TRUNCATED_BYTES;
    if (size > MAX_CHUNK_BYTES) continue;
    const text = wholeOf(long);
    const truncated = { bytes: Buffer.byteLength(text), blobId: keep(text) };
    const chunk = { ...place, ...ChunkBody.parse({ ...whole, ...cut, truncated }) };
    const json = JSON.stringify(chunk);
    return { chunk, json, bytes: Buffer.byteLength(json) };
  }
}

function overLong(body: NewChunk, maxBytes: number): [string, unknown][] {
  return Object.entries(body).filter(([, value]) => sizeOf(value) > maxBytes);
}

function cutField([key, value]: readonly [string, unknown], maxBytes: number): unknown {
  // Whatever else is no text has its schema.
  return typeof value === "string" ? cutText(value, maxBytes) : shrink(value, maxBytes, key !== "input");
}

/** `content` is the plain reading of the rest: where it repeats another field it is not kept twice. */
function wholeOf(long: readonly (readonly [string, unknown])[]): string {
  const content = long.find(([key]) => key === "content")?.[1];
  const rest = long.filter(([key]) => key !== "content");
  const kept = rest.some(([, value]) => value === content) || content === undefined ? rest : long;
  const [first, ...others] = kept.map(([, value]) => value);
  if (others.length > 0) return wholeJson(Object.fromEntries(kept));
  return typeof first === "string" ? first : wholeJson(first);
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value !== "object" || value === null) return 0;
  const json = stringify(value);
  return json === undefined ? Infinity : Buffer.byteLength(json);
}

/** Undefined: nested too deep. */
function stringify(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function wholeJson(value: unknown): string {
  const nested = typeof value === "object" && value !== null ? stringify(value) : undefined;
  return nested ?? JSON.stringify(shrink(value, Number.MAX_SAFE_INTEGER, false));
}

/**
 * Of one chunk's JSON: a page holds any chunk beside the head that it refers to, and a frame the page.
 * Text of 256 KiB fits, unless a good part of it is characters that JSON escapes.
 */
export const MAX_CHUNK_BYTES = 440_000;

const TRUNCATED_BYTES = 128;
