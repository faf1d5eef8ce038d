import type { AgentChunk, SessionId } from "@switchyard/core/protocol";
import { foldChunks, foldPages, type Item, itemId, type Transcript } from "@switchyard/core/session";
import {
  type Arbitrary,
  array,
  assert as assertProperty,
  constantFrom,
  integer,
  nat,
  property,
  record,
} from "fast-check";
import { describe, expect, it } from "vitest";
import { v4 as uuid } from "uuid";
import { RequestId } from "@switchyard/core/protocol";
import type { Page } from "./history.ts";
import type { Log, NewChunk } from "./log.ts";
import {
  newSession,
  requested,
  resolved,
  said,
  type TestLog,
  testLog,
  turnEnded,
  turnStarted,
} from "./test-log.ts";

describe.each([
  ["backwards", walkBackwards],
  ["forwards", walkForwards],
])("any log, walked %s in pages", (_direction, walk) => {
  it("is there whole, each chunk once, and folds to the same, in any run of pages", async () => {
    await using test = await testLog();
    assertProperty(
      property(
        randomBodies(),
        record({ limit: integer({ min: 1, max: 9 }), from: nat(), count: nat() }),
        (bodies, by) => {
          const { session, chunks } = write(test, bodies);
          const pages = walk(test.log, session, by.limit);
          expect(pages.flatMap((page) => page.chunks)).toEqual(chunks);
          expect(foldPages(pages)).toEqual(foldChunks(chunks));
          for (const page of pages) {
            expect([page.firstSeq, page.lastSeq]).toEqual([page.chunks[0]?.seq, page.chunks.at(-1)?.seq]);
          }

          const start = by.from % (pages.length + 1);
          const run = pages.slice(start, start + 1 + (by.count % 4));
          const first = run[0]?.firstSeq ?? 1;
          const whole = foldChunks(chunks.slice(0, run.at(-1)?.lastSeq ?? 0));
          expect(itemsFrom(foldPages(run), chunks, first)).toEqual(itemsFrom(whole, chunks, first));
        },
      ),
    );
  });
});

it("The newest page comes first, at most as long as asked for", async () => {
  await using test = await testLog();
  const turns = Array.from({ length: 30 }, (_, at) => [turnStarted, said("a", `m${at}`), turnEnded]).flat();
  const { session } = write(test, turns);
  const page = test.log.page(session, { limit: 10 });
  expect([page.firstSeq, page.lastSeq, page.chunks[0]?.type]).toEqual([82, 90, "turn_started"]);
  expect(test.log.page(session).chunks).toHaveLength(90);
  expect(test.log.page(session, { limit: 0 }).chunks).toHaveLength(1);
  expect(test.log.page(session, { limit: -5 }).chunks).toHaveLength(1);
  expect(test.log.page(session, { beforeSeq: 1 })).toMatchObject({
    chunks: [],
    open: [],
    firstSeq: 0,
    lastSeq: 0,
  });
  expect(test.log.page(session, { beforeSeq: 0 }).chunks).toEqual([]);
  expect(test.log.page(session, { afterSeq: 90 }).chunks).toEqual([]);
  expect(test.log.page(session, { afterSeq: 3, beforeSeq: 7 }).chunks.map((chunk) => chunk.seq)).toEqual([
    4, 5, 6,
  ]);
  expect(page.logId).toBe(test.log.session(session)?.logId);
});

it("No more than 1,000 chunks come in a page", async () => {
  await using test = await testLog();
  const notices = Array.from({ length: 2_500 }, (): NewChunk => ({
    type: "notice",
    content: "",
    level: "info",
    code: "noise",
  }));
  const { session } = write(test, notices);
  expect(test.log.page(session, { limit: 5_000 }).chunks).toHaveLength(1_000);
});

it("An answer of more chunks than a page is not split", async () => {
  await using test = await testLog();
  const tool = {
    toolCallId: "t",
    name: "Bash",
    kind: "execute",
    status: "pending",
    title: "",
    input: {},
  } as const;
  const { session } = write(test, [
    turnStarted,
    { type: "tool_call", content: "", ...tool },
    ...Array.from({ length: 1_500 }, (_, at) => said(`${at} `)),
    turnEnded,
  ]);
  const page = test.log.page(session);
  expect([page.firstSeq, page.lastSeq]).toEqual([3, 1_503]);
  expect(test.log.page(session, { afterSeq: 2, limit: 10 }).lastSeq).toBe(1_502);
});

