import { expect, test } from "vitest";
import type { CommandResult } from "../process/run-command.ts";
import { type Answer, readAnswer } from "./answer.ts";

const PRETTY = JSON.stringify([{ id: "a" }], null, 2);
const LIMITS = { timeoutMs: 60_000, maxBytes: 1000, known: null };

test("the value is what was printed, whatever stands on stderr", () => {
  expect(read({ stdout: '[{"id":"a"}]\n', stderr: "warning: old\n" })).toMatchObject({
    value: [{ id: "a" }],
  });
});

test("an envelope is taken off where it is exactly that", () => {
  expect(read({ stdout: '{"schema_version":1,"data":[1]}' })).toMatchObject({ value: [1] });
  const whole = { schema_version: 1, data: [1], id: "a" };
  expect(read({ stdout: JSON.stringify(whole) })).toMatchObject({ value: whole });
  const error = { schema_version: 1, data: { error: "no" } };
  expect(fault(read({ stdout: JSON.stringify(error), exitCode: 1 }))).toMatchObject({ message: "no" });
});

test.each([
  ["before it", `Warning: the daemon is old\n[info] {x}\n${PRETTY}`],
  ["behind it", `${PRETTY}\nA new version is there.\n`],
  ["behind one line", '[{"id":"a"}]\nA new version is there.\n'],
  ["in colours", PRETTY.replace('"id"', '\u001b[32m"id"\u001b[0m')],
])("the value is found whatever is printed %s", (_where, stdout) => {
  expect(read({ stdout })).toMatchObject({ value: [{ id: "a" }] });
});

test("half an answer is none, with or without words around it", () => {
  const half = PRETTY.slice(0, -3);
  expect(fault(read({ stdout: half })).kind).toBe("failed");
  expect(fault(read({ stdout: `Warning\n${half}\nend\n` })).kind).toBe("failed");
});

test("what was printed before is not read again", () => {
  const first = read({ stdout: "[]" });
  const digest = "digest" in first ? first.digest : "";
  expect(readAnswer("bd", result({ stdout: "[]" }), { ...LIMITS, known: digest })).toEqual({ same: true });
  expect(readAnswer("bd", result({ stdout: "[1]" }), { ...LIMITS, known: digest })).toMatchObject({
    value: [1],
  });
});

test.each([
  [
    "stdout's JSON",
    { stdout: '{"error":"no such thing","hint":"look","schema_version":1}' },
    "no such thing\nlook",
  ],
  ["stderr's JSON", { stderr: '{\n  "error": "title required"\n}\n' }, "title required"],
  [
    "stderr's last JSON line",
    { stderr: 'Updating\n{"error":"1 of 1 issues failed"}\n' },
    "1 of 1 issues failed",
  ],
  [
    "stderr's text",
    { stderr: "Error: no beads database found\nHint: run 'bd where'\n" },
    "no beads database found\nHint: run 'bd where'",
  ],
  ["text behind warnings", { stderr: "warning: x\nError: it broke\n" }, "it broke"],
  ["text before a manual", { stderr: "Error: bad args\nUsage:\n  bd list\n" }, "bad args"],
  [
    "plain lines",
    { stderr: "cannot close epic x: 1 open child issue(s)\n" },
    "cannot close epic x: 1 open child issue(s)",
  ],
  [
    "the error that is an object",
    { stderr: '{"error":{"code":"X","message":"gone","hint":"try"}}' },
    "gone\ntry",
  ],
  [
    "the first of two documents",
    { stdout: '{\n"error":{"code":"X","message":"one"}}\n{\n"closed":[]}\n' },
    "one",
  ],
  [
    "a machine's word beside a message",
    { stdout: '{"error":"no_beads_directory","message":"No tracker.","hint":"init"}' },
    "No tracker.\ninit",
  ],
  ["nothing", {}, "bd ended with code 1."],
])("a failure is told by %s", (_where, printed, message) => {
  expect(fault(read({ ...printed, exitCode: 1 }))).toMatchObject({ kind: "failed", message });
});

test.each([
  "Error: database is locked (5) (SQLITE_BUSY)",
  "Error: embeddeddolt: another process holds the exclusive lock on /x; the embedded backend supports one",
  "Error: database is read only",
])("a lock is told from other failures: %s", (stderr) => {
  expect(fault(read({ stderr, exitCode: 1 })).kind).toBe("locked");
});

test("what is blocked is not locked", () => {
  const stderr = "cannot close x: blocked by open issues [y]";
  expect(fault(read({ stderr, exitCode: 1 })).kind).toBe("failed");
});

test("a bead that is not there is told from other failures", () => {
  const stdout = '{"error":"no issues found matching the provided IDs"}';
  expect(fault(read({ stdout, exitCode: 1 })).kind).toBe("not_found");
  expect(fault(read({ stderr: "Issue ab-1 not found", exitCode: 1 })).kind).toBe("not_found");
});

test("a flag that is not known is named", () => {
  const unknown = fault(read({ stderr: "Error: unknown flag: --tree\n", exitCode: 1 }));
  expect(unknown).toMatchObject({ kind: "unknown_flag", flag: "--tree" });
});

test("the tracker's words are cut, and carry no control sequences", () => {
  const { message } = fault(read({ stderr: `\u001b[31m${"x".repeat(600)}`, exitCode: 1 }));
  expect(message).toBe(`${"x".repeat(500)}…`);
});

test("garbage, half an answer and too much of one are failures; no answer is no value", () => {
  expect(fault(read({ stdout: "hello" })).message).toBe("bd answered with something that is not JSON.");
  expect(fault(read({ stdout: '[{"id":"a"' })).kind).toBe("failed");
  expect(fault(read({ stdout: "é".repeat(500) })).kind).toBe("cut");
  expect(read({ stdout: "\n" })).toMatchObject({ value: undefined });
});

test("a program that does not start, or does not end by itself, says so", () => {
  const error = { code: "ENOENT", message: "no such file" };
  expect(fault(read({ exitCode: null, error })).message).toBe("bd could not be started: no such file");
  const late = fault(read({ exitCode: null, timedOut: true, stdout: "[]" }));
  expect(late.message).toBe("bd did not answer within 60 seconds.");
  expect(fault(read({ exitCode: null })).message).toBe("bd was ended before it answered.");
});

function result(some: Partial<CommandResult>): CommandResult {
  return { stdout: "", stderr: "", exitCode: 0, timedOut: false, ...some };
}

function read(some: Partial<CommandResult>): Answer {
  return readAnswer("bd", result(some), LIMITS);
}

function fault(answer: Answer) {
  if (!("fault" in answer)) throw new Error(`no fault: ${JSON.stringify(answer)}`);
  return answer.fault;
}
