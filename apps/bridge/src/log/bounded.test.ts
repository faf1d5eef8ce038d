import { AgentChunk, BlobId, MAX_CHUNK_TEXT, RequestId, SessionId } from "@switchyard/core/protocol";
import {
  type Arbitrary,
  array,
  assert as assertProperty,
  boolean,
  constantFrom,
  integer,
  jsonValue,
  oneof,
  property,
  record,
  string,
} from "fast-check";
import { expect, it } from "vitest";
import { boundedChunk, MAX_CHUNK_BYTES, type NewChunk } from "./bounded.ts";

const place = {
  sessionId: SessionId.parse("5d1f5b0e-3a52-4d0c-9a62-0b7f3b0a8f11"),
  seq: 7,
  at: 1_700_000_000_000,
  turn: 2,
};
const blobId = BlobId.parse("00000000-0000-4000-8000-000000000001");

it("A chunk with nothing too long is taken as it is", () => {
  const { chunk, json, bytes, kept } = bound({ type: "agent_message", content: "hü", messageKey: "m" });
  expect(chunk).toEqual({ ...place, type: "agent_message", content: "hü", messageKey: "m", isDone: false });
  expect([JSON.parse(json), bytes, kept]).toEqual([chunk, Buffer.byteLength(json), []]);
});

it("Text of exactly 256 KiB stays whole, one byte more is cut", () => {
  const content = "x".repeat(MAX_CHUNK_TEXT);
  expect(bound({ type: "agent_message", content, messageKey: "m" }).kept).toEqual([]);
  const { chunk, kept } = bound({ type: "agent_message", content: `${content}y`, messageKey: "m" });
  expect(chunk.content).toBe(content);
  expect(chunk.truncated).toEqual({ bytes: MAX_CHUNK_TEXT + 1, blobId });
  expect(kept).toEqual([`${content}y`]);
});

it.each([1, 2, 3, 4])("Text of characters of %i bytes is cut between two of them", (length) => {
  const character = ["x", "é", "€", "🚂"][length - 1] ?? "";
  const whole = `a${character.repeat(200_000)}`;
  const { chunk, kept } = bound({ type: "agent_message", content: whole, messageKey: "m" });
  const isCut = Buffer.byteLength(whole) > MAX_CHUNK_TEXT;
  expect(kept).toEqual(isCut ? [whole] : []);
  expect(whole.startsWith(chunk.content)).toBe(true);
  const missing = Math.min(MAX_CHUNK_TEXT, Buffer.byteLength(whole)) - Buffer.byteLength(chunk.content);
  expect(missing).toBeGreaterThanOrEqual(0);
  expect(missing).toBeLessThan(length);
  expect(chunk.content.isWellFormed()).toBe(true);
});

it.each([1, 9])("A prompt of %i MB is cut and kept whole", (megabytes) => {
  const content = "word ".repeat(megabytes * 200_000);
  const body = { type: "turn_started" as const, content, by: "user" as const };
  const { chunk, bytes, kept } = bound(body);
  expect(chunk.truncated?.bytes).toBe(megabytes * 1_000_000);
  expect(kept).toEqual([content]);
  expect(bytes).toBeLessThanOrEqual(MAX_CHUNK_BYTES);
});

it("Output that the plain reading repeats is kept once", () => {
  const output = "line\n".repeat(100_000);
  const { chunk, kept } = bound({
    type: "tool_call_update",
    content: output,
    toolCallId: "t",
    status: "completed",
    output,
  });
  expect(kept).toEqual([output]);
  expect(chunk).toMatchObject({ toolCallId: "t", status: "completed", truncated: { bytes: output.length } });
  expect("output" in chunk && output.startsWith(chunk.output ?? "?")).toBe(true);
});

it("Of more fields that are cut, each is kept", () => {
  const output = "o".repeat(300_000);
  const diff = [{ path: "a.ts", oldText: "x".repeat(400_000), newText: "y".repeat(400_000) }];
  const { chunk, kept } = bound({
    type: "tool_call_update",
    content: "",
    toolCallId: "t",
    status: "completed",
    output,
    diff,
  });
  expect(kept).toEqual([JSON.stringify({ output, diff })]);
  const [shown] = "diff" in chunk ? (chunk.diff ?? []) : [];
  expect(shown?.path).toBe("a.ts");
  expect(shown?.newText).toMatch(/^y{1000,}$/);
  expect(shown?.oldText).toMatch(/^x{1000,}$/);
});

it("Input that is too long is shown as far as it goes, and kept as JSON", () => {
  const input = {
    command: "c".repeat(600_000),
    list: Array.from({ length: 100_000 }, (_, at) => at),
    small: true,
  };
  const { chunk, kept } = bound({ ...toolCall, input });
  expect(kept).toEqual([JSON.stringify(input)]);
  expect(chunk).toMatchObject({ input: { command: expect.stringMatching(/^c{1000,}$/) } });
});

