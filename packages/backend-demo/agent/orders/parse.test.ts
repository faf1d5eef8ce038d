import { expect, test } from "vitest";
import { intoPieces, parseOrders, parsePace } from "./parse.ts";

test("a message without orders has none", () => {
  expect(parseOrders("What is [this], [[THAT]] and [[ -f x ]]?")).toEqual([]);
});

test("orders are read in the message's order, with the text around them ignored", () => {
  expect(parseOrders("first [[think so so]], [[words 2]], then [[slow 1 every 20ms]] [[hang]]")).toEqual([
    { kind: "think", pieces: ["so ", "so"] },
    { kind: "text", pieces: ["word0 ", "word1 "], everyMs: 0 },
    { kind: "text", pieces: ["word0 "], everyMs: 20 },
    { kind: "hang" },
  ]);
});

test("an order's arguments may be left out where it has some of its own", () => {
  expect(parseOrders("[[crash]][[crash 3]][[crash SIGKILL]][[exit]][[fail]][[fail -32000 No]]")).toEqual([
    { kind: "exit", code: 1, isCrash: true },
    { kind: "exit", code: 3, isCrash: true },
    { kind: "signal", signal: "SIGKILL" },
    { kind: "exit", code: 0, isCrash: false },
    { kind: "fail", code: -32603, message: "The turn failed, as it was ordered." },
    { kind: "fail", code: -32000, message: "No" },
  ]);
});

test("an order that nobody knows is kept, so that the answer can name it", () => {
  expect(parseOrders("[[wrods 3]] [[words three]] [[child 999999]]").map(({ kind }) => kind)).toEqual([
    "unknown",
    "unknown",
    "unknown",
  ]);
});

test("the pace is a setting and no order, and the last one counts", () => {
  expect(parseOrders("Hello [[pace 0]]")).toEqual([]);
  expect(parsePace("[[pace 0]] [[pace 0.5]] [[pace fast]]")).toBe(0.5);
  expect(parsePace("Hello")).toBeUndefined();
});

test("orders of an earlier conversation that a message carries are not run again", () => {
  const message =
    "<earlier-conversation>\n[[crash]] [[pace 0]]\n</earlier-conversation>\n\n[[say Here again.]]";
  expect(parseOrders(message)).toEqual([{ kind: "text", pieces: ["Here ", "again."], everyMs: 0 }]);
  expect(parsePace(message)).toBeUndefined();
});

test("pieces give the text again when they are joined", () => {
  const text = "  one two\n\nthree ";
  expect(intoPieces(text).join("")).toBe(text);
});

test("a command is all that stands behind its name", () => {
  expect(parseOrders('[[run bd update a.1 --claim --json && echo "[x]"]] [[run]]')).toEqual([
    { kind: "run", command: 'bd update a.1 --claim --json && echo "[x]"' },
    { kind: "unknown", source: "[[run]]" },
  ]);
});

test("what stands in a fence is data, and no order", () => {
  const message =
    "You are.\n\n````\n[[run rm -rf .]]\n```\n[[crash]]\n````\n\n[[say Only this.]] `[[think so]]`";
  expect(parseOrders(message).map(({ kind }) => kind)).toEqual(["text", "think"]);
});
