import { expect, test } from "vitest";
import { emptyTranscript } from "../session/index.ts";
import type { ConversationInput, Intent } from "./backend.ts";
import { RecordedExit, RecordedIntent, RecordedStart, RecordingEntry } from "./recording.ts";

const inputs: ConversationInput[] = [
  { cwd: "/p", start: "new", permissionMode: "default" },
  { cwd: "/p", start: { resume: "c-1" }, permissionMode: "plan", systemPrompt: "s", model: "m" },
  { cwd: "/p", start: { reseed: emptyTranscript() }, permissionMode: "acceptEdits" },
];

test.each(inputs)("a start is read as it was written: %j", (input) => {
  expect(RecordedStart.parse(JSON.parse(JSON.stringify(input)))).toEqual(input);
});

const intents: Intent[] = [
  { type: "prompt", text: "a\u2028b", messageId: "m" },
  { type: "interrupt" },
  { type: "answer", requestKey: "0", decision: "cancelled", message: "no" },
  { type: "answer", requestKey: "0", decision: "allow_once" },
  { type: "set_mode", permissionMode: "plan" },
  { type: "set_model", model: "m" },
  { type: "close" },
];

test.each(intents)("an intent is read as it was written: %j", (intent) => {
  expect(RecordedIntent.parse(JSON.parse(JSON.stringify(intent)))).toEqual(intent);
});

test("an exit of an older recording is one that came by itself", () => {
  expect(RecordedExit.parse({ code: 3, signal: null })).toEqual({ reason: "exit", code: 3, signal: null });
});

test.each([
  [RecordedStart, { cwd: "/p", start: { reseed: { sections: "none" } }, permissionMode: "default" }],
  [RecordedStart, { cwd: "/p", start: "newer", permissionMode: "default" }],
  [RecordedIntent, { type: "dance" }],
  [RecordingEntry, { t: 0, dir: "sideways", line: "" }],
])("what is no part of a recording is refused", (schema, value) => {
  expect(schema.safeParse(value).success).toBe(false);
});
