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
  readonly chunks: number;
  readonly bytes: number;
}

/**
 * Where the page begins that ends with the last of `rows` (consecutive, ascending, the last ones before
 * the page after it). It begins at the earliest `turn_started` within the limits; in a turn that is
 * longer, at the earliest first chunk of an item across which no text is split; failing that, where the
 * limits say. Returns the `seq` of the page's first chunk.
 */
export function pageStart(rows: readonly ChunkRow[], limits: PageLimits): number {
  const within = rows.slice(firstWithin(rows, limits));
  const first = within[0];
  if (first === undefined) return 1;
  if (first.seq === 1) return 1;
  const turn = within.find((row) => row.type === "turn_started");
  if (turn !== undefined) return turn.seq;
  return itemStart(within) ?? first.seq;
}

/** Where the page ends (exclusive) that begins with the first of `rows`: the mirror of `pageStart`. */
export function pageEnd(rows: readonly ChunkRow[], limits: PageLimits): number {
  let bytes = 0;
  let count = 0;
  for (const row of rows) {
    bytes += row.bytes;
    if (count > 0 && (count >= limits.chunks || bytes > limits.bytes)) break;
    count += 1;
  }
  const next = rows[count];
  if (next === undefined) return (rows.at(-1)?.seq ?? 0) + 1;
  const candidates = rows.slice(1, count + 1);
  const turn = candidates.findLast((row) => row.type === "turn_started");
  if (turn !== undefined) return turn.seq;
  const cut = candidates.findLast((row) => isWhole(rows, row.seq) && row.headSeq === row.seq);
  return cut?.seq ?? next.seq;
}

function firstWithin(rows: readonly ChunkRow[], limits: PageLimits): number {
  let bytes = 0;
  let start = rows.length;
  while (start > 0 && rows.length - start < limits.chunks) {
    bytes += rows[start - 1]?.bytes ?? 0;
    if (bytes > limits.bytes && start < rows.length) break;
    start -= 1;
  }
  return start;
}

/** Walks back, remembering the earliest item that text after the walk still belongs to. */
function itemStart(rows: readonly ChunkRow[]): number | undefined {
  let earliestHead = Infinity;
  let found: number | undefined;
  for (const row of rows.toReversed()) {
    if (isText(row)) earliestHead = Math.min(earliestHead, row.headSeq);
    if (row.headSeq === row.seq && earliestHead >= row.seq) found = row.seq;
  }
  return found;
}

function isWhole(rows: readonly ChunkRow[], cut: number): boolean {
  return rows.every((row) => row.seq < cut || row.headSeq >= cut || !isText(row));
}

/** Deltas are joined; updates of tools and requests find their heads in `open`. */
function isText(row: ChunkRow): boolean {
  return row.type === "agent_message" || row.type === "agent_thought";
}

/** The heads that a page refers to and does not contain, as seqs, ascending. */
export function openHeads(page: readonly ChunkRow[]): number[] {
  const first = page[0]?.seq ?? 0;
  const heads = page.filter((row) => row.headSeq < first && !isText(row)).map((row) => row.headSeq);
  return [...new Set(heads)].sort((a, b) => a - b);
}