it("A page with its heads fits into a frame, however long the chunks are", async () => {
  await using test = await testLog();
  const tools = Array.from({ length: 20 }, (_, at) => `tool-${at}`);
  const long = "long ".repeat(60_000);
  const { session, chunks } = write(test, [
    turnStarted,
    ...tools.map((toolCallId): NewChunk => {
      const tool = { toolCallId, name: "Write", kind: "edit", status: "pending", title: "" } as const;
      return { type: "tool_call", content: "", ...tool, input: { long } };
    }),
    ...tools.map((toolCallId): NewChunk => {
      return { type: "tool_call_update", content: long, toolCallId, status: "completed", output: long };
    }),
    turnEnded,
  ]);
  for (const walk of [walkBackwards, walkForwards]) {
    const pages = walk(test.log, session, 500);
    expect(pages.flatMap((page) => page.chunks)).toEqual(chunks);
    for (const page of pages) expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(1_000_000);
  }
});

function randomBodies(): Arbitrary<NewChunk[]> {
  const kinds = [
    "text",
    "text",
    "thought",
    "tool",
    "update",
    "update",
    "request",
    "resolve",
    "turn",
    "turn",
  ] as const;
  return array(record({ kind: constantFrom(...kinds), pick: nat(2) }), { maxLength: 40 }).map((steps) => {
    const bodies: NewChunk[] = [];
    const tools: string[] = [];
    const requests: RequestId[] = [];
    let turn = 0;
    let isOpen = false;
    for (const { kind, pick } of steps) {
      const toolCallId = tools.at(-1 - pick) ?? "tool-none";
      if (!isOpen || kind === "turn") {
        bodies.push(isOpen ? turnEnded : turnStarted);
        turn += isOpen ? 0 : 1;
        isOpen = !isOpen;
      } else if (kind === "text") bodies.push(said(`${bodies.length} `, `${turn}-${pick}`));
      else if (kind === "thought")
        bodies.push({ type: "agent_thought", content: "t", messageKey: `${turn}-${pick}` });
      else if (kind === "tool") {
        const tool = {
          toolCallId: `tool-${tools.length}`,
          name: "Bash",
          kind: "execute",
          title: "Run",
        } as const;
        tools.push(tool.toolCallId);
        bodies.push({ type: "tool_call", content: "", ...tool, status: "pending", input: bodies.length });
      } else if (kind === "update") {
        const status = pick === 0 ? "completed" : "in_progress";
        bodies.push({
          type: "tool_call_update",
          content: "",
          toolCallId,
          status,
          output: `${bodies.length}`,
        });
      } else if (kind === "request") {
        const requestId = RequestId.parse(uuid());
        requests.push(requestId);
        bodies.push(requested(requestId, toolCallId));
      } else {
        const requestId = requests.pop();
        if (requestId !== undefined) bodies.push(resolved(requestId));
      }
    }
    return bodies;
  });
}

function write({ log }: TestLog, bodies: readonly NewChunk[]): { session: SessionId; chunks: AgentChunk[] } {
  const session = newSession(log);
  let turn = 0;
  const chunks = bodies.flatMap((body) => {
    if (body.type === "turn_started") turn += 1;
    return log.append(session, [body], turn);
  });
  log.flush();
  return { session, chunks };
}

function walkBackwards(log: Log, session: SessionId, limit: number): Page[] {
  const pages: Page[] = [];
  for (let page = log.page(session, { limit }); page.chunks.length > 0;) {
    pages.unshift(page);
    page = log.page(session, { limit, beforeSeq: page.firstSeq });
  }
  return pages;
}

function walkForwards(log: Log, session: SessionId, limit: number): Page[] {
  const pages: Page[] = [];
  for (let page = log.page(session, { limit, afterSeq: 0 }); page.chunks.length > 0;) {
    pages.push(page);
    page = log.page(session, { limit, afterSeq: page.lastSeq });
  }
  return pages;
}

/** The items whose first chunk is at `seq` or behind it. */
function itemsFrom(transcript: Transcript, chunks: readonly AgentChunk[], seq: number): Item[] {
  const earlier = new Set(chunks.slice(0, seq - 1).map(itemId));
  return transcript.sections.flatMap((section) => section.items).filter((item) => !earlier.has(item.id));
}
