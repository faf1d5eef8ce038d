import { AgentChunk, LogId, MessageId, RequestId, SessionId } from "@switchyard/core/protocol";
import { seenChunk } from "@switchyard/testkit/bridge";
import { expect, test } from "vitest";
import type { JournalEntry } from "../cli/journal.ts";
import { faultsOf, type Histories } from "./check.ts";

// One session as it should be: a turn with three words, a request that was allowed, a message that waits.

const sessionId = SessionId.parse("5d1f5b0e-3a52-4d0c-9a62-0b7f3b0a8f11");
const logId = LogId.parse("00000000-0000-4000-8000-000000000001");
const otherLog = LogId.parse("00000000-0000-4000-8000-000000000002");
const requestId = RequestId.parse("00000000-0000-4000-8000-000000000003");
const [first, second] = [MessageId.parse("first"), MessageId.parse("second")];
const key = "0badcafe";
const conversation = "00000000-0000-4000-8000-000000000004";

type Body = Record<string, unknown> & { type: AgentChunk["type"] };
const started: Body = { type: "session_started", cliSessionId: conversation, model: null, cwd: "/" };
const bodies: readonly Body[] = [
  { type: "turn_started", by: "user", messageId: first },
  { type: "user_message", messageId: first, content: "#1 [[words 3]]" },
  { ...started, cliVersion: key, permissionMode: "default" },
  { type: "agent_message", messageKey: "m", content: `${key}.1.1 ${key}.1.2 ` },
  { type: "permission_request", requestId, toolCallId: "tool", title: "", input: {}, options: [] },
  { type: "permission_resolved", requestId, decision: "allow_once", by: "user" },
  { type: "agent_message", messageKey: "m", content: `${key}.1.3 ` },
  { type: "turn_ended", stopReason: "end_turn", durationMs: 1 },
];
const choice = { questionId: "a", question: "A?", kind: "choice", options: [] };
const questions = [{ ...choice, allowsOther: true, isRequired: true }];
const withForm: readonly Body[] = [
  ...bodies.slice(0, 4),
  { type: "question_request", requestId, toolCallId: "tool", title: "", questions },
  { type: "question_resolved", requestId, outcome: "answered", by: "user" },
  ...bodies.slice(6),
];
const journal: readonly JournalEntry[] = [
  { did: "start", pid: 1, resumed: null },
  { did: "heard", prompt: 1 },
  { did: "said", turn: 1, word: 1 },
  { did: "said", turn: 1, word: 2 },
  { did: "asked", toolCallId: "tool" },
  { did: "was told", toolCallId: "tool", isAllowed: true },
  { did: "said", turn: 1, word: 3 },
  { did: "ended", turn: 1, prompt: 1 },
];

function chunksOf(some: readonly Body[]): AgentChunk[] {
  return some.map((body, index) =>
    AgentChunk.parse({
      sessionId,
      seq: index + 1,
      at: 1,
      turn: 1,
      content: "",
      isDone: body.type === "turn_ended",
      ...body,
    }),
  );
}

/** The sound histories with something else in them; `seen` is what the client saw, of all that the log holds. */
function histories(
  some: {
    log?: readonly Body[];
    journals?: Histories["processes"];
    asked?: Partial<Histories["asked"]>;
    seen?: (all: AgentChunk[]) => AgentChunk[];
    life?: { logId?: LogId; afterSeq?: number };
    queue?: MessageId[];
  } = {},
): Histories {
  const chunks = chunksOf(some.log ?? bodies);
  const seen = (some.seen?.(chunks) ?? chunks).map((chunk) => seenChunk(chunk.seq, chunk));
  const message = { sessionId, isTaken: true, isWithdrawn: false };
  return {
    logs: [
      {
        sessionId,
        logId,
        chunks,
        seen: chunks.map((chunk) => seenChunk(chunk.seq, chunk)),
        queue: some.queue ?? [second],
      },
    ],
    clients: [
      { client: "a", sessionId, isCaughtUp: true, lives: [{ logId, afterSeq: 0, ...some.life, seen }] },
    ],
    processes: some.journals ?? [{ key, entries: journal }],
    asked: {
      messages: [
        { ...message, messageId: first, prompt: 1 },
        { ...message, messageId: second, prompt: 2 },
      ],
      allowed: new Set([requestId]),
      ...some.asked,
    },
  };
}

const changed = <T>(list: readonly T[], at: number, ...put: T[]): T[] => list.toSpliced(at, 1, ...put);
const swapped = <T>(list: readonly T[], at: number): T[] =>
  list.toSpliced(at, 2, ...list.slice(at, at + 2).toReversed());
test("sound histories have no fault", () => {
  expect(faultsOf(histories())).toEqual([]);
});

test("a client that came late, in another life or behind the end is no fault", () => {
  const late = histories({ seen: (all) => all.slice(3), life: { afterSeq: 3 } });
  expect(faultsOf(late)).toEqual([]);
});

test("a process of whose last words nothing was read is no fault, where its turn did not end by itself", () => {
  const cut = changed(bodies, 7, { type: "turn_ended", stopReason: "process_exit", durationMs: 1 });
  expect(faultsOf(histories({ log: changed(cut, 6) }))).toEqual([]);
});

