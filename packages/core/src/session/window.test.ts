import { assert as assertProperty, integer, nat, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import type { AgentChunk } from "../protocol/index.ts";
import { foldChunks, foldPages, type HistoryPage, itemId } from "./fold.ts";
import { randomLog, rowsOf } from "./random-log.testkit.ts";
import type { Item, Transcript } from "./transcript.ts";
import { type ChunkRow, openHeads, pageEnd, type PageLimits, pageStart, splitsText } from "./window.ts";

const limits = record({
  chunks: integer({ min: 1, max: 12 }),
  bytes: integer({ min: 200, max: 4_000 }),
});

const backwards = {
  walk: walkBackwards,
  /** The rows at which a page may be cut from its neighbour: it is then of `count` chunks, or half so many. */
  cuts: (page: readonly ChunkRow[], count: number) =>
    page.slice(-count, page.length + 1 - Math.ceil(count / 2)),
};
const forwards = {
  walk: walkForwards,
  cuts: (page: readonly ChunkRow[], count: number) => page.slice(Math.ceil(count / 2), count + 1),
};

describe.each([
  ["backwards", backwards],
  ["forwards", forwards],
])("pages walked %s", (_direction, { walk, cuts }) => {
  it("hold the whole log, each chunk once, within the limits unless a text is longer", () => {
    assertProperty(
      property(randomLog(), limits, (chunks, within) => {
        const pages = walk(rowsOf(chunks), within);
        expect(pages.flat().map((row) => row.seq)).toEqual(chunks.map((chunk) => chunk.seq));
        for (const page of pages) {
          expect(page.length).toBeGreaterThan(0);
          const isAsShortAsAsked =
            page.length <= within.chunks || !cuts(page, within.chunks).some(isPlaceIn(page));
          expect(isAsShortAsAsked).toBe(true);
          expect(page.length === 1 || bytesOf(page) <= within.bytes).toBe(true);
        }
      }),
    );
  });

  it("fold to what the whole log folds to", () => {
    assertProperty(
      property(randomLog(), limits, (chunks, within) => {
        const pages = pagesOf(chunks, walk(rowsOf(chunks), within));
        expect(foldPages(pages)).toEqual(foldChunks(chunks));
      }),
    );
  });

  it("fold, as any run of them, to the same items as the whole where an item starts in the run", () => {
    assertProperty(
      property(
        randomLog(),
        limits,
        record({ from: nat(), count: nat() }),
        (chunks, { chunks: most }, { from, count }) => {
          const pages = pagesOf(chunks, walk(rowsOf(chunks), { chunks: most, bytes: Infinity }));
          const start = from % (pages.length + 1);
          const run = pages.slice(start, start + 1 + (count % 4));
          const first = run[0]?.chunks[0]?.seq ?? 1;
          const last = run.at(-1)?.chunks.at(-1)?.seq ?? 0;
          const whole = foldChunks(chunks.slice(0, last));
          expect(itemsFrom(foldPages(run), first)).toEqual(itemsFrom(whole, first));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("bring the head of every tool and request that they tell of", () => {
    assertProperty(
      property(randomLog(), limits, (chunks, within) => {
        for (const page of pagesOf(chunks, walk(rowsOf(chunks), within))) {
          const ids = page.chunks.filter(isUpdate).map(itemId);
          expect(Object.keys(foldPages([page]).index)).toEqual(expect.arrayContaining(ids));
        }
      }),
    );
  });

  it("split no text, however few chunks are asked for, while there is room for its bytes", () => {
    assertProperty(
      property(randomLog(), limits, (chunks, { chunks: most }) => {
        const rows = rowsOf(chunks);
        for (const page of walk(rows, { chunks: most, bytes: bytesOf(rows) })) {
          expect(splitsText(rows, page[0]?.seq ?? 0)).toBe(false);
        }
      }),
    );
  });
});

it("A page begins with a turn where there is one within the limits", () => {
  const rows = turnOf(1, 4).concat(turnOf(5, 4), turnOf(9, 4));
  expect(pageStart(rows, { chunks: 10, bytes: Infinity })).toBe(5);
  expect(pageEnd(rows, { chunks: 10, bytes: Infinity })).toBe(9);
});

it("A page of a turn longer than the limit begins with the first chunk of an item", () => {
  const rows = turnOf(1, 10).map((row) =>
    row.seq >= 6 ? text(row.seq, 6) : row.seq >= 3 ? text(row.seq, 3) : row,
  );
  expect(pageStart(rows, { chunks: 7, bytes: Infinity })).toBe(6);
  expect(pageEnd(rows, { chunks: 7, bytes: Infinity })).toBe(6);
});

it("A text of more chunks than the limit is not split", () => {
  const rows = turnOf(1, 10).map((row) => (row.seq >= 3 && row.seq < 10 ? text(row.seq, 3) : row));
  expect(pageStart(rows.slice(0, 9), { chunks: 4, bytes: Infinity })).toBe(3);
  expect(pageEnd(rows.slice(2), { chunks: 4, bytes: Infinity })).toBe(10);
});

it("A text of more bytes than the limit is split where the limit is", () => {
  const rows = turnOf(1, 10).map((row) => (row.seq >= 2 ? text(row.seq, 2) : row));
  expect(pageStart(rows, { chunks: 100, bytes: 40 })).toBe(7);
  expect(pageEnd(rows.slice(1), { chunks: 100, bytes: 40 })).toBe(6);
});

it("A chunk longer than the limit is a page by itself", () => {
  const rows = turnOf(1, 3);
  expect(pageStart(rows, { chunks: 10, bytes: 5 })).toBe(3);
  expect(pageEnd(rows, { chunks: 10, bytes: 5 })).toBe(2);
});

it("No rows make an empty page", () => {
  expect(pageStart([], { chunks: 1, bytes: 1 })).toBe(1);
  expect(pageEnd([], { chunks: 1, bytes: 1 })).toBe(1);
  expect(openHeads([])).toEqual([]);
});

function walkBackwards(rows: readonly ChunkRow[], within: PageLimits): ChunkRow[][] {
  const pages: ChunkRow[][] = [];
  for (let rest = rows; rest.length > 0;) {
    const start = pageStart(rest, within);
    pages.unshift(rest.slice(start - 1));
    rest = rest.slice(0, start - 1);
  }
  return pages;
}

function walkForwards(rows: readonly ChunkRow[], within: PageLimits): ChunkRow[][] {
  const pages: ChunkRow[][] = [];
  for (let rest = rows; rest.length > 0;) {
    const end = pageEnd(rest, within);
    pages.push(rest.filter((row) => row.seq < end));
    rest = rest.filter((row) => row.seq >= end);
  }
  return pages;
}

function pagesOf(chunks: readonly AgentChunk[], pages: readonly ChunkRow[][]): HistoryPage[] {
  const bySeq = (seq: number): AgentChunk[] => chunks.slice(seq - 1, seq);
  return pages.map((page) => ({
    chunks: page.flatMap((row) => bySeq(row.seq)),
    open: openHeads(page).flatMap(bySeq),
  }));
}

/** The chunks' times count up with their seqs. */
function itemsFrom(transcript: Transcript, seq: number): Item[] {
  return transcript.sections.flatMap((section) => section.items).filter((item) => item.at >= 1_000 + seq);
}

function isPlaceIn(page: readonly ChunkRow[]): (row: ChunkRow) => boolean {
  return (row) => row.headSeq === row.seq && row.seq !== page[0]?.seq && !splitsText(page, row.seq);
}

function isUpdate(chunk: AgentChunk): boolean {
  return chunk.type === "tool_call_update" || chunk.type === "permission_resolved";
}

function bytesOf(rows: readonly ChunkRow[]): number {
  return rows.reduce((sum, row) => sum + row.bytes, 0);
}

function turnOf(start: number, length: number): ChunkRow[] {
  return Array.from({ length }, (_, at) => ({
    seq: start + at,
    headSeq: start + at,
    type: at === 0 ? "turn_started" : at === length - 1 ? "turn_ended" : "notice",
    bytes: 10,
  }));
}

function text(seq: number, headSeq: number): ChunkRow {
  return { seq, headSeq, type: "agent_message", bytes: 10 };
}
