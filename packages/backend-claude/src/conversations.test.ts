import { readFileSync } from "node:fs";
import type { ToldConversation, ToldTurn } from "@switchyard/core/backend";
import fc from "fast-check";
import { expect, test } from "vitest";
import { conversations } from "./conversations.ts";
import { claude } from "./index.ts";

const printed = fixture("claude");
const keptAlive = fixture("claude-kept-alive");
const terminal = fixture("claude-terminal");

function fixture(name: string): string {
  return readFileSync(
    new URL(`../../../tests/fixtures/conversations/${name}.jsonl`, import.meta.url),
    "utf8",
  );
}

function read(...lines: readonly (string | object)[]): ToldConversation {
  const reader = conversations.reader();
  for (const line of lines) reader.line(typeof line === "string" ? line : JSON.stringify(line));
  return reader.end();
}

function outline(head: string, tail = "") {
  return conversations.outline({ name: "11111111-1111-4111-8111-111111111111.jsonl", head, tail, cwd: null });
}

/** What a turn says, a line each. */
function plain({ events }: ToldTurn): string[] {
  return events.map(({ event }) => `${event.type}: ${event.content}`);
}

test("turns, thoughts, calls with their output and changes are told as they were", () => {
  const { model, turns } = read(...printed.split("\n"));
  expect(model).toBe("claude-opus-5-5");
  expect(turns.map(({ stopReason }) => stopReason)).toEqual(["end_turn", "end_turn", "end_turn", "end_turn"]);
  expect(turns.map((turn) => plain(turn)[0])).toEqual([
    "user_message: My word is plum.",
    expect.stringContaining("[[bash echo hi]]"),
    expect.stringContaining("notes.txt two => three"),
    "user_message: [[bash rm -rf nothing]] [[say Well then.]]",
  ]);
  expect(plain(turns[1] ?? fail()).slice(1, 5)).toEqual([
    "agent_thought: Hm.",
    "agent_message: Let me use a tool. ",
    "tool_call: Run echo hi",
    "tool_call_update: Run echo hi: completed",
  ]);
  const updates = turns.flatMap(({ events }) => events.map(({ event }) => event));
  expect(updates).toContainEqual(
    expect.objectContaining({
      type: "tool_call_update",
      diff: [
        {
          path: "/home/user/project/notes.txt",
          oldText: "one\ntwo",
          newText: "one\nthree",
          oldStart: 1,
          newStart: 1,
        },
      ],
    }),
  );
  expect(plain(turns[3] ?? fail())).toContain("tool_call_update: Run rm -rf nothing: failed");
  expect(turns[0]?.usage).toEqual({ inputTokens: 14, outputTokens: 8, costUsd: null });
});

