import { assert as assertProperty, integer, nat, property } from "fast-check";
import { expect, it } from "vitest";
import { AgentChunk } from "../protocol/index.ts";
import { cutPage } from "./cut-page.ts";
import { foldChunks, foldPages } from "./fold.ts";
import { randomLog, rowsOf } from "./random-log.testkit.ts";
import { openHeads, splitsText } from "./window.ts";

const size = integer({ min: 1, max: 12 });

it("Pages that a grown one is cut into hold its chunks, and fold to what it folds to", () => {
  assertProperty(
    property(randomLog(), size, (chunks, count) => {
      const pages = cutPage({ chunks, open: [] }, count);
      expect(pages.flatMap((page) => page.chunks)).toEqual(chunks);
      expect(foldPages(pages)).toEqual(foldChunks(chunks));
    }),
  );
});

it("Each can be dropped by itself: no text is split, and each brings the heads it refers to", () => {
  assertProperty(
    property(randomLog(), size, nat(), (chunks, count, from) => {
      const rows = rowsOf(chunks);
      const start = openStart(rows, from);
      const grown = { chunks: chunks.slice(start), open: headsOf(chunks, openHeads(rows.slice(start))) };
      for (const page of cutPage(grown, count)) {
        const first = page.chunks[0]?.seq ?? 0;
        expect(splitsText(rows.slice(start), first)).toBe(false);
        const own = rows.slice(first - 1, first - 1 + page.chunks.length);
        const heads = openHeads(own);
        expect(page.open.map((chunk) => chunk.seq)).toEqual(heads);
      }
    }),
  );
});

it("A text longer than a page stays one page", () => {
  assertProperty(
    property(integer({ min: 20, max: 80 }), (length) => {
      expect(cutPage({ chunks: textOf(length), open: [] }, 4)).toHaveLength(1);
    }),
    { numRuns: 10 },
  );
});

/** A place at which no text is split, as the pages of a bridge begin. */
function openStart(rows: ReturnType<typeof rowsOf>, from: number): number {
  const places = rows.map((row, at) => (splitsText(rows, row.seq) ? -1 : at)).filter((at) => at >= 0);
  return places[from % Math.max(1, places.length)] ?? 0;
}

function headsOf(chunks: readonly AgentChunk[], seqs: readonly number[]): AgentChunk[] {
  return chunks.filter((chunk) => seqs.includes(chunk.seq));
}

function textOf(length: number): AgentChunk[] {
  const place = { sessionId: "5d1f5b0e-3a52-4d0c-9a62-0b7f3b0a8f11", isDone: false, turn: 1 };
  return Array.from({ length }, (_, at) =>
    AgentChunk.parse({
      ...place,
      seq: at + 1,
      at: at + 1,
      type: "agent_message",
      messageKey: "k",
      content: "x",
    }),
  );
}
