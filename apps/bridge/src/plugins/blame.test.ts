import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { makeBlame, placeIn } from "./blame.ts";

const FOLDER = "/data/packs/backend/parrot@1 2";
const STACK = ["Error: boom", "    at run (file:///data/packs/backend/parrot@1%202/lib/index.js:7:9)"];

test("what code of a plug-in starts is its own, whatever it comes to", async () => {
  const blame = makeBlame();
  const later = blame.within(FOLDER, () => setTimeout(1).then(() => blame.of("only a text")));
  expect(blame.of("only a text")).toBeNull();
  expect(await later).toBe(FOLDER);
});

test("else its files in the stack tell, and what a message quotes does not", () => {
  const blame = makeBlame();
  blame.within(FOLDER, () => undefined);
  expect(blame.of(withStack(STACK))).toBe(FOLDER);
  expect(blame.of(withStack(["Error: boom", `    at ${FOLDER}/index.cjs:1:1`]))).toBe(FOLDER);
  expect(
    blame.of(withStack([`ENOENT: ${FOLDER}/index.js`, "    at open (/bridge/src/log.js:1:1)"])),
  ).toBeNull();
  expect(
    blame.of(withStack(["Error: boom", "    at run (file:///data/packs/backend/parrot@1%2020/a.js)"])),
  ).toBeNull();
  expect(makeBlame().of(withStack(STACK))).toBeNull();
});

test("its place in the plug-in is told below the plug-in's folder", () => {
  expect(placeIn(FOLDER, withStack(STACK))).toBe("lib/index.js:7:9");
  expect(placeIn(FOLDER, "only a text")).toBeNull();
});

function withStack(lines: readonly string[]): Error {
  return Object.assign(new Error("boom"), { stack: lines.join("\n") });
}
