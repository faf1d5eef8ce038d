import { readFileSync } from "node:fs";
import type { ToldConversation, ToldTurn } from "@switchyard/core/backend";
import fc from "fast-check";
import { expect, test } from "vitest";
import { conversations } from "./conversations.ts";
import { gemini } from "./index.ts";

const recorded = readFileSync(
  new URL("../../../tests/fixtures/conversations/gemini.jsonl", import.meta.url),
  "utf8",
);

function read(...lines: readonly (string | object)[]): ToldConversation {
  const reader = conversations.reader();
  for (const line of lines) reader.line(typeof line === "string" ? line : JSON.stringify(line));
  return reader.end();
}

function outline(head: string, tail = "") {
  return conversations.outline({ name: "session-2026-11-26T01-08-0e7c3a7c.jsonl", head, tail, cwd: "/p" });
}

/** What a turn says, a line each. */
function plain({ events }: ToldTurn): string[] {
  return events.map(({ event }) => `${event.type}: ${event.content}`);
}

test("turns are told with their thoughts, although Gemini rewrites them without when it goes on", () => {
  const { model, turns } = read(...recorded.split("\n"));
  expect(model).toBe("gemini-3.8-flash");
  expect(turns.map(({ by, stopReason }) => [by, stopReason])).toEqual([
    ["user", "end_turn"],
    ["user", "end_turn"],
  ]);
  expect(turns.map(plain)[0]).toEqual([
    "user_message: My word is plum. [[think Hm.]] [[say Plum it is.]]",
    "agent_thought: **Thinking**\nHm.",
    "agent_message: Plum it is.",
  ]);
});

test("calls are told with what came of them, and a change of a file with both its sides", () => {
  const events = read(...recorded.split("\n")).turns.flatMap((turn) => turn.events.map(({ event }) => event));
  const updates = events.filter((event) => event.type === "tool_call_update");
  expect(
    events.flatMap((event) => (event.type === "tool_call" ? [`${event.kind} ${event.title}`] : [])),
  ).toEqual([
    "execute echo hi",
    "edit Writing to new.txt",
    "read notes.txt",
    "edit notes.txt: two => three",
    "read ReadFile",
  ]);
  expect(updates.map(({ status, output }) => [status, output?.slice(0, 12)])).toEqual([
    ["completed", "hi"],
    ["completed", "Successfully"],
    ["completed", "one\ntwo\n"],
    ["completed", "Successfully"],
    ["failed", "File not fou"],
  ]);
  expect(updates.map(({ diff }) => diff)).toEqual([
    undefined,
    [{ path: "/home/user/project/new.txt", oldText: null, newText: "hello\n" }],
    undefined,
    [{ path: "/home/user/project/notes.txt", oldText: "one\ntwo\n", newText: "one\nthree\n" }],
    undefined,
  ]);
});

test("a turn that was cut ends as its process did", () => {
  const lines = recorded.split("\n");
  const cut = lines.findLastIndex((line) => line.includes('"toolCalls"'));
  expect(read(...lines.slice(0, cut + 1)).turns.at(-1)?.stopReason).toBe("process_exit");
});

test("what the user went back from is left out", () => {
  const said = (id: string, type: string): object => ({ id, type, content: id });
  const lines = [said("one", "user"), said("1", "gemini"), said("two", "user"), said("2", "gemini")];
  expect(read(...lines, { $rewindTo: "two" }).turns.map(plain)).toEqual([
    ["user_message: one", "agent_message: 1"],
  ]);
  expect(read(...lines, { $rewindTo: "gone" }).turns).toEqual([]);
});

test("a list shows the folder beside the file, and the summary or the first words", () => {
  expect(outline(recorded)).toMatchObject({
    cwd: "/p",
    title: "My word is plum. [[think Hm.]] [[say Plum it is.]]",
  });
  expect(outline(recorded, '{"$set":{"summary":"Plums"}}')?.title).toBe("Plums");
  expect(outline(recorded)?.cliSessionId).toMatch(/^[0-9a-f-]{36}$/);
});

test("a chat without a word of the user's, and one of a sub-agent, is left out", () => {
  const [header = "", context = ""] = recorded.split("\n");
  expect(outline(`${header}\n${context}`)).toBeNull();
  expect(outline(recorded.replaceAll('"kind":"main"', '"kind":"subagent"'))).toBeNull();
  expect(outline("{}\nnoise")).toBeNull();
});

test("the files lie in the user's home, chats of sub-agents one level deeper", () => {
  expect(conversations.where({ home: "/h", env: {} })).toMatchObject({
    root: "/h/.gemini/tmp",
    cwdFile: "../.project_root",
  });
  expect(conversations.where({ home: "/h", env: { GEMINI_CLI_HOME: "/g" } }).root).toBe("/g/.gemini/tmp");
  expect(conversations.where({ home: "/h", env: {} }).levels).toHaveLength(3);
});

test("no command is offered for a terminal, since each way to go on harms the file", () => {
  expect(gemini.resumeCommand).toBeUndefined();
});

test("whatever stands in a file, reading it never throws", () => {
  const lines = recorded.split("\n");
  const damaged = fc
    .tuple(fc.constantFrom(...lines), fc.nat(), fc.string({ maxLength: 5 }))
    .map(
      ([line, at, dirt]) => line.slice(0, at % (line.length + 1)) + dirt + line.slice(at % (line.length + 1)),
    );
  const any = fc.oneof(
    fc.constantFrom(...lines),
    damaged,
    fc.json(),
    fc.json().map((value) => `{"id":"a","type":"gemini","toolCalls":[${value}],"content":${value}}`),
    fc.json().map((value) => `{"$set":{"messages":[${value}],"summary":"s"}}`),
  );
  fc.assert(
    fc.property(fc.array(any, { maxLength: 30 }), (file) => {
      outline(file.join("\n"), file.join("\n"));
      for (const { endedAt, startedAt } of read(...file).turns) {
        expect(endedAt).toBeGreaterThanOrEqual(startedAt);
      }
    }),
    { numRuns: 300 },
  );
});
