import type { AgentChunk } from "@switchyard/core/protocol";
import { applyChunk, emptyTranscript } from "@switchyard/core/session";
import { chunkId, seqOf } from "../chunk-id.ts";
import { parseChunk } from "../chunk-table.ts";
import { integer } from "../row.ts";
import { markdownHead, markdownItem, markdownTurnEnd, markdownTurnHead } from "./markdown.ts";
import type { Stored } from "./stored.ts";
import { wholeOf } from "./whole-stored.ts";

/** The session as one reads it, turn by turn; an item stands where it began, as it ended. */
export function* markdownOf(stored: Stored, number: number): Generator<string> {
  const to = stored.lastSeq(number);
  const record = stored.record(number);
  if (record !== undefined) yield markdownHead(record);
  const late = lateEnds(stored, number, to);
  let turn: AgentChunk[] = [];
  for (const { json } of stored.serialised(number, to)) {
    const chunk = wholeOf(stored, parseChunk(json));
    if (chunk.type === "turn_started") {
      yield* turnParts(stored, { number, turn, late });
      turn = [];
    }
    turn.push(chunk);
  }
  yield* turnParts(stored, { number, turn, late });
}

/** The seqs of what ends tools and requests of an earlier turn, by the seq of the head. */
type LateEnds = ReadonlyMap<number, readonly number[]>;

function lateEnds(stored: Stored, number: number, to: number): LateEnds {
  const late = new Map<number, number[]>();
  let turnStart = 0;
  for (const row of stored.db.prepare(EDGES).all(chunkId(number, 1), chunkId(number, to))) {
    const [seq, head] = [seqOf(integer(row, "id")), integer(row, "head")];
    if (row["type"] === "turn_started") turnStart = seq;
    if (head < turnStart) late.set(head, [...(late.get(head) ?? []), seq]);
  }
  return late;
}

function* turnParts(
  stored: Stored,
  { number, turn, late }: { number: number; turn: readonly AgentChunk[]; late: LateEnds },
): Generator<string> {
  const transcript = emptyTranscript();
  for (const chunk of turn) applyChunk(transcript, chunk);
  const ends = turn.flatMap((chunk) => late.get(chunk.seq) ?? []).toSorted((a, b) => a - b);
  for (const seq of ends) {
    const end = stored.chunk(number, seq);
    if (end !== undefined) applyChunk(transcript, wholeOf(stored, end));
  }
  for (const section of transcript.sections) {
    if (section.turn > 0) yield markdownTurnHead(section);
    for (const item of section.items) yield markdownItem(item);
    if (section.end !== null) yield markdownTurnEnd(section.end);
  }
}

const EDGES = `
  SELECT id, head, type FROM chunks WHERE id BETWEEN ? AND ?
  AND type IN ('turn_started', 'tool_call_update', 'permission_resolved', 'question_resolved') ORDER BY id
`;
