import type { AgentChunk } from "@switchyard/core/protocol";
import { type ChunkRow, itemId, openHeads, pageEnd, pageStart } from "@switchyard/core/session";
import { log } from "./fake-bridge.ts";

/** Answers `getSessionHistory` over a log as a bridge does; `most` is how many chunks a page has. */
export function fakeHistory(chunks: () => readonly AgentChunk[], most = 500) {
  return (params: Record<string, unknown>) => {
    const all = chunks();
    const rows = rowsOf(all);
    const [before, after] = [numberOf(params["beforeSeq"]), numberOf(params["afterSeq"])];
    const limits = { chunks: Math.min(most, numberOf(params["limit"]) ?? most), bytes: Infinity };
    const within = rows.slice(after ?? 0, before === undefined ? undefined : before - 1);
    const from = after === undefined ? pageStart(within, limits) : after + 1;
    const to = after === undefined ? within.length : pageEnd(within, limits) - 1;
    const page = rows.slice(from - 1, to);
    return {
      chunks: all.slice(from - 1, to),
      open: openHeads(page).flatMap((seq) => all[seq - 1] ?? []),
      firstSeq: page[0]?.seq ?? 0,
      lastSeq: page.at(-1)?.seq ?? 0,
      logId: log,
    };
  };
}

function rowsOf(chunks: readonly AgentChunk[]): ChunkRow[] {
  const heads = new Map<string, number>();
  return chunks.map((chunk) => {
    const id = itemId(chunk);
    if (!heads.has(id)) heads.set(id, chunk.seq);
    return { seq: chunk.seq, type: chunk.type, headSeq: heads.get(id) ?? chunk.seq, bytes: 0 };
  });
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
