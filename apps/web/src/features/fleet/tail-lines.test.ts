import { type AgentChunk, ChunkBody } from "@switchyard/core/protocol";
import { foldChunks } from "@switchyard/core/session";
import { expect, test } from "vitest";
import { session } from "../../testing/fake-bridge.ts";
import { plainProse } from "./plain-prose.ts";
import { readTailView, restingLines, type TailLine } from "./tail-lines.ts";

type Body = Record<string, unknown>;

const start: Body = { type: "turn_started", by: "user" };
const end = (values: Body = {}): Body => ({
  type: "turn_ended",
  stopReason: "end_turn",
  durationMs: 1,
  ...values,
});
const say = (content: string, messageKey = "m"): Body => ({ type: "agent_message", messageKey, content });
const call = (id: string, kind: string, input: Body): Body => ({
  type: "tool_call",
  toolCallId: id,
  name: kind,
  kind,
  status: "in_progress",
  title: id,
  input,
});
const update = (id: string, values: Body): Body => ({ type: "tool_call_update", toolCallId: id, ...values });

function log(...bodies: Body[]): AgentChunk[] {
  return bodies.map((body, at) => ({
    sessionId: session,
    seq: at + 1,
    at: 1000 + at,
    turn: 1,
    ...ChunkBody.parse({ content: "", isDone: false, ...body }),
  }));
}

const tail = (...bodies: Body[]) => readTailView(foldChunks(log(...bodies)), null);
const texts = (lines: readonly TailLine[]) => lines.map((line) => ("text" in line ? line.text : line.kind));

test("a running turn shows its tools with how they stand, and of a command the end of what it prints", () => {
  const { lines, turnSince } = tail(
    start,
    { type: "user_message", messageId: "u", content: "Only the path to the queue." },
    call("r", "read", { file_path: "src/a.ts" }),
    update("r", { status: "completed", output: "long\ntext" }),
    call("e", "edit", { file_path: "src/b.ts" }),
    update("e", {
      status: "completed",
      diff: [{ path: "src/b.ts", oldText: "1\n2\n", newText: "1\n3\n4\n" }],
    }),
    call("x", "execute", { command: "npm test" }),
    update("x", { status: "in_progress", output: "1\n2\n\u001b[32m3\u001b[0m\n4\n" }),
  );
  expect(texts(lines)).toEqual([
    "Only the path to the queue.",
    "src/a.ts",
    "src/b.ts",
    "npm test",
    "2",
    "3",
    "4",
  ]);
  const tools = lines.filter((line) => line.kind === "tool");
  expect(tools.map(({ state, diffs }) => [state, diffs?.length])).toEqual([
    ["done", undefined],
    ["done", 1],
    ["runs", undefined],
  ]);
  expect(turnSince).toBe(1000);
});

test("what waits for the user is left to the tile's own question", () => {
  const asked = { ...call("x", "execute", { command: "npm publish" }), status: "pending" };
  const request = {
    type: "permission_request",
    requestId: "33333333-3333-4333-8333-333333333333",
    toolCallId: "x",
    title: "Bash",
    input: {},
    options: [],
  };
  expect(texts(tail(start, say("First this."), asked, request).lines)).toEqual(["First this."]);
  const resolved = {
    type: "permission_resolved",
    requestId: request.requestId,
    decision: "allow_once",
    by: "user",
  };
  expect(texts(tail(start, asked, request, resolved).lines)).toEqual(["npm publish"]);
});

test("a thought shows while it is the newest thing, and no longer", () => {
  const thought = { type: "agent_thought", messageKey: "t", content: "Hm." };
  expect(tail(start, thought).lines).toMatchObject([{ kind: "thought", since: 1001 }]);
  expect(texts(tail(start, thought, say("So.")).lines)).toEqual(["So."]);
});

test("an ended turn says how: the error, the interrupt, or what it changed; nothing runs in it any more", () => {
  const error = { code: "CLI_FAILED", message: "Claude Code exited with code 1" };
  const cut = tail(
    start,
    call("x", "execute", { command: "npm test" }),
    end({ stopReason: "process_exit", error }),
  );
  expect(cut.lines).toMatchObject([
    { kind: "tool", state: "failed" },
    { kind: "error", text: error.message },
  ]);
  expect(cut.turnSince).toBeNull();
  expect(texts(tail(start, end({ stopReason: "interrupted" })).lines)).toEqual(["Interrupted"]);
  const diff = (path: string) => [{ path, oldText: null, newText: "1\n2\n" }];
  const edits = ["a", "b"].flatMap((path) => [
    call(path, "edit", { path }),
    update(path, { status: "completed", diff: diff(path) }),
  ]);
  const files = tail(start, ...edits, end()).lines.at(-1);
  expect(files?.kind === "files" && files.diffs.map(({ path }) => path)).toEqual(["a", "b"]);
  // Where the turn's beginning is further up, what it changed in all is not known.
  expect(tail(...edits, end()).lines.at(-1)).toMatchObject({ kind: "tool" });
});

test("lines that say the same stay the same objects, and the plan and the clock outlive the part of the log they stood in", () => {
  const entries = ["completed", "in_progress", "pending"].map((status) => ({ content: "step", status }));
  const chunks = log(
    start,
    { type: "plan", entries },
    call("r", "read", { path: "a" }),
    say("One."),
    say(" Two."),
  );
  const before = readTailView(foldChunks(chunks.slice(0, 4)), null);
  const next = readTailView(foldChunks(chunks.slice(2)), before);
  expect(next.lines[0]).toBe(before.lines[0]);
  expect(texts(next.lines)).toEqual(["a", "One. Two."]);
  expect(next).toMatchObject({ plan: { done: 1, total: 3 }, turnSince: 1000 });
  expect(readTailView(foldChunks(chunks), next).lines).toBe(next.lines);
});

test("a session that rests is told by its last words, and by what led to them where both are short", () => {
  const long = "word ".repeat(60);
  const lines = (words: string) =>
    texts(
      restingLines(
        tail(start, { type: "user_message", messageId: "u", content: "Go on." }, say(words), end()).lines,
      ),
    );
  expect(lines("Done.")).toEqual(["Go on.", "Done."]);
  expect(lines(long)).toEqual([long.trim()]);
});

test("no more lines are kept than the largest tile has room for", () => {
  const calls = Array.from({ length: 40 }, (_, at) => call(`t${at}`, "read", { path: `file-${at}` }));
  const { lines } = tail(start, ...calls);
  expect(lines).toHaveLength(14);
  expect(texts(lines).at(-1)).toBe("file-39");
});

test("prose is plain: its end while it is written, its beginning once it is said", () => {
  const text =
    "# Done\n\nWrote **docs/a.md**, see `b` and [c](https://x).\n\n```ts\nconst a = 1;\n```\n\n2 * 3 * 4 _x_";
  expect(plainProse(text, "start")).toBe("Done\nWrote docs/a.md, see b and c.\nconst a = 1;\n2 * 3 * 4 _x_");
  const long = Array.from({ length: 400 }, (_, at) => `word${at}`).join(" ");
  expect(plainProse(long, "start", 20)).toBe("word0 word1 word2 wo…");
  expect(plainProse(long, "end", 20)).toBe("…word398 word399");
});
