import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Backend, perTurnBackend } from "@switchyard/core/backend";
import type { Persona } from "@switchyard/core/persona";
import { BackendId, PersonaId, ProjectId, SwitchyardError } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { testLog, type TestLog } from "../log/test-log.ts";
import type { SessionRecord } from "../session/record.ts";
import type { Session } from "../session/session-face.ts";
import type { FoundConversation } from "./catalogue.ts";
import { takeOver } from "./take-over.ts";

const MIB = 1024 * 1024;
const hint = { text: "", command: "" };
const backend: Backend = {
  ...perTurnBackend({
    id: BackendId.parse("fixture"),
    displayName: "Fixture",
    program: { command: "fixture", versionArgs: [], install: hint, login: hint },
    buildArgs: () => [],
    parseStdoutLine: () => ({}),
  }),
  conversations: {
    where: () => ({ root: "/", levels: [] }),
    outline: () => null,
    reader() {
      const lines: string[] = [];
      const told = (content: string, at: number) => ({
        at,
        event: { type: "user_message" as const, content },
      });
      return {
        line: (line) => void lines.push(line),
        end: () => ({
          model: "m",
          turns: [
            {
              by: "user",
              startedAt: 1,
              endedAt: 2,
              events: lines.map(told),
              stopReason: "end_turn" as const,
            },
          ],
        }),
      };
    },
  },
};

/** Takes over a file of these lines, found as told. */
async function take(
  test: TestLog,
  found: Partial<FoundConversation> & { bytes?: number } = {},
  locate = noop,
) {
  const folder = dirname(test.file);
  const path = join(folder, "c-1.jsonl");
  await writeFile(path, "one\ntwo");
  const file = { path, name: "c-1.jsonl", folder, bytes: found.bytes ?? 7, mtimeMs: 0 };
  const conversation = {
    backendId: backend.id,
    cliSessionId: "c-1",
    cwd: folder,
    title: "One",
    file,
    ...found,
  };
  const adopted: SessionRecord[] = [];
  const sessionId = await takeOver(
    {
      log: test.log,
      catalogue: { list: () => Promise.resolve([conversation]) },
      locate,
      plainAgent: () => Promise.resolve(PLAIN),
      pluginOf: () => PLUGIN,
      projectAt: (cwd) => (cwd === folder ? PROJECT : null),
      adopt: (record) => {
        adopted.push(record);
        return {} as Session;
      },
    },
    backend,
    "c-1",
  );
  return { sessionId, adopted };
}

const PLAIN: Persona = {
  id: PersonaId.parse("none"),
  displayName: "None",
  description: "",
  icon: "terminal",
  suits: [],
  source: "built-in",
  layer: "built_in",
  packVersion: null,
  hash: "e3b0",
  file: null,
  variables: [],
  ignored: [],
  problems: [],
  templates: [],
};
const PLUGIN = { name: "fixture-backend", version: "1.2.3", hash: "f00d" };
const PROJECT = ProjectId.parse("project-1");
const noop = (): Promise<void> => Promise.resolve();

test("the session is paused, in the conversation, with its name, model and provenance, and every line is read", async () => {
  await using test = await testLog();
  const { sessionId, adopted } = await take(test);
  expect(adopted).toEqual([
    expect.objectContaining({
      sessionId,
      cliSessionId: "c-1",
      title: "One",
      modelInUse: "m",
      persona: "none",
      stopped: false,
      turn: 1,
      provenance: {
        persona: { id: "none", layer: "built_in", source: "built-in", packVersion: null, hash: "e3b0" },
        backend: { id: "fixture", plugin: PLUGIN, cliVersion: null },
        model: "m",
      },
    }),
  ]);
  const texts = [...test.log.all(sessionId)].flatMap((chunk) =>
    chunk.type === "user_message" ? [chunk.content] : [],
  );
  expect(texts).toEqual(["one", "two"]);
});

test("without a title it is called by its folder", async () => {
  await using test = await testLog();
  const { adopted } = await take(test, { title: "" });
  expect(test.file).toContain(`/${adopted[0]?.title}/`);
});

test("it belongs to the project of its folder", async () => {
  await using test = await testLog();
  const { adopted } = await take(test);
  expect(adopted[0]?.projectId).toBe(PROJECT);
});

test.each([
  ["a file that is too long", { bytes: 65 * MIB }, "TOO_LARGE"],
  ["a file that does not tell its folder", { cwd: null }, "FOLDER_NOT_FOUND"],
  ["a folder that is gone", { cwd: "/no/such/folder" }, "FOLDER_NOT_FOUND"],
])("%s is refused, and leaves no session", async (_, found, code) => {
  await using test = await testLog();
  await expect(take(test, found)).rejects.toMatchObject({ code });
  expect(test.log.sessions()).toEqual([]);
});

test("a CLI that is not there is said before anything is stored", async () => {
  await using test = await testLog();
  const locate = (): Promise<void> => Promise.reject(new SwitchyardError("CLI_NOT_FOUND", "Install it."));
  await expect(take(test, {}, locate)).rejects.toMatchObject({ code: "CLI_NOT_FOUND" });
  expect(test.log.sessions()).toEqual([]);
});
