import type { AgentChunk, ChunkOf, LogId, SessionId } from "@switchyard/core/protocol";
import {
  type ChunkRow,
  openHeads,
  pageEnd,
  type PageLimits,
  pageStart,
  splitsText,
} from "@switchyard/core/session";
import { type ChunkTable, parseChunk } from "./chunk-table.ts";

/** Reading what is stored. */
export interface History {
  /** One page of at most 900 kB, or one chunk; without `beforeSeq` and `afterSeq` the newest. */
  page(sessionId: SessionId, query?: PageQuery): Page;
  /** The whole log as it is when the reading begins. */
  all(sessionId: SessionId): Iterable<AgentChunk>;
  /** The turn that began and has not ended, and its requests that nothing has resolved. */
  openTurn(sessionId: SessionId): OpenTurn | undefined;
}

export interface PageQuery {
  readonly beforeSeq?: number;
  readonly afterSeq?: number;
  /** In chunks, 1 to 1,000; a text of more chunks is not split for it. @default 500 */
  readonly limit?: number;
}

export interface Page {
  chunks: AgentChunk[];
  /** The heads that the page refers to and does not contain. */
  open: AgentChunk[];
  /** Of the page's first and last chunk; 0: it has none. */
  firstSeq: number;
  lastSeq: number;
  logId: LogId;
}

export interface OpenTurn {
  sessionId: SessionId;
  turn: number;
  requests: ChunkOf<"permission_request" | "question_request">[];
  /** Up to its last chunk. */
  lastedMs: number;
}

export interface HistoryOptions {
  table: ChunkTable;
  numberOf: (sessionId: SessionId) => number | undefined;
  committedSeq: (sessionId: SessionId) => number;
  /** @throws {Error} for a session that is not there */
  logId: (sessionId: SessionId) => LogId;
}

export function makeHistory({ table, numberOf, committedSeq, logId }: HistoryOptions): History {
  function pageRows(number: number, lastSeq: number, query: PageQuery): readonly ChunkRow[] {
    const chunks = Math.max(1, Math.min(Math.trunc(query.limit ?? DEFAULT_LIMIT), MAX_LIMIT));
    const isForward = query.afterSeq !== undefined;
    const from = (query.afterSeq ?? 0) + 1;
    const to = Math.min(lastSeq, (query.beforeSeq ?? Infinity) - 1);
    const load = (count: number): ChunkRow[] =>
      isForward ? table.firstRows(number, { from, to }, count) : table.lastRows(number, { from, to }, count);
    const cut = isForward ? cutBehind : cutBefore;

    const few = 2 * chunks + 1;
    const near = cut(load(few), { chunks, bytes: MAX_PAGE_BYTES });
    const rows = near.rows.length < few || isGood(near, chunks) ? near.rows : load(LONGEST_PAGE);
    for (let bytes = MAX_PAGE_BYTES; ; bytes /= 2) {
      const { page } = cut(rows, { chunks, bytes });
      if (page.length <= 1 || sum(page) + sum(headRows(number, page)) <= MAX_PAGE_BYTES) return page;
    }
  }

  function headRows(number: number, page: readonly ChunkRow[]): ChunkRow[] {
    return openHeads(page).flatMap((seq) => table.firstRows(number, { from: seq, to: seq }, 1));
  }

  function read(number: number, from: number, to: number): AgentChunk[] {
    return Array.from(table.serialised(number, { from, to }), ({ json }) => parseChunk(json));
  }

  return {
    page(sessionId, query = {}) {
      const number = numberOf(sessionId);
      const rows = number === undefined ? [] : pageRows(number, committedSeq(sessionId), query);
      const [firstSeq, lastSeq] = [rows[0]?.seq ?? 0, rows.at(-1)?.seq ?? 0];
      const from = { firstSeq, lastSeq, logId: logId(sessionId) };
      if (number === undefined || firstSeq === 0) return { chunks: [], open: [], ...from };
      const open = openHeads(rows).flatMap((seq) => read(number, seq, seq));
      return { chunks: read(number, firstSeq, lastSeq), open, ...from };
    },

    *all(sessionId) {
      const number = numberOf(sessionId);
      if (number === undefined) return;
      const to = committedSeq(sessionId);
      for (const { json } of table.serialised(number, { from: 1, to })) yield parseChunk(json);
    },

    openTurn(sessionId) {
      const number = numberOf(sessionId);
      const started = number === undefined ? undefined : table.newestEdge(number);
      if (number === undefined || started?.type !== "turn_started") return undefined;
      const requests = unresolved(table.toolsAndRequests(number, { from: started.seq }));
      const lastSeq = committedSeq(sessionId);
      const last = read(number, lastSeq, lastSeq).at(-1) ?? started;
      return { sessionId, turn: started.turn, requests, lastedMs: Math.max(0, last.at - started.at) };
    },
  };
}

interface Cut {
  readonly rows: readonly ChunkRow[];
  readonly page: readonly ChunkRow[];
  /** Between two turns. */
  readonly isAtTurn: boolean;
  /** No text of `rows` goes on across the cut. */
  readonly isWhole: boolean;
}

function cutBefore(rows: readonly ChunkRow[], limits: PageLimits): Cut {
  const start = pageStart(rows, limits);
  const page = rows.filter((row) => row.seq >= start);
  return { rows, page, isAtTurn: page[0]?.type === "turn_started", isWhole: !splitsText(rows, start) };
}

function cutBehind(rows: readonly ChunkRow[], limits: PageLimits): Cut {
  const end = pageEnd(rows, limits);
  const page = rows.filter((row) => row.seq < end);
  const next = rows[page.length];
  const isWhole = next !== undefined && !splitsText(rows, end);
  return { rows, page, isAtTurn: next?.type === "turn_started", isWhole };
}

/** Else a text longer than the page is in the way, and more rows show where it begins or ends. */
function isGood({ page, isAtTurn, isWhole }: Cut, chunks: number): boolean {
  const isFilled = page.length * 2 >= chunks || sum(page) * 2 >= MAX_PAGE_BYTES;
  return isWhole && (isAtTurn || isFilled);
}

/** As JSON, with the commas between. */
function sum(rows: readonly ChunkRow[]): number {
  return rows.reduce((bytes, row) => bytes + row.bytes + 1, 0);
}

function unresolved(chunks: readonly AgentChunk[]): OpenTurn["requests"] {
  const open = new Map<string, OpenTurn["requests"][number]>();
  for (const chunk of chunks) {
    if (chunk.type === "permission_request" || chunk.type === "question_request")
      open.set(chunk.requestId, chunk);
    if (chunk.type === "permission_resolved" || chunk.type === "question_resolved")
      open.delete(chunk.requestId);
  }
  return [...open.values()];
}

const DEFAULT_LIMIT = 500;
const MAX_LIMIT = 1_000;
/** In chunks, where one text is so long: more than this never fit into MAX_PAGE_BYTES. */
const LONGEST_PAGE = 5_000;
/** A frame holds 1 MiB. */
const MAX_PAGE_BYTES = 900_000;
