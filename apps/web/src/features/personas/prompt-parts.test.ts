import { nameUnseen } from "@switchyard/core/persona";
import fc from "fast-check";
import { expect, test } from "vitest";
import { faultsIn, promptParts } from "./prompt-parts.ts";

const NONE: ReadonlySet<string> = new Set();

test("characters that nobody sees are named, and those that stand together are one part", () => {
  expect(promptParts("a\u200bb\u{e0041}\u{e0042}\u202ec\0", NONE)).toEqual([
    { kind: "text", text: "a" },
    { kind: "unseen", text: "ZWSP U+200B" },
    { kind: "text", text: "b" },
    { kind: "unseen", text: "U+E0041 U+E0042 RLO U+202E" },
    { kind: "text", text: "c" },
    { kind: "unseen", text: "NUL U+0000" },
  ]);
});

test("what emoji and scripts need stays as it is", () => {
  const text = "⚠️ 👩‍💻 می‌خواهم\n\ttab";
  expect(promptParts(text, NONE)).toEqual([{ kind: "text", text }]);
});

test("only what a problem names is a fault; other braces are text", () => {
  const faults = faultsIn(["{{mood}} names no variable.", "A line without one"]);
  expect(promptParts("x {{mood}}{{mood}} {{other}}", faults)).toEqual([
    { kind: "text", text: "x " },
    { kind: "fault", text: "{{mood}}" },
    { kind: "fault", text: "{{mood}}" },
    { kind: "text", text: " {{other}}" },
  ]);
});

test("nothing that can be seen is lost or changed", () => {
  const piece = fc.constantFrom(...PIECES);
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const whole = pieces.join("");
      const seen = promptParts(whole, new Set(["{{mood}}"])).filter(({ kind }) => kind !== "unseen");
      expect(seen.map((part) => part.text).join("")).toBe(nameUnseen(whole, () => ""));
    }),
  );
});

const PIECES = [
  ..."a é \t \n \r\n \r \0 \u200b \u200d \u{e0041} \ud800 ⚠️ 👩‍💻".split(" "),
  ..." {{mood}} {{other}} {{ }}".split(" "),
];
