import { AgentChunk, ChunkBody, ChunkPlace, type SessionId } from "@switchyard/core/protocol";
import type { ChunkRow } from "@switchyard/core/session";
import { z } from "zod";
import { parseJson } from "../parse-json.ts";
import { type ChunkTable, parseChunk, type SeqRange } from "./chunk-table.ts";
import type { SerialisedChunk } from "./ring.ts";
import { sqliteFault } from "./sqlite-fault.ts";

export interface SturdyOptions {
  /** Whose chunks these are; `at` in ms stands for those that cannot be read. */
  placeOf: (number: number) => { sessionId: SessionId; at: number } | undefined;
  /** Something could not be read. */
  onDamage: () => void;
}

/**
 * Reads on where the file is damaged: the place of each chunk that cannot be read, or is no chunk, is taken
 * by a notice that says so. A range must end with what was stored.
 */
export function sturdy(table: ChunkTable, { placeOf, onDamage }: SturdyOptions): ChunkTable {
  /** Undefined: the disk or SQLite cannot read it. What is a fault of ours is thrown on. */
  function attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (sqliteFault(error) === "bug" && !isOfContent(error)) {
        throw error;
      }
      onDamage();
      return undefined;
    }
  }

  function readAll(number: number, range: Required<SeqRange>): Map<number, SerialisedChunk> {
    const together = attempt(() => [...table.serialised(number, range)]);
    const chunks =
      together ?? oneByOne(range).flatMap((one) => attempt(() => [...table.serialised(number, one)]) ?? []);
    return new Map(chunks.map((chunk) => [chunk.seq, chunk]));
  }

  function chunk(number: number, seq: number, found: SerialisedChunk | undefined): SerialisedChunk[] {
    const place = placeOf(number);
    if (place === undefined) return found === undefined ? [] : [found];
    if (found !== undefined && soundChunk(found.json, { sessionId: place.sessionId, seq }) !== undefined) {
      return [found];
    }
    onDamage();
    return [serialise(lostChunk({ ...place, seq, turn: 0 }))];
  }

  function rows(number: number, range: SeqRange, limit: { count: number; fromEnd: boolean }): ChunkRow[] {
    const all = limit.fromEnd ? table.lastRows : table.firstRows;
    const together = attempt(() => all(number, range, limit.count));
    if (together !== undefined) return together;
    const last = attempt(() => table.lastSeq(number)) ?? 0;
    const to = Math.min(range.to ?? last, last);
    const from = limit.fromEnd ? Math.max(range.from, to + 1 - limit.count) : range.from;
    return oneByOne({ from, to: Math.min(to, from + limit.count - 1) }).flatMap((one) => {
      const row = attempt(() => table.firstRows(number, one, 1));
      return row ?? [{ seq: one.from, type: "notice", headSeq: one.from, bytes: LOST_BYTES }];
    });
  }

  return {
    insert: (number, row) => table.insert(number, row),
    lastSeq: (number) => table.lastSeq(number),
    lastRows: (number, range, count) => rows(number, range, { count, fromEnd: true }),
    firstRows: (number, range, count) => rows(number, range, { count, fromEnd: false }),
    *serialised(number, range) {
      const end = range.to ?? table.lastSeq(number);
      for (let from = range.from; from <= end; from += BATCH) {
        const to = Math.min(end, from + BATCH - 1);
        const found = readAll(number, { from, to });
        for (let seq = from; seq <= to; seq += 1) yield* chunk(number, seq, found.get(seq));
      }
    },
    newestStart: (number) => attempt(() => table.newestStart(number)),
    newestEdge: (number) => attempt(() => table.newestEdge(number)),
    toolsAndRequests: (number, range) => {
      const together = attempt(() => table.toolsAndRequests(number, range));
      const to = range.to ?? attempt(() => table.lastSeq(number)) ?? 0;
      return (
        together ??
        oneByOne({ from: range.from, to }).flatMap(
          (one) => attempt(() => table.toolsAndRequests(number, one)) ?? [],
        )
      );
    },
  };
}

/** Undefined: it is not the chunk of this place. Of a type that a newer version knows it may be. */
export function soundChunk(
  json: string,
  { sessionId, seq }: { sessionId: SessionId; seq: number },
): AgentChunk | undefined {
  const parsed = parseJson(json);
  const chunk =
    AgentChunk.safeParse(parsed).data ??
    (OfNewerType.safeParse(parsed).success ? parseChunk(json) : undefined);
  return chunk?.sessionId === sessionId && chunk.seq === seq ? chunk : undefined;
}

const known: ReadonlySet<string> = new Set(ChunkBody.options.map(({ shape }) => shape.type.value));
const OfNewerType = ChunkPlace.extend({
  type: z.string().refine((type) => !known.has(type)),
  content: z.string(),
  isDone: z.boolean(),
});

/** Stands in the place of a chunk that is lost, so that no place is empty. */
export function lostChunk(place: Pick<AgentChunk, "sessionId" | "seq" | "at" | "turn">): AgentChunk {
  const content = "This event could not be read after a fault of the disk.";
  return { ...place, type: "notice", content, isDone: false, level: "error", code: "damaged" };
}

function serialise(chunk: AgentChunk): SerialisedChunk {
  const json = JSON.stringify(chunk);
  return { seq: chunk.seq, json, bytes: Buffer.byteLength(json) };
}

/** A column that holds something else, a number out of range, text that is no JSON. */
function isOfContent(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
}

function oneByOne({ from, to }: Required<SeqRange>): Required<SeqRange>[] {
  return Array.from({ length: Math.max(0, to + 1 - from) }, (_, at) => ({ from: from + at, to: from + at }));
}

/** As many as the table reads at a time. */
const BATCH = 64;
/** More than the JSON of a lost chunk has. */
const LOST_BYTES = 400;
