import { expect, test } from "vitest";
import { readPlugin } from "./door.ts";
import { parrot } from "./parrot.testkit.ts";

const LONG = { ...parrot().program, versionArgs: ["x".repeat(200_000)] };

test.each([
  ["nothing", undefined, "has no backend as its default export"],
  ["a function", () => parrot(), "has no backend as its default export"],
  ["a promise", Promise.resolve(parrot()), "is a promise: it must be the backend itself"],
  [
    "of another version",
    { ...parrot(), apiVersion: 2 },
    "made for version 2 of the plug-in interface, and this",
  ],
  ["of no version", { id: "parrot" }, "does not say which version"],
  ["of a version in words", { ...parrot(), apiVersion: "1" }, "a text: it must be the number 1"],
  ["of no number", { ...parrot(), apiVersion: Number.NaN }, "does not say which version"],
  ["without a slug as its id", { ...parrot(), id: "../up" }, "id (must be a slug"],
  ["named in two lines", { ...parrot(), displayName: "a\nb" }, "displayName (must be a name"],
  ["without all capabilities", { ...parrot(), capabilities: {} }, "capabilities.live"],
  ["without a codec", { ...parrot(), codec: undefined }, "codec (must be a function)"],
  ["too long", { ...parrot(), program: LONG }, "too long"],
])("a default export that is %s is no backend", (_, value, words) => {
  expect(() => readPlugin(value)).toThrow(words);
});

test("what a backend is of no known kind of is left out, and its functions are its own", () => {
  const parts = readPlugin({ ...parrot(), hooks: { start: "rm" }, startsAlone: true });
  expect(parts.facts).toMatchObject({ id: "parrot", startsAlone: true });
  expect(parts.facts).not.toHaveProperty("hooks");
  expect(parts.resumeCommand).toBeNull();
  expect(parts.conversations).toBeNull();
});

test("an object of a class keeps what it knows of itself", () => {
  class Parrot {
    readonly apiVersion = 1;
    readonly id = "parrot";
    readonly displayName = "Parrot";
    readonly program = parrot().program;
    readonly capabilities = parrot().capabilities;
    readonly stop = parrot().stop;
    readonly config = parrot().config;
    readonly codec = parrot().codec;
    readonly probe = parrot().probe;
    readonly #args = ["own"];
    plan() {
      return { args: this.#args };
    }
  }
  expect(readPlugin(new Parrot()).plan()).toEqual({ args: ["own"] });
});
