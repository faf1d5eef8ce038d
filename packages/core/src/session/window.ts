import type { ChunkType } from "../protocol/index.ts";

/** What cutting a page needs to know of a stored chunk. */
export interface ChunkRow {
  readonly seq: number;
  readonly type: ChunkType;
  /** The `seq` of the first chunk of its item; its own where it is that. */
  readonly headSeq: number;
  /** Size on the wire. */
  readonly bytes: number;
}

export interface PageLimits {
  /** More, where a text of more chunks would be split. */
  readonly chunks: number;
  readonly bytes: number;
}

/**
 * Where the page begins that ends with the last of `rows` (consecutive, ascending, the last ones before
 * the page after it). It begins at the earliest `turn_started` within the limits; in a turn that is
 * longer, at the earliest first chunk of an item across which no text is split; where that would be less
 * than half a page, since a text is longer than `limits.chunks`, with that text, if `rows` reach back so
 * far; failing all, where the limits say.
 * Returns the `seq` of the page's first chunk.
 */
export function pageStart(rows: readonly ChunkRow[], limits: PageLimits): number {
  const from = firstWithin(rows, limits);
  const within = rows.slice(from);
  const first = within[0];
  if (first === undefined || first.seq === 1) return 1;
  const turn = within.find((row) => row.type === "turn_started");
  if (turn !== undefined) return turn.seq;
  const places = placesToCut(rows);
  const further = rows.slice(firstWithin(rows, { ...limits, chunks: Infinity }), from);
  const near = within.find((row) => places.has(row.seq));
  if (near !== undefined && (rows.at(-1)?.seq ?? 0) - near.seq + 1 >= within.length / 2) return near.seq;
  return (further.findLast((row) => places.has(row.seq)) ?? near ?? first).seq;
}

/** Where the page ends (exclusive) that begins with the first of `rows`: the mirror of `pageStart`. */
export function pageEnd(rows: readonly ChunkRow[], limits: PageLimits): number {
  const count = countWithin(rows, limits);
  const next = rows[count];
  const end = (rows.at(-1)?.seq ?? 0) + 1;
  if (next === undefined) return end;
  const candidates = rows.slice(1, count + 1);
  const turn = candidates.findLast((row) => row.type === "turn_started");
  if (turn !== undefined) return turn.seq;
  const places = placesToCut(rows);
  const near = candidates.findLast((row) => places.has(row.seq));
  if (near !== undefined && near.seq - (rows[0]?.seq ?? 0) >= count / 2) return near.seq;
  const most = countWithin(rows, { ...limits, chunks: Infinity });
  const further = rows.slice(count + 1, most + 1).find((row) => places.has(row.seq));
  if (further !== undefined) return further.seq;
  return most === rows.length ? end : (near ?? next).seq;
}

function firstWithin(rows: readonly ChunkRow[], limits: PageLimits): number {
  return rows.length - countWithin(rows.toReversed(), limits);
}

/** At least one, however long it is. */
function countWithin(rows: readonly ChunkRow[], limits: PageLimits): number {
  let bytes = 0;
  const over = rows.findIndex((row, at) => {
    bytes += row.bytes;
    return at > 0 && (at >= limits.chunks || bytes > limits.bytes);
  });
  return over === -1 ? rows.length : over;
}

/** The first chunks of items with no text before them that goes on behind them. */
function placesToCut(rows: readonly ChunkRow[]): Set<number> {
  const places = new Set<number>();
  let earliestHead = Infinity;
  for (const row of rows.toReversed()) {
    if (isText(row)) earliestHead = Math.min(earliestHead, row.headSeq);
    if (row.headSeq === row.seq && earliestHead >= row.seq) places.add(row.seq);
  }
  return places;
}

/** Deltas are joined; updates of tools and requests find their heads in `open`. */
function isText(row: ChunkRow): boolean {
  return row.type === "agent_message" || row.type === "agent_thought";
}

/** Whether some text among `rows` begins before the chunk `cut` and goes on from there. */
export function splitsText(rows: readonly ChunkRow[], cut: number): boolean {
  return rows.some((row) => row.seq >= cut && row.headSeq < cut && isText(row));
}

/** The heads that a page refers to and does not contain, as seqs, ascending. */
export function openHeads(page: readonly ChunkRow[]): number[] {
  const first = page[0]?.seq ?? 0;
  const heads = page.filter((row) => row.headSeq < first && !isText(row)).map((row) => row.headSeq);
  return [...new Set(heads)].toSorted((a, b) => a - b);
}
