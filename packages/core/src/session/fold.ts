import type { AgentChunk, ChunkOf, StoredImage } from "../protocol/index.ts";
import { emptyTranscript, type Item, type Section, type Transcript } from "./transcript.ts";

/** One page of history: its chunks, and the heads that they refer to and the page does not contain. */
export interface HistoryPage {
  readonly chunks: readonly AgentChunk[];
  readonly open: readonly AgentChunk[];
}

/** Folds consecutive pages, the oldest first; what older pages bring is not needed twice. */
export function foldPages(pages: readonly HistoryPage[]): Transcript {
  const transcript = emptyTranscript();
  const first = pages[0]?.chunks[0]?.seq ?? Infinity;
  for (const head of pages.flatMap((page) => page.open).toSorted((a, b) => a.seq - b.seq)) {
    if (head.seq < first) applyChunk(transcript, head);
  }
  transcript.firstSeq = 0;
  for (const page of pages) for (const chunk of page.chunks) applyChunk(transcript, chunk);
  return transcript;
}

export function foldChunks(chunks: readonly AgentChunk[]): Transcript {
  return foldPages([{ chunks, open: [] }]);
}

/**
 * Adds one chunk to a transcript, in place: the one fold of bridge and page, so that both show the same.
 * A chunk that is already in it (`seq` ≤ `lastSeq`) changes nothing.
 */
export function applyChunk(transcript: Transcript, chunk: AgentChunk): void {
  if (chunk.seq <= transcript.lastSeq) return;
  if (transcript.firstSeq === 0) transcript.firstSeq = chunk.seq;
  transcript.lastSeq = chunk.seq;
  switch (chunk.type) {
    case "turn_started":
      transcript.sections.push(newSection(chunk, chunk.by));
      return;
    case "turn_ended":
      sectionFor(transcript, chunk).end = {
        at: chunk.at,
        stopReason: chunk.stopReason,
        error: chunk.error ?? null,
        usage: chunk.usage ?? null,
        durationMs: chunk.durationMs,
      };
      return;
    case "agent_message":
    case "agent_thought":
      return addText(transcript, chunk);
    case "tool_call_update":
      return updateTool(transcript, chunk);
    case "permission_resolved":
      return resolveRequest(transcript, chunk);
    case "question_resolved":
      return resolveQuestion(transcript, chunk);
    default:
      return addItem(transcript, chunk, itemOf(chunk));
  }
}

type Heading = Exclude<
  AgentChunk["type"],
  | "turn_started"
  | "turn_ended"
  | "agent_message"
  | "agent_thought"
  | "tool_call_update"
  | "permission_resolved"
  | "question_resolved"
>;

function itemOf(chunk: ChunkOf<Heading>): Item {
  const base = { id: itemId(chunk), at: chunk.at, updatedAt: chunk.at };
  switch (chunk.type) {
    case "user_message":
      return {
        ...base,
        kind: "user",
        messageId: chunk.messageId,
        text: chunk.content,
        truncated: chunk.truncated ?? null,
        attachments: [...(chunk.attachments ?? [])],
      };
    case "tool_call":
      return {
        ...base,
        kind: "tool",
        toolCallId: chunk.toolCallId,
        parentToolCallId: chunk.parentToolCallId ?? null,
        name: chunk.name,
        toolKind: chunk.kind,
        title: chunk.title,
        input: chunk.input,
        status: chunk.status,
        output: null,
        truncated: null,
        diff: null,
        images: [],
      };
    case "plan":
      return { ...base, kind: "plan", entries: [...chunk.entries] };
    case "permission_request":
      return {
        ...base,
        kind: "request",
        requestId: chunk.requestId,
        toolCallId: chunk.toolCallId,
        title: chunk.title,
        input: chunk.input,
        options: [...chunk.options],
        resolved: null,
      };
    case "question_request":
      return {
        ...base,
        kind: "question",
        requestId: chunk.requestId,
        toolCallId: chunk.toolCallId ?? null,
        title: chunk.title,
        questions: [...chunk.questions],
        resolved: null,
      };
    case "notice":
      return { ...base, kind: "notice", level: chunk.level, code: chunk.code, text: chunk.content };
    case "session_started":
      return {
        ...base,
        kind: "process",
        cliSessionId: chunk.cliSessionId,
        model: chunk.model,
        cliVersion: chunk.cliVersion,
        permissionMode: chunk.permissionMode,
      };
  }
}

