import type { AgentChunk, ChunkOf } from "@switchyard/core/protocol";
import type { Doc, IndexFile, ReadState } from "./index-file.ts";
import { MAX_MESSAGE, messageText, saidText, toolText } from "./item-text.ts";
import { readChunk, type Stored, type StoredChunk } from "./stored.ts";

/** Reads what is stored into the index, a slice at a time. */
export interface Indexer {
  /** Looks at these again. */
  touch(numbers: Iterable<number>): void;
  /** Looks at all sessions again, also at those that are gone. */
  touchAll(): void;
  /** Reads one slice; false: nothing is left to read. */
  step(): boolean;
  isComplete(): boolean;
}

export interface IndexerOptions {
  readonly stored: Stored;
  readonly index: IndexFile;
  /** A session could not be read; it is tried again when something is touched. */
  readonly trouble: (error: unknown) => void;
}

export function makeIndexer({ stored, index, trouble }: IndexerOptions): Indexer {
  const waiting = new Set<number>();
  const failed = new Set<number>();
  const readers = new Map<number, Reader>();

  function readSlice(number: number): boolean {
    if (stored.sessionId(number) === undefined) return forgetSome(number);
    const record = stored.record(number) ?? UNREADABLE;
    const known = index.read(number);
    const lastSeq = stored.lastSeq(number);
    if (known !== undefined && (known.logId !== record.logId || known.seq > lastSeq)) {
      forgetSome(number);
      return true;
    }
    const reader = readers.get(number) ?? makeReader(known?.seq ?? 0);
    const rows = stored.chunks(number, { from: reader.readTo() + 1, to: lastSeq, limit: ROWS_AT_ONCE });
    const docs = rows.flatMap((row) => reader.read(row, () => stored.item(number, row.head, row.seq - 1)));
    const next = { logId: record.logId, seq: reader.doneTo(), title: record.title };
    write(number, { docs: [...docs, ...titleDoc(record, known)], next, known });
    if (reader.doneTo() < reader.readTo()) readers.set(number, reader);
    else readers.delete(number);
    return reader.readTo() < lastSeq;
  }

  /** False: nothing is left. */
  function forgetSome(number: number): boolean {
    readers.delete(number);
    let isLeft = false;
    index.inTransaction(() => (isLeft = index.forgetSome(number)));
    return isLeft;
  }

  function write(
    number: number,
    { docs, next, known }: { docs: readonly Doc[]; next: ReadState; known: ReadState | undefined },
  ): void {
    if (docs.length === 0 && known?.seq === next.seq && known.title === next.title) return;
    index.inTransaction(() => {
      for (const doc of docs) index.put(number, doc);
      index.setRead(number, next);
    });
  }

  return {
    touch(numbers) {
      for (const number of [...numbers, ...failed]) waiting.add(number);
      failed.clear();
    },
    touchAll() {
      for (const { number } of stored.sessions()) waiting.add(number);
      for (const number of index.numbers()) waiting.add(number);
    },
    step() {
      const [number] = waiting;
      if (number === undefined) return false;
      try {
        if (!readSlice(number)) waiting.delete(number);
      } catch (error) {
        waiting.delete(number);
        failed.add(number);
        trouble(error);
      }
      return waiting.size > 0;
    },
    isComplete: () => waiting.size + failed.size === 0,
  };
}

function titleDoc(record: { title: string; createdAt: number }, known: ReadState | undefined): Doc[] {
  if (known?.title === record.title) return [];
  return [{ kind: "title", seq: 0, lastSeq: 0, at: record.createdAt * 1000, text: record.title }];
}

/** Follows one session's log: an item becomes a document when it is finished. */
interface Reader {
  /** The documents that the next chunk finishes; `earlier` gives those of its item that came before it. */
  read(row: StoredChunk, earlier: () => AgentChunk[]): Doc[];
  readTo(): number;
  /** Up to here nothing is unfinished: from here on it is read again after a restart. */
  doneTo(): number;
}

interface OpenText {
  readonly at: number;
  lastSeq: number;
  text: string;
}

