import { expect, test } from "vitest";
import { intoPieces, parseDirectives } from "./directives.ts";

test("A prompt without directives has none.", () => {
  expect(parseDirectives("What is [this] and [[THAT]]?")).toEqual([]);
});

test("Directives are read in the prompt's order, with the text around them ignored.", () => {
  expect(parseDirectives("please [[think so so]] and [[words 2]], then [[hang]]")).toEqual([
    { kind: "think", pieces: ["so ", "so"] },
    { kind: "text", pieces: ["word0 ", "word1 "], everyMs: 0 },
    { kind: "hang" },
  ]);
});

test("A slow answer names its pace.", () => {
  expect(parseDirectives("[[slow 1 every 20ms]]")).toEqual([
    { kind: "text", pieces: ["word0 "], everyMs: 20 },
  ]);
});

test("Tool directives become the input that the tool takes.", () => {
  expect(
    parseDirectives(String.raw`[[bash echo "a b"]] [[write a.txt one\ntwo]] [[edit a.txt one => three]]`),
  ).toEqual([
    { kind: "tool", name: "Bash", input: { command: 'echo "a b"', description: "Run a test command" } },
    { kind: "tool", name: "Write", input: { file_path: "a.txt", content: "one\ntwo" } },
    {
      kind: "tool",
      name: "Edit",
      input: { file_path: "a.txt", old_string: "one", new_string: "three", replace_all: false },
    },
  ]);
});

test("Any tool can be called with JSON that ends in a bracket.", () => {
  expect(parseDirectives('[[tool ExitPlanMode {"plan":"Do it"}]][[tool Odd {"list":[1]}]]')).toEqual([
    { kind: "tool", name: "ExitPlanMode", input: { plan: "Do it" } },
    { kind: "tool", name: "Odd", input: { list: [1] } },
  ]);
});

test("An error directive fails for ever, or as often as it says.", () => {
  expect(parseDirectives("[[error 529]] [[error 500 x2]]")).toEqual([
    { kind: "error", status: 529, times: Number.POSITIVE_INFINITY },
    { kind: "error", status: 500, times: 2 },
  ]);
});

test("A question is asked with its options, two of them with a choice of several in the first.", () => {
  const option = (label: string): object => ({ label, description: `Choose ${label}` });
  expect(parseDirectives("[[ask *Which? | A | B ; Why? | C | D]]")).toEqual([
    {
      kind: "tool",
      name: "AskUserQuestion",
      input: {
        questions: [
          { question: "Which?", header: "Which", multiSelect: true, options: [option("A"), option("B")] },
          { question: "Why?", header: "Why", multiSelect: false, options: [option("C"), option("D")] },
        ],
      },
    },
  ]);
});

test("A limit is an error that tells how the plan stands.", () => {
  const plan = { window: "five_hour", percent: 100, isReached: true, resetsInSeconds: 60 };
  expect(parseDirectives("[[limit 60 x1]] [[plan seven_day 50]] [[plan nine_day 50]]")).toMatchObject([
    { kind: "error", status: 429, times: 1, plan },
    { kind: "plan", plan: { window: "seven_day", percent: 50, isReached: false } },
    { kind: "unknown" },
  ]);
});

test("A directive that nobody knows is kept, so that the answer can name it.", () => {
  expect(parseDirectives("[[wrods 3]] [[words three]]")).toEqual([
    { kind: "unknown", source: "[[wrods 3]]" },
    { kind: "unknown", source: "[[words three]]" },
  ]);
});

test("Pieces give the text again when they are joined.", () => {
  const text = "  one two\n\nthree ";
  expect(intoPieces(text).join("")).toBe(text);
});
