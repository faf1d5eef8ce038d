import { array, assert as assertProperty, nat, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { AgentChunk, type ChunkType } from "../protocol/index.ts";
import { applyChunk, foldChunks, foldPages, itemId } from "./fold.ts";
import { randomLog, rowsOf } from "./random-log.testkit.ts";
import { emptyTranscript, type Item } from "./transcript.ts";
import { openHeads } from "./window.ts";

describe("of any log", () => {
  it("a chunk that comes twice changes nothing", () => {
    assertProperty(
      property(randomLog(), (chunks) => {
        const transcript = emptyTranscript();
        for (const chunk of chunks) {
          applyChunk(transcript, chunk);
          applyChunk(transcript, chunk);
        }
        for (const chunk of chunks) applyChunk(transcript, chunk);
        expect(transcript).toEqual(foldChunks(chunks));
      }),
    );
  });

  it("the deltas of a message are its text, in their order", () => {
    assertProperty(
      property(randomLog(), (chunks) => {
        const { sections } = foldChunks(chunks);
        const texts = sections.flatMap((section) => section.items.flatMap(textOf));
        const deltas = Map.groupBy(chunks.filter(isText), itemId);
        const joined = [...deltas].map(([id, each]) => [id, each.map((chunk) => chunk.content).join("")]);
        expect(texts).toEqual(joined);
      }),
    );
  });

  it("any cut into pages folds to the whole", () => {
    assertProperty(
      property(randomLog(), array(nat({ max: 60 })), (chunks, cuts) => {
        const rows = rowsOf(chunks);
        const edges = [...new Set([0, ...cuts.filter((cut) => cut < chunks.length), chunks.length])].toSorted(
          byNumber,
        );
        const pages = edges.slice(1).map((end, at) => {
          const start = edges[at] ?? 0;
          const heads = openHeads(rows.slice(start, end));
          return {
            chunks: chunks.slice(start, end),
            open: chunks.filter((chunk) => heads.includes(chunk.seq)),
          };
        });
        expect(foldPages(pages)).toEqual(foldChunks(chunks));
      }),
    );
  });

  it("every item is found where the index says", () => {
    assertProperty(
      property(randomLog(), (chunks) => {
        const { index, sections } = foldChunks(chunks);
        const found = Object.entries(index).map(([id, [section, item]]) => [
          id,
          sections[section]?.items[item]?.id,
        ]);
        expect(found).toEqual(found.map(([id]) => [id, id]));
        expect(found).toHaveLength(sections.flatMap((section) => section.items).length);
      }),
    );
  });

  it("every ended turn is one section with its end", () => {
    assertProperty(
      property(randomLog(), (chunks) => {
        const ended = chunks.filter((chunk) => chunk.type === "turn_ended").map((chunk) => chunk.turn);
        const { sections } = foldChunks(chunks);
        expect(sections.filter((section) => section.end !== null).map((section) => section.turn)).toEqual(
          ended,
        );
      }),
    );
  });
});

it("A tool that ends in a later turn ends where it began", () => {
  const { sections } = foldChunks(
    log(
      [1, { type: "turn_started", by: "user" }],
      [
        1,
        { type: "tool_call", ...tool, name: "Bash", kind: "execute", status: "pending", title: "", input: 1 },
      ],
      [1, { type: "turn_ended", stopReason: "end_turn", durationMs: 1 }],
      [2, { type: "turn_started", by: "agent" }],
      [2, { type: "tool_call_update", ...tool, status: "completed", output: "done" }],
    ),
  );
  expect(sections.map((section) => section.items.length)).toEqual([1, 0]);
  expect(sections[0]?.items[0]).toMatchObject({ status: "completed", output: "done", at: 2, updatedAt: 5 });
});

it("An update that brings no output leaves the one before", () => {
  const { sections } = foldChunks(
    log(
      [
        1,
        { type: "tool_call", ...tool, name: "Bash", kind: "execute", status: "pending", title: "", input: 1 },
      ],
      [1, { type: "tool_call_update", ...tool, status: "in_progress", output: "half" }],
      [1, { type: "tool_call_update", ...tool, status: "failed" }],
    ),
  );
  expect(sections[0]?.items[0]).toMatchObject({ status: "failed", output: "half" });
});

it("An answered request says what was answered, and by whom", () => {
  const requestId = "00000000-0000-4000-8000-000000000001";
  const { sections } = foldChunks(
    log(
      [1, { type: "permission_request", requestId, ...tool, title: "Run?", input: {}, options: [] }],
      [1, { type: "permission_resolved", requestId, decision: "reject_once", by: "user" }],
    ),
  );
  expect(sections[0]?.items[0]).toMatchObject({ resolved: { decision: "reject_once", by: "user", at: 2 } });
});

it("What a standing rule allowed is a request of its call that has ended, though nothing asked", () => {
  const requestId = "00000000-0000-4000-8000-000000000001";
  const { sections } = foldChunks(
    log([1, { type: "permission_resolved", requestId, ...tool, decision: "allow_always", by: "policy" }]),
  );
  expect(sections[0]?.items).toMatchObject([{ kind: "request", ...tool, resolved: { by: "policy", at: 1 } }]);
});

it("What tells of an item that is not there changes nothing but the place in the log", () => {
  const transcript = foldChunks(log([1, { type: "tool_call_update", ...tool, status: "completed" }]));
  expect(transcript).toEqual({ ...emptyTranscript(), firstSeq: 1, lastSeq: 1 });
});

it("What happens between two turns stands between them", () => {
  const { sections } = foldChunks(
    log(
      [1, { type: "turn_started", by: "user" }],
      [1, { type: "turn_ended", stopReason: "end_turn", durationMs: 1 }],
      [0, { type: "notice", level: "info", code: "process_ended" }],
      [2, { type: "turn_started", by: "user" }],
    ),
  );
  expect(sections.map(({ turn, by, key }) => [turn, by, key])).toEqual([
    [1, "user", 1],
    [0, null, 3],
    [2, "user", 4],
  ]);
});

const tool = { toolCallId: "tool-1" };

function log(...bodies: [turn: number, body: { type: ChunkType } & Record<string, unknown>][]): AgentChunk[] {
  return bodies.map(([turn, body], at) =>
    AgentChunk.parse({ content: "", isDone: false, sessionId, seq: at + 1, at: at + 1, turn, ...body }),
  );
}

const sessionId = "5d1f5b0e-3a52-4d0c-9a62-0b7f3b0a8f11";

function isText(chunk: AgentChunk): boolean {
  return chunk.type === "agent_message" || chunk.type === "agent_thought";
}

function textOf(item: Item): [string, string][] {
  return item.kind === "message" || item.kind === "thought" ? [[item.id, item.text]] : [];
}

function byNumber(a: number, b: number): number {
  return a - b;
}

it("a message key that comes again in a later turn is another message", () => {
  const place = { sessionId: "00000000-0000-4000-8000-000000000000", at: 0, isDone: false };
  const said = (seq: number, turn: number, content: string): AgentChunk =>
    AgentChunk.parse({ ...place, seq, turn, type: "agent_message", messageKey: "k", content });
  const { sections } = foldChunks([said(1, 1, "one"), said(2, 2, "two")]);
  expect(sections.map((section) => section.items.flatMap(textOf))).toEqual([
    [["message:1:k", "one"]],
    [["message:2:k", "two"]],
  ]);
});