const secondOf = (all: readonly AgentChunk[]): AgentChunk => all[1] ?? raise();
const raise = (): never => {
  throw new Error("The log is too short.");
};

test.each<[string, Histories, string]>([
  ["a gap in what a client saw", histories({ seen: (all) => changed(all, 3) }), "saw seq 5 where 4 was due"],
  [
    "a chunk that a client saw twice",
    histories({ seen: (all) => changed(all, 1, secondOf(all), secondOf(all)) }),
    "saw seq 2 where 3 was due",
  ],
  [
    "two chunks in the wrong order",
    histories({ seen: (all) => swapped(all, 3) }),
    "saw seq 5 where 4 was due",
  ],
  [
    "a chunk that reads otherwise in the log",
    histories({ seen: (all) => changed(all, 1, { ...secondOf(all), content: "other" }) }),
    "where the log holds",
  ],
  [
    "a client that missed the end",
    histories({ seen: (all) => all.slice(0, -1) }),
    "saw the log up to 7 of 8",
  ],
  [
    "a client that was never told of a new life",
    histories({ life: { logId: otherLog } }),
    "follows a life that is over",
  ],
  [
    "a client that saw more than the log holds",
    histories({ seen: (all) => [...all, { ...secondOf(all), seq: 9 }] }),
    "where the log holds nothing",
  ],
  ["a log that begins behind its first seq", cutLog(histories()), "place 1 has seq 2"],
  ["a turn with two ends", withBodies([...bodies, ...bodies.slice(7)]), "comes while no turn is open"],
  ["a turn without an end", withBodies(bodies.slice(0, -1)), "turn 1 has no end"],
  ["a turn that begins twice", withBodies([...bodies.slice(0, 1), ...bodies]), "begins while turn 1 is open"],
  [
    "words outside any turn",
    withBodies([...bodies, { type: "agent_message", messageKey: "m", turn: 0 }]),
    "stands outside any turn",
  ],
  ["a request that outlives its turn", withBodies(changed(bodies, 5)), "ends while request"],
  ["an answer to nothing", withBodies(changed(bodies, 4)), "was not asked"],
  [
    "a request that is answered twice",
    withBodies(changed(bodies, 5, ...bodies.slice(5, 6), ...bodies.slice(5, 6))),
    "is answered twice",
  ],
  [
    "an end that is not marked as one",
    withBodies([...bodies.slice(0, -1), { ...end(), isDone: false }]),
    "isDone",
  ],
  ["a word that was said and is missing in the log", withBodies(changed(bodies, 3)), "its word 1 is 1.3"],
  [
    "words that changed their order",
    withBodies(swapped([...bodies.slice(0, 3), ...bodies.slice(4, 7), ...bodies.slice(3, 4), end()], 3)),
    "its word 1 is 1.3",
  ],
  [
    "a word that is in the log twice",
    withBodies([...bodies.slice(0, 4), ...bodies.slice(3)]),
    "its word 3 is 1.1 in the log, it said 1.3",
  ],
  ["a turn that ended by itself without its last word", withBodies(changed(bodies, 6)), "2 of its 3 words"],
  ["a process that is heard in two sessions", twoLogs(histories()), `process ${key} is heard in 2 sessions`],
  [
    "a permission that the log does not know of",
    withBodies(
      changed(bodies, 5, { type: "permission_resolved", requestId, decision: "cancelled", by: "user" }),
    ),
    "which the log does not say",
  ],
  ["a permission that nobody gave", histories({ asked: { allowed: new Set() } }), "was allowed by nobody"],
  [
    "a form that nobody filled in",
    histories({ log: withForm, asked: { allowed: new Set() } }),
    "was allowed by nobody",
  ],
  ["a form that its turn's end leaves open", withBodies(changed(withForm, 5)), "waits"],
  [
    "a process that began another conversation",
    withBodies([...bodies, { ...started, turn: 0, cliVersion: "0000cafe", permissionMode: "default" }]),
    `resumed null, not ${conversation}`,
  ],
  ["a message that was taken and is nowhere", histories({ queue: [] }), "message #2 of session"],
  [
    "a message that was said and waits still",
    histories({ queue: [first, second] }),
    "was said and waits still",
  ],
  [
    "a message that was heard and never logged",
    histories({ journals: [{ key, entries: [...journal, { did: "heard", prompt: 3 }] }] }),
    "heard message #3, which no log has",
  ],
  [
    "a message that two processes heard",
    histories({
      journals: [
        { key, entries: journal },
        { key: "0000cafe", entries: [{ did: "heard", prompt: 1 }] },
      ],
    }),
    "message #1 was heard twice",
  ],
  [
    "a message that is in the log twice",
    withBodies([...bodies.slice(0, 2), ...bodies.slice(1)]),
    "message #1 is in the logs twice",
  ],
])("%s is found", (_, broken, fault) => {
  expect(faultsOf(broken).join("\n")).toContain(fault);
});

function withBodies(log: readonly Body[]): Histories {
  return histories({ log });
}

function end(): Body {
  return bodies[7] ?? raise();
}

function cutLog(sound: Histories): Histories {
  return { ...sound, logs: sound.logs.map((log) => ({ ...log, chunks: log.chunks.slice(1) })) };
}

function twoLogs(sound: Histories): Histories {
  return { ...sound, logs: [...sound.logs, ...sound.logs] };
}
