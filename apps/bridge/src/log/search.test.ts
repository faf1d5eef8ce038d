import { statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SearchHit, SessionId } from "@switchyard/core/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Log, NewChunk } from "./log.ts";
import {
  asked,
  newSession,
  said,
  stored,
  type TestLog,
  testLog,
  turnEnded,
  turnStarted,
  userSaid,
} from "./test-log.ts";

describe("Of a log in use", () => {
  let test: TestLog;
  beforeAll(async () => {
    test = await testLog();
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it("What user and agent said, what tools did, and titles are found", async () => {
    const session = newSession(test.log, { title: "Green lanterns" });
    append(test.log, session, [
      turnStarted,
      userSaid("Where is the purple elephant?"),
      said("It is "),
      said("in parseStd"),
      said("outLine, of the café."),
      toolCall("t1", "npm run weave", { command: "npm run weave", path: "/srv/loom" }),
      toolEnd("t1", "error: spindle broken"),
      said("Done.", "after"),
      turnEnded,
    ]);
    expect(await places(test.log, "purple")).toEqual([["user", 2]]);
    expect(await places(test.log, "parseStdoutLine")).toEqual([["message", 3]]);
    expect(await places(test.log, "weave")).toEqual([["tool", 6]]);
    expect(await places(test.log, "spindle broken")).toEqual([["tool", 6]]);
    expect(await places(test.log, "/srv/loom")).toEqual([["tool", 6]]);
    expect(await places(test.log, "lanterns")).toEqual([["title", 1]]);
    expect(await places(test.log, "done")).toEqual([["message", 8]]);
    expect(await places(test.log, "unicorn")).toEqual([]);
  });

  it("A form is found by its question and its answer, and a message by the names of its files", async () => {
    const session = newSession(test.log);
    const form = { ...asked(), content: "Which varnish?" };
    const { requestId } = form;
    const content = "Which varnish? Shellac";
    const how = { outcome: "answered", by: "user" } as const;
    const answered: NewChunk = { type: "question_resolved", requestId, content, ...how };
    const blobId = test.log.blobs.put(session, "");
    const file = { blobId, mediaType: "text/plain", bytes: 1, name: "gouache.txt" };
    append(test.log, session, [turnStarted, { ...userSaid("look"), attachments: [file] }, form]);
    expect(await places(test.log, "varnish")).toEqual([["message", 3]]);
    append(test.log, session, [answered, turnEnded]);
    const [hit] = await find(test.log, "shellac");
    expect(hit).toMatchObject({ kind: "message", seq: 3, text: expect.stringContaining("Shellac") });
    expect(await find(test.log, "gouache")).toMatchObject([{ seq: 2, text: "look gouache.txt" }]);
  });

  it("A hit shows where the words stand", async () => {
    const session = newSession(test.log);
    append(test.log, session, [turnStarted, said("The café\nby "), said("the sea"), turnEnded]);
    const [hit] = await find(test.log, "CAFE sea");
    expect(hit).toMatchObject({ sessionId: session, seq: 2, kind: "message", text: "The café by the sea" });
    expect(hit?.ranges.map(([from, to]) => hit.text.slice(from, to))).toEqual(["café", "sea"]);
  });

  it("Only in one session where one is named", async () => {
    const [one, two] = [newSession(test.log), newSession(test.log)];
    for (const session of [one, two])
      append(test.log, session, [turnStarted, userSaid("thimble"), turnEnded]);
    const within = await test.log.search({ query: "thimble", sessionId: two, limit: 9 });
    expect(within.hits.map((hit) => hit.sessionId)).toEqual([two]);
    expect(await find(test.log, "thimble")).toHaveLength(2);
  });

  it("A new title is found in place of the old one", async () => {
    const session = newSession(test.log, { title: "Old oak" });
    await stored(test.log);
    expect(await find(test.log, "oak")).toHaveLength(1);
    const record = test.log.session(session);
    if (record === undefined) throw new Error("no session");
    // As sessions do it.
    record.title = "New fir";
    test.log.saveSession(record);
    await stored(test.log);
    expect(await find(test.log, "fir")).toHaveLength(1);
    expect(await find(test.log, "oak")).toEqual([]);
  });

  it("Chunks are stored while the index cannot be written, and found when it can again", async () => {
    const session = newSession(test.log);
    append(test.log, session, [turnStarted]);
    await find(test.log, "anything");
    const other = new DatabaseSync(join(dirname(test.file), "search.db"));
    other.exec("BEGIN IMMEDIATE");
    test.log.append(session, [userSaid("bobbin"), turnEnded], 1);
    await stored(test.log);
    expect(test.log.committedSeq(session)).toBe(3);
    expect(await test.log.search({ query: "bobbin", limit: 9 })).toEqual({ hits: [], isComplete: false });
    other.exec("ROLLBACK");
    other.close();
    expect(await find(test.log, "bobbin")).toHaveLength(1);
  });

  describe("of one message", () => {
    beforeAll(() => {
      append(test.log, newSession(test.log), [
        turnStarted,
        userSaid("A garden shed, über maxLineCount in apps/src/deep/file.ts 日本語"),
        turnEnded,
      ]);
    });

    it.each([
      ["the beginning of the last word", "gard", true],
      ["not the beginning of an earlier one", "gard shed", false],
      ["words in any order", "shed garden", true],
      ["words in a row", '"garden shed"', true],
      ["not in another order", '"shed garden"', false],
      ["without a word", "garden -house", true],
      ["not with an excluded one", "garden -shed", false],
      ["no accent", "uber", true],
      ["any accent", "ÚBËR", true],
      ["a hump of an identifier", "LineCount", true],
      ["a part of a path", "src/deep", true],
      ["a character of a text without spaces", "語", true],
      ["not a part of a plain word", "arden", false],
    ])("some words are found by %s: %s", async (_how, query, isFound) => {
      expect(await find(test.log, query)).toHaveLength(isFound ? 1 : 0);
    });
  });
});

it("A message is found once it is finished, also where it goes on behind another item or a restart", async () => {
  await using test = await testLog();
  const session = newSession(test.log);
  append(test.log, session, [turnStarted, said("amber ", "a")]);
  expect(await find(test.log, "amber")).toEqual([]);
  append(test.log, session, [toolCall("t", "look"), said("basalt", "a")]);
  expect(await places(test.log, "amber")).toEqual([["message", 2]]);
  expect(statSync(join(dirname(test.file), "search.db")).mode & 0o777).toBe(0o600);
  append(await test.reopen(), session, [toolEnd("t", "cobalt"), turnEnded]);
  expect(await places(test.log, "amber basalt")).toEqual([["message", 2]]);
  expect(await places(test.log, "look cobalt")).toEqual([["tool", 3]]);
});

it("A session that begins another life of its log is read anew", async () => {
  await using test = await testLog();
  const session = newSession(test.log, { title: "One" });
  append(test.log, session, [turnStarted, userSaid("before"), turnEnded]);
  expect(await find(test.log, "before")).toHaveLength(1);
  const log = await test.reopen(() => {
    const db = new DatabaseSync(test.file);
    db.exec("DELETE FROM chunks");
    db.exec(
      "UPDATE sessions SET record = json_set(record, '$.logId', '00000000-0000-4000-8000-000000000000')",
    );
    db.close();
  });
  append(log, session, [turnStarted, userSaid("after it"), turnEnded]);
  expect(await find(log, "after")).toHaveLength(1);
  expect(await find(log, "before")).toEqual([]);
});

it.each([
  ["is no index", (file: string) => writeFileSync(file, "no index at all ".repeat(1_000))],
  ["lost its end", (file: string) => truncateSync(file, 8_192)],
  ["is of another version", (file: string) => new DatabaseSync(file).exec("PRAGMA user_version = 99")],
])("An index that %s is made again from the log", async (_what, damage) => {
  await using test = await testLog();
  append(test.log, newSession(test.log), [turnStarted, userSaid("needle"), turnEnded]);
  expect(await find(test.log, "needle")).toHaveLength(1);
  await test.reopen(() => damage(join(dirname(test.file), "search.db")));
  const found = async (): Promise<number> => (await find(test.log, "needle").catch(() => [])).length;
  await expect.poll(found, { timeout: 10_000 }).toBe(1);
});

/** When all is read into the index. */
async function find(log: Log, query: string): Promise<SearchHit[]> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- until it has caught up
    const { hits, isComplete } = await log.search({ query, limit: 50 });
    if (isComplete) return hits;
  }
}

async function places(log: Log, query: string): Promise<[string, number][]> {
  return (await find(log, query)).map(({ kind, seq }) => [kind, seq]);
}

function append(log: Log, session: SessionId, bodies: readonly NewChunk[]): void {
  log.append(session, bodies, 1);
  log.flush();
}

function toolCall(toolCallId: string, title: string, input: unknown = {}): NewChunk {
  return {
    type: "tool_call",
    content: title,
    toolCallId,
    name: "Bash",
    kind: "execute",
    status: "pending",
    title,
    input,
  };
}

function toolEnd(toolCallId: string, output: string): NewChunk {
  return { type: "tool_call_update", content: output, toolCallId, status: "completed", output };
}