interface OpenTool {
  readonly call: ChunkOf<"tool_call">;
  lastSeq: number;
  output: string;
}

function makeReader(from: number): Reader {
  let readTo = from;
  const texts = new Map<number, OpenText>();
  const tools = new Map<number, OpenTool>();

  function finishTexts(): Doc[] {
    const docs = Array.from(texts, ([seq, { at, lastSeq, text }]): Doc => {
      return { kind: "message", seq, lastSeq, at, text: messageText(text) };
    });
    texts.clear();
    return docs;
  }

  function finishTool(head: number): Doc[] {
    const tool = tools.get(head);
    tools.delete(head);
    if (tool === undefined) return [];
    const { call, lastSeq, output } = tool;
    return [{ kind: "tool", seq: head, lastSeq, at: call.at, text: toolText(call, output) }];
  }

  function addText(chunk: ChunkOf<"agent_message">, head: number, earlier: () => AgentChunk[]): void {
    const known = texts.get(head) ?? { at: chunk.at, lastSeq: head, text: "" };
    if (!texts.has(head) && head < chunk.seq)
      known.text = earlier()
        .map((each) => each.content)
        .join("");
    if (known.text.length < MAX_MESSAGE) known.text += chunk.content;
    known.lastSeq = chunk.seq;
    texts.set(head, known);
  }

  function updateTool(chunk: ChunkOf<"tool_call_update">, head: number, earlier: () => AgentChunk[]): Doc[] {
    const tool = tools.get(head) ?? openTool(earlier());
    if (tool === undefined) return [];
    if (chunk.output !== undefined) {
      tool.output = chunk.output;
      tool.lastSeq = chunk.seq;
    }
    tools.set(head, tool);
    return chunk.status === "in_progress" ? [] : finishTool(head);
  }

  function readOne(chunk: AgentChunk, head: number, earlier: () => AgentChunk[]): Doc[] {
    switch (chunk.type) {
      case "user_message": {
        const { seq, at } = chunk;
        return [...finishTexts(), { kind: "user", seq, lastSeq: seq, at, text: saidText([chunk]) }];
      }
      case "agent_message":
        addText(chunk, head, earlier);
        return [];
      case "tool_call":
        tools.set(chunk.seq, { call: chunk, lastSeq: chunk.seq, output: "" });
        return finishTexts();
      case "tool_call_update":
        return updateTool(chunk, head, earlier);
      case "question_request":
      case "question_resolved": {
        const said = head === chunk.seq ? [chunk] : [...earlier(), chunk];
        const at = said[0]?.at ?? chunk.at;
        const form = { kind: "message", seq: head, lastSeq: chunk.seq, at, text: saidText(said) } as const;
        return [...finishTexts(), form];
      }
      case "turn_ended":
        return [...finishTexts(), ...[...tools.keys()].flatMap(finishTool)];
      default:
        return finishTexts();
    }
  }

  return {
    read({ seq, head, type, json }, earlier) {
      readTo = seq;
      const chunk = isIndexed(type) ? readChunk(json) : undefined;
      return chunk === undefined ? [] : readOne(chunk, head, earlier);
    },
    readTo: () => readTo,
    doneTo: () =>
      [...texts.keys(), ...tools.keys()].reduce((least, head) => Math.min(least, head - 1), readTo),
  };
}

/** A call that was finished with its turn, and goes on. */
function openTool(earlier: readonly AgentChunk[]): OpenTool | undefined {
  const [call] = earlier;
  if (call?.type !== "tool_call") return undefined;
  const last = earlier.findLast((each) => each.type === "tool_call_update" && each.output !== undefined);
  const output = last?.type === "tool_call_update" ? (last.output ?? "") : "";
  return { call, lastSeq: last?.seq ?? call.seq, output };
}

function isIndexed(type: string): boolean {
  return type !== "agent_thought" && type !== "notice" && type !== "session_started";
}

/** What a session is found by whose record a fault of the disk has changed, until it is saved again. */
const UNREADABLE = { logId: "", title: "", createdAt: 0 };

const ROWS_AT_ONCE = 200;