it("Text that JSON makes longer is cut until the chunk fits", () => {
  const { bytes, kept } = bound({
    type: "agent_message",
    content: "\u001b".repeat(200_000),
    messageKey: "m",
  });
  expect(bytes).toBeLessThanOrEqual(MAX_CHUNK_BYTES);
  expect(kept).toEqual(["\u001b".repeat(200_000)]);
});

it("Input that is nested deeper than can be written is cut where it is too deep", () => {
  const input: unknown = JSON.parse(`${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`);
  const { bytes, kept } = bound({ ...toolCall, input });
  expect(bytes).toBeLessThanOrEqual(MAX_CHUNK_BYTES);
  expect(kept[0]).toContain('{"a":{"a":');
});

it("A half character in a text does no harm", () => {
  const { json } = bound({ type: "agent_message", content: "\ud83d", messageKey: "m" });
  expect(JSON.parse(json)).toMatchObject({ content: "\ud83d" });
  expect(json.isWellFormed()).toBe(true);
});

it("Whatever a tool brings, its chunk is valid, short enough and the same tool's", () => {
  const long = record({
    text: string({ unit: "binary", maxLength: 20 }),
    times: integer({ min: 0, max: 20_000 }),
  }).map(({ text, times }) => text.repeat(times));
  const diff = array(record({ path: long, oldText: constantFrom(null, "old"), newText: long }), {
    maxLength: 4,
  });
  assertProperty(
    property(
      record({ content: long, output: long, diff, status: constantFrom("completed", "failed") }),
      (some) => {
        const { chunk, json, bytes, kept } = bound({ type: "tool_call_update", toolCallId: "t", ...some });
        expect(bytes).toBeLessThanOrEqual(MAX_CHUNK_BYTES);
        expect(bytes).toBe(Buffer.byteLength(json));
        expect(AgentChunk.parse(JSON.parse(json))).toEqual(chunk);
        expect(chunk).toMatchObject({ ...place, toolCallId: "t", status: some.status });
        expect(kept).toHaveLength(chunk.truncated === undefined ? 0 : 1);
      },
    ),
    { numRuns: 30 },
  );
});

it("Whatever the input of a tool is, its chunk is valid and short enough", () => {
  const filling = "f".repeat(300_000);
  assertProperty(
    property(jsonValue(), jsonValue(), (before, after) => {
      const { json, bytes } = bound({ ...toolCall, input: { before, filling, after } });
      expect(bytes).toBeLessThanOrEqual(MAX_CHUNK_BYTES);
      expect(AgentChunk.safeParse(JSON.parse(json)).success).toBe(true);
    }),
    { numRuns: 50 },
  );
});

it("Whatever an agent asks or plans, its chunk is valid and short enough", () => {
  const long = integer({ min: 0, max: 150_000 }).map((length) => "w".repeat(length));
  const few = <T>(each: Arbitrary<T>): Arbitrary<T[]> => array(each, { minLength: 1, maxLength: 5 });
  const option = record({ value: long, label: long, description: long, preview: long });
  const question = record({
    questionId: long,
    header: long,
    question: long,
    detail: long,
    initial: long,
    kind: constantFrom("choice", "choices"),
    options: few(option),
    allowsOther: boolean(),
    isRequired: boolean(),
  });
  const entry = record({ content: long, status: constantFrom("pending", "in_progress", "completed") });
  const decision = record({ label: long, detail: long, decision: constantFrom("allow_once", "reject_once") });
  const requestId = RequestId.parse(blobId);
  const asked = { content: "", title: "", requestId } as const;
  const body = oneof(
    few(question).map((questions): NewChunk => ({ type: "question_request", ...asked, questions })),
    few(entry).map((entries): NewChunk => ({ type: "plan", content: "", entries })),
    few(decision).map((options): NewChunk => ({
      type: "permission_request",
      ...asked,
      toolCallId: "t",
      input: null,
      options,
    })),
  );
  assertProperty(
    property(body, (some) => {
      const { json, bytes } = bound(some);
      expect(bytes).toBeLessThanOrEqual(MAX_CHUNK_BYTES);
      expect(AgentChunk.safeParse(JSON.parse(json)).error).toBeUndefined();
    }),
    { numRuns: 40 },
  );
});

const toolCall = {
  type: "tool_call",
  content: "",
  toolCallId: "t",
  name: "Bash",
  kind: "execute",
  status: "pending",
  title: "Run",
} as const;

function bound(body: NewChunk) {
  const kept: string[] = [];
  const keep = (whole: string): BlobId => {
    kept.push(whole);
    return blobId;
  };
  return { ...boundedChunk(place, body, keep), kept };
}