function addText(transcript: Transcript, chunk: ChunkOf<"agent_message" | "agent_thought">): void {
  const item = find(transcript, itemId(chunk));
  if (item?.kind === "message" || item?.kind === "thought") {
    item.text += chunk.content;
    item.updatedAt = chunk.at;
    if (chunk.truncated !== undefined) item.truncated = chunk.truncated;
    item.images.push(...imagesOf(chunk));
    return;
  }
  addItem(transcript, chunk, {
    id: itemId(chunk),
    at: chunk.at,
    updatedAt: chunk.at,
    kind: chunk.type === "agent_message" ? "message" : "thought",
    text: chunk.content,
    truncated: chunk.truncated ?? null,
    images: imagesOf(chunk),
  });
}

function imagesOf(chunk: ChunkOf<"agent_message" | "agent_thought">): StoredImage[] {
  return chunk.type === "agent_message" ? [...(chunk.images ?? [])] : [];
}

function updateTool(transcript: Transcript, chunk: ChunkOf<"tool_call_update">): void {
  const item = find(transcript, itemId(chunk));
  if (item?.kind !== "tool") return;
  item.status = chunk.status;
  item.updatedAt = chunk.at;
  if (chunk.output !== undefined) item.output = chunk.output;
  if (chunk.truncated !== undefined) item.truncated = chunk.truncated;
  if (chunk.diff !== undefined) item.diff = [...chunk.diff];
  if (chunk.images !== undefined) item.images = [...chunk.images];
}

function resolveRequest(transcript: Transcript, chunk: ChunkOf<"permission_resolved">): void {
  const item = find(transcript, itemId(chunk));
  if (item === undefined && chunk.toolCallId !== undefined) {
    return addItem(transcript, chunk, allowedByRule(chunk, chunk.toolCallId));
  }
  if (item?.kind !== "request") return;
  item.resolved = { decision: chunk.decision, by: chunk.by, at: chunk.at };
  item.updatedAt = chunk.at;
}

/** What a standing rule allowed was not asked: it is a request that has ended. */
function allowedByRule(chunk: ChunkOf<"permission_resolved">, toolCallId: string): Item {
  const { at, requestId, decision, by } = chunk;
  return {
    id: itemId(chunk),
    at,
    updatedAt: at,
    kind: "request",
    requestId,
    toolCallId,
    title: "",
    input: null,
    options: [],
    resolved: { decision, by, at },
  };
}

function resolveQuestion(transcript: Transcript, chunk: ChunkOf<"question_resolved">): void {
  const item = find(transcript, itemId(chunk));
  if (item?.kind !== "question") return;
  const { outcome, by, at, answers = null, note = null } = chunk;
  item.resolved = { outcome, by, at, answers, note };
  item.updatedAt = at;
}

/**
 * The item that a chunk belongs to: chunks with one id are one item of the transcript, and the first of
 * them is its head. Null for chunks that are of the turn itself.
 */
export function itemId(chunk: AgentChunk): string {
  switch (chunk.type) {
    case "agent_message":
      return `message:${chunk.turn}:${chunk.messageKey}`;
    case "agent_thought":
      return `thought:${chunk.turn}:${chunk.messageKey}`;
    case "tool_call":
    case "tool_call_update":
      return `tool:${chunk.toolCallId}`;
    case "permission_request":
    case "permission_resolved":
    case "question_request":
    case "question_resolved":
      return `request:${chunk.requestId}`;
    default:
      return `chunk:${chunk.seq}`;
  }
}

function find(transcript: Transcript, id: string): Item | undefined {
  const place = transcript.index[id];
  return place && transcript.sections[place[0]]?.items[place[1]];
}

function addItem(transcript: Transcript, chunk: AgentChunk, item: Item): void {
  const section = sectionFor(transcript, chunk);
  section.items.push(item);
  transcript.index[item.id] = [transcript.sections.length - 1, section.items.length - 1];
}

/** The last section where the chunk is of its turn, else a new one: the log has no turn inside another. */
function sectionFor(transcript: Transcript, chunk: AgentChunk): Section {
  const last = transcript.sections.at(-1);
  if (last?.turn === chunk.turn) return last;
  const section = newSection(chunk, null);
  transcript.sections.push(section);
  return section;
}

function newSection(chunk: AgentChunk, by: Section["by"]): Section {
  return { key: chunk.seq, turn: chunk.turn, by, startedAt: chunk.at, items: [], end: null };
}
