import fc from "fast-check";
import { expect, test } from "vitest";
import { BackendId } from "../protocol/index.ts";
import { emptyTranscript } from "../session/index.ts";
import type { ConversationInput, ExitOutcome } from "./backend.ts";
import { perTurnBackend, type ParsedLine } from "./per-turn.ts";

const NEW: ConversationInput = { cwd: "/p", start: "new", permissionMode: "default" };
const RESUMED: ConversationInput = { ...NEW, start: { resume: "c-1" } };
const CLEAN: ExitOutcome = { reason: "exit", code: 0, signal: null, stderrTail: "" };

function backend(parseStdoutLine: (line: string) => ParsedLine = () => ({})) {
  return perTurnBackend({
    id: BackendId.parse("fixture"),
    displayName: "Fixture",
    program: {
      command: "fixture",
      environmentOverride: "FIXTURE_PROGRAM",
      versionArgs: ["--version"],
      install: { text: "Install it", command: "install" },
      login: { text: "Log in", command: "login" },
    },
    buildArgs: ({ cliSessionId }) => (cliSessionId === null ? ["run"] : ["run", "--resume", cliSessionId]),
    parseStdoutLine,
    capabilities: { resume: true },
  });
}

function asked(input: ConversationInput = NEW, parse?: (line: string) => ParsedLine) {
  const codec = backend(parse).codec(input, {});
  codec.open();
  codec.send({ type: "prompt", text: "hello", messageId: "m" });
  return codec;
}

test("the arguments name the conversation to go on with and nothing of the prompt", () => {
  expect(backend().plan(NEW, {}).args).toEqual(["run"]);
  expect(backend().plan(RESUMED, {}).args).toEqual(["run", "--resume", "c-1"]);
  expect(backend().plan({ ...NEW, systemPrompt: "s", model: "m" }, {}).args).toEqual(["run"]);
});

test("it declares what it can do and no more", () => {
  expect(backend().capabilities).toMatchObject({
    live: false,
    resume: true,
    interrupt: true,
    permissions: false,
  });
});

test("a process takes its prompt at once, and its stdin is closed after it", () => {
  const codec = backend().codec(NEW, {});
  expect(codec.open()).toEqual({ events: [], writes: [], state: "ready" });
  expect(codec.send({ type: "prompt", text: "a", messageId: "m" })).toEqual({
    events: [],
    writes: ["a"],
    state: "closable",
  });
});

test("any prompt arrives whole", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "\n", "\r", "-", "é", " ", "\u0000", "🙂") }),
      (text) => {
        const { writes } = backend().codec(NEW, {}).send({ type: "prompt", text, messageId: "m" });
        expect(writes.map((line) => `${line}\n`).join("")).toBe(`${text}\n`);
        expect(writes.some((line) => line.includes("\n"))).toBe(false);
      },
    ),
  );
});

test("the persona's text stands before the first prompt of a conversation, and only there", () => {
  const first = backend().codec({ ...NEW, systemPrompt: "Be brief." }, {});
  expect(first.send({ type: "prompt", text: "hi", messageId: "m" }).writes).toEqual(["Be brief.", "", "hi"]);
  const second = backend().codec({ ...RESUMED, systemPrompt: "Be brief." }, {});
  expect(second.send({ type: "prompt", text: "hi", messageId: "m" }).writes).toEqual(["hi"]);
});

test("a conversation that is lost is told again, after the persona's text", () => {
  const transcript = {
    ...emptyTranscript(),
    sections: [
      {
        key: 1,
        turn: 1,
        by: "user" as const,
        startedAt: 0,
        end: null,
        items: [
          {
            kind: "user" as const,
            id: "u",
            at: 0,
            updatedAt: 0,
            messageId: "m",
            text: "earlier",
            truncated: null,
            attachments: [],
          },
        ],
      },
    ],
  };
  const codec = backend().codec({ ...NEW, systemPrompt: "Be brief.", start: { reseed: transcript } }, {});
  const { writes } = codec.send({ type: "prompt", text: "hi", messageId: "m" });
  expect(writes[0]).toBe("Be brief.");
  expect(writes).toContain("User: earlier");
  expect(writes.at(-1)).toBe("hi");
});

test("the conversation's id is told when it first comes and when it changes", () => {
  const codec = asked(RESUMED, (line) => ({ cliSessionId: line }));
  const told = ["c-1", "c-1", "c-2"].map((line) => codec.receive(line).events);
  expect(told.map((events) => events.map((event) => "cliSessionId" in event && event.cliSessionId))).toEqual([
    ["c-1"],
    [],
    ["c-2"],
  ]);
});

test("a line that means nothing is nothing", () => {
  expect(asked().receive("warning: noise")).toEqual({ events: [], writes: [] });
});

test("exit code 0 ends the turn", () => {
  expect(asked().exit(CLEAN)).toEqual({
    events: [{ type: "turn_ended", content: "", stopReason: "end_turn" }],
    writes: [],
    state: "idle",
  });
});

test.each([
  ["another exit code", { ...CLEAN, code: 3 }],
  ["a signal", { ...CLEAN, code: null, signal: "SIGKILL" }],
  ["a program that does not start", { ...CLEAN, reason: "spawn_error" as const, code: null }],
  ["a deadline", { ...CLEAN, reason: "deadline" as const, code: null, signal: "SIGKILL" }],
])("%s is left to the bridge to explain", (_, how) => {
  expect(asked().exit(how)).toEqual({ events: [], writes: [] });
});

test("an interrupted turn ends as interrupted however the process ended", () => {
  for (const how of [CLEAN, { ...CLEAN, reason: "stop" as const, code: null, signal: "SIGTERM" }]) {
    const codec = asked();
    expect(codec.send({ type: "interrupt" })).toEqual({ events: [], writes: [] });
    expect(codec.exit(how).events).toEqual([{ type: "turn_ended", content: "", stopReason: "interrupted" }]);
  }
});

test("an end that the program tells is held until it has exited, and then tells more than the exit code", () => {
  const told = { type: "turn_ended", content: "no more", stopReason: "max_tokens" } as const;
  const late = { type: "agent_message", content: "late", messageKey: "k" } as const;
  const codec = asked(NEW, (line) => ({ events: line === "end" ? [told] : [late] }));
  expect(codec.receive("end")).toEqual({ events: [], writes: [] });
  expect(codec.receive("late").events).toEqual([late]);
  expect(codec.exit({ ...CLEAN, code: 1 }).events).toEqual([told]);
});

test("a process that was never asked ends no turn", () => {
  expect(backend().codec(NEW, {}).exit(CLEAN)).toEqual({ events: [], writes: [] });
});

test("the version is the first dotted number of what the program prints", () => {
  const probe = (stdout: string) => backend().probe({ version: { stdout, stderr: "", exitCode: 0 } });
  expect(probe("fixture v2.10.3-beta (node 24)")).toEqual({ version: "2.10.3-beta", login: "unknown" });
  expect(probe("no number")).toEqual({ version: null, login: "unknown" });
});