test("times are the file's own, and never run backwards within a turn", () => {
  for (const { startedAt, endedAt, events } of read(...printed.split("\n")).turns) {
    const times = [startedAt, ...events.map(({ at }) => at), endedAt];
    expect(startedAt).toBeGreaterThan(Date.parse("2026-01-01"));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
});

test("interrupts, faults, commands, summaries and prompts within a turn are told for what they are", () => {
  const { turns } = read(...keptAlive.split("\n"));
  expect(turns.map((turn) => [plain(turn)[0], turn.stopReason])).toEqual([
    ["user_message: [[slow 200 every 20ms]]", "interrupted"],
    ["user_message: [[error 400]]", "error"],
    ["user_message: /greet Ann", "end_turn"],
    ["user_message: [[subtask echo inner]]", "end_turn"],
    ["user_message: /compact", "end_turn"],
    ["user_message: [[bash sleep 1]] [[bash sleep 1]] [[say Done.]]", "end_turn"],
    ["user_message: After all.", "end_turn"],
  ]);
  expect(turns[1]?.error?.message).toContain("API Error: 400");
  expect(plain(turns[5] ?? fail())).toContain("user_message: Typed during the turn.");
  const all = turns.flatMap(plain).join("\n");
  expect(all).toContain("notice: Claude Code has summed up");
  expect(all).not.toMatch(/continued from a previous conversation|local-command|tool_call: Run echo inner/);
});

test("a turn that was cut ends as its process did, and its open call fails", () => {
  const lines = printed.split("\n");
  const cut = lines.findLastIndex((line) => line.includes('"name":"Edit"'));
  const { turns } = read(...lines.slice(0, cut + 1));
  expect(turns.at(-1)?.stopReason).toBe("process_exit");
  expect(plain(turns.at(-1) ?? fail()).at(-1)).toBe("tool_call_update: Edit notes.txt: failed");
});

test("typed in a terminal: going back, shell commands and commands of its own are told as they stand there", () => {
  const { turns } = read(...terminal.split("\n"));
  expect(turns.map(plain)).toEqual([
    ["user_message: My word is plum.", "agent_message: (turn 1) You said: My word is plum."],
    [
      // Esc twice took "second thing" back, and this was said in its place.
      "user_message: second thing changed thing",
      "agent_message: (turn 2) You said: second thing changed thing",
    ],
    [
      "user_message: ! echo from shell",
      "agent_message: from shell",
      expect.stringContaining("agent_message: (turn 4) You said:"),
    ],
    ["user_message: /rename Plum talk", "agent_message: Session renamed to: Plum talk"],
  ]);
  expect(turns.map(({ stopReason }) => stopReason)).toEqual(turns.map(() => "end_turn"));
  expect(outline(terminal)?.title).toBe("Plum talk");
});

test("a list shows the first folder, and the given name or the first words", () => {
  expect(outline(printed)).toEqual({
    cliSessionId: "11111111-1111-4111-8111-111111111111",
    cwd: "/home/user/project",
    title: "My word is plum.",
  });
  expect(
    outline(printed, '{"type":"custom-title","customTitle":"Plums"}\n{"type":"ai-title","aiTitle":"x"}')
      ?.title,
  ).toBe("Plums");
});

test("a conversation of nothing but commands is none; where only the ends were read it may be one", () => {
  const command = JSON.stringify({
    type: "user",
    cwd: "/p",
    message: { content: "<command-name>/clear</command-name>" },
  });
  expect(outline(command)).toBeNull();
  expect(outline("")).toBeNull();
  expect(outline(command, "{")).toMatchObject({ cwd: "/p", title: "" });
});

test("the files lie where the user's CLI is told to keep them", () => {
  expect(conversations.where({ home: "/h", env: {} }).root).toBe("/h/.claude/projects");
  expect(conversations.where({ home: "/h", env: { CLAUDE_CONFIG_DIR: "/c" } }).root).toBe("/c/projects");
  const [, file] = conversations.where({ home: "/h", env: {} }).levels;
  expect(file?.test("11111111-1111-4111-8111-111111111111.jsonl")).toBe(true);
  expect(file?.test("agent-a787d8122df97a1ba.jsonl")).toBe(false);
});

test("a terminal goes on with it by its id", () => {
  expect(claude.resumeCommand?.("c-1")).toEqual(["claude", "--resume", "c-1"]);
});

test("whatever stands in a file, reading it never throws, and every turn that is told is whole", () => {
  const lines = [printed, keptAlive, terminal].flatMap((file) => file.split("\n"));
  const damaged = fc
    .tuple(fc.constantFrom(...lines), fc.nat(), fc.string({ maxLength: 5 }))
    .map(
      ([line, at, dirt]) => line.slice(0, at % (line.length + 1)) + dirt + line.slice(at % (line.length + 1)),
    );
  const any = fc.oneof(
    fc.constantFrom(...lines),
    damaged,
    fc.json(),
    fc.json().map((content) => `{"type":"user","message":{"content":${content}},"toolUseResult":${content}}`),
    fc.json().map((content) => `{"type":"assistant","message":{"content":[${content}],"usage":${content}}}`),
  );
  fc.assert(
    fc.property(fc.array(any, { maxLength: 30 }), (file) => {
      outline(file.join("\n"), file.join("\n"));
      for (const { events, startedAt, endedAt } of read(...file).turns) {
        expect(endedAt).toBeGreaterThanOrEqual(startedAt);
        const calls = events.flatMap(({ event }) => (event.type === "tool_call" ? [event.toolCallId] : []));
        const ended = events.flatMap(({ event }) =>
          event.type === "tool_call_update" ? [event.toolCallId] : [],
        );
        expect(ended.toSorted()).toEqual(calls.toSorted());
      }
    }),
    { numRuns: 300 },
  );
});

function fail(): never {
  throw new Error("There is no such turn.");
}
