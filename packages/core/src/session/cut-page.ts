import type { AgentChunk } from "../protocol/index.ts";
import { type HistoryPage, itemId } from "./fold.ts";
import { type ChunkRow, openHeads, pageEnd } from "./window.ts";

/**
 * Cuts a page that has grown into pages of about `chunks` chunks, as a bridge would cut them, so that each can
 * be dropped by itself. A text is never split: a page that is one text stays one.
 */
export function cutPage(page: HistoryPage, chunks: number): HistoryPage[] {
  const heads = headsOf(page);
  const pages: HistoryPage[] = [];
  for (let rest = rowsOf(page, heads), from = 0; rest.length > 0;) {
    const end = pageEnd(rest, { chunks, bytes: Infinity });
    const rows = rest.filter((row) => row.seq < end);
    const open = openHeads(rows).flatMap((seq) => heads.bySeq.get(seq) ?? []);
    pages.push({ chunks: page.chunks.slice(from, from + rows.length), open });
    rest = rest.slice(rows.length);
    from += rows.length;
  }
  return pages;
}

interface Heads {
  readonly byItem: ReadonlyMap<string, AgentChunk>;
  readonly bySeq: ReadonlyMap<number, AgentChunk>;
}

function headsOf(page: HistoryPage): Heads {
  const byItem = new Map<string, AgentChunk>();
  for (const chunk of [...page.open, ...page.chunks]) {
    const id = itemId(chunk);
    if (!byItem.has(id)) byItem.set(id, chunk);
  }
  return { byItem, bySeq: new Map([...byItem.values()].map((chunk) => [chunk.seq, chunk])) };
}

function rowsOf(page: HistoryPage, heads: Heads): ChunkRow[] {
  return page.chunks.map((chunk) => ({
    seq: chunk.seq,
    type: chunk.type,
    headSeq: heads.byItem.get(itemId(chunk))?.seq ?? chunk.seq,
    bytes: 0,
  }));
}
