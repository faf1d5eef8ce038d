import type { AgentChunk, SearchHit } from "@switchyard/core/protocol";
import { idsOf, numberOf, seqOf } from "../chunk-id.ts";
import { integer, type Row } from "../row.ts";
import { DOC_KINDS, type DocKind, type IndexFile } from "./index-file.ts";
import { saidText, toolText } from "./item-text.ts";
import type { SearchOrder } from "./messages.ts";
import { matchExpression, readQuery } from "./query.ts";
import { snippetOf } from "./snippet.ts";
import type { Stored } from "./stored.ts";

/** Finds what holds all words of the query, the best first; what is not there any more is left out. */
export function search(stored: Stored, index: IndexFile, order: SearchOrder): SearchHit[] {
  const query = readQuery(order.query);
  if (query === undefined) return [];
  const [from, to] = order.number === null ? [0, Number.MAX_SAFE_INTEGER] : idsOf(order.number);
  const rows = index.db.prepare(FIND).all(matchExpression(query), from, to, order.now, order.limit);
  return rows.map(placeOf).flatMap((place): SearchHit[] => {
    const sessionId = stored.sessionId(place.number);
    const text = textOf(stored, place);
    if (sessionId === undefined || text === undefined) return [];
    return [
      { sessionId, seq: Math.max(1, place.seq), at: place.at, kind: place.kind, ...snippetOf(text, query) },
    ];
  });
}

interface Place {
  readonly number: number;
  readonly seq: number;
  readonly lastSeq: number;
  readonly at: number;
  readonly kind: DocKind;
}

function placeOf(row: Row): Place {
  const id = integer(row, "id");
  return {
    number: numberOf(id),
    seq: seqOf(id),
    lastSeq: integer(row, "last_seq"),
    at: integer(row, "at"),
    kind: DOC_KINDS[integer(row, "kind")] ?? "message",
  };
}

/** As it was when it was read into the index. */
function textOf(stored: Stored, { number, seq, lastSeq, kind }: Place): string | undefined {
  if (kind === "title") return stored.record(number)?.title;
  if (kind === "tool") return toolTextOf(stored.chunk(number, seq), stored.chunk(number, lastSeq));
  const chunks = stored.item(number, seq, lastSeq);
  return chunks.length === 0 ? undefined : saidText(chunks);
}

function toolTextOf(call: AgentChunk | undefined, update: AgentChunk | undefined): string | undefined {
  if (call?.type !== "tool_call") return undefined;
  return toolText(call, update?.type === "tool_call_update" ? (update.output ?? "") : "");
}

/**
 * bm25 is below zero, the least the best. What is new counts up to twice, a title and the user's own words
 * (kinds 3 and 0) more than what a tool printed (2).
 */
const FIND = `
  SELECT docs.id, docs.kind, docs.last_seq, docs.at
  FROM words JOIN docs ON docs.id = words.rowid
  WHERE words MATCH ? AND words.rowid BETWEEN ? AND ?
  ORDER BY bm25(words, 1.0, 0.5)
    * CASE docs.kind WHEN 3 THEN 2.0 WHEN 0 THEN 1.3 WHEN 2 THEN 0.7 ELSE 1.0 END
    * (1.0 + 1.0 / (1.0 + max(0, ? - docs.at) / 2592000000.0))
  LIMIT ?
`;
