import { expect, test } from "vitest";
import { absoluteSpec, newestSpec, parseSpec } from "./spec.ts";

const env = { HOME: "/home/me" };

test.each([
  ["/packs/acme", "/packs/acme"],
  ["/packs/../acme.tgz", "/acme.tgz"],
  ["~/acme", "/home/me/acme"],
  ["~", "/home/me"],
])("%s is on the disk", (spec, path) => {
  expect(parseSpec(spec, env)).toEqual({ from: "disk", path });
});

test.each([
  ["acme", "acme", null],
  ["acme@", "acme", null],
  ["acme@1.2.3", "acme", "1.2.3"],
  ["acme@^1 || 2", "acme", "^1 || 2"],
  ["@acme/personas", "@acme/personas", null],
  ["@acme/personas@next", "@acme/personas", "next"],
  ["@acme/personas@1.2", "@acme/personas", "1.2"],
])("%s is a package of npm", (spec, name, range) => {
  expect(parseSpec(spec, env)).toEqual({ from: "npm", name, range });
});

test.each([
  ["./acme", "has to be named by its whole path"],
  ["..", "has to be named by its whole path"],
  ["acme.tgz", "has to be named by its whole path"],
  ["", "Nothing is named"],
  [" ", "Nothing is named"],
  ["acme/personas", "is neither"],
  ["Acme", "is neither"],
  ["@acme", "is neither"],
  ["acme@npm:other@1", "is neither"],
  ["acme@file:../x", "is neither"],
  ["acme@https://a.example/x.tgz", "is neither"],
  ["https://a.example/x.tgz", "is neither"],
  ["git+ssh://git@a.example/x.git", "is neither"],
  ["--registry=http://a.example", "is neither"],
  ["--global", "is neither"],
  ["-g", "is neither"],
  ["/acme\0", "has control characters"],
  ["acme\n@1", "<U+000A>"],
])("%j is refused", (spec, says) => {
  expect(() => parseSpec(spec, env)).toThrow(says);
});

test.each([
  ["./acme", "/work/acme"],
  ["..", "/"],
  ["dist/acme.tgz", "/work/dist/acme.tgz"],
  ["/acme.tgz", "/acme.tgz"],
  ["~/acme.tgz", "~/acme.tgz"],
  ["acme@1.0.0", "acme@1.0.0"],
  ["@acme/personas", "@acme/personas"],
])("%s is %s in another folder", (spec, whole) => {
  expect(absoluteSpec(spec, "/work")).toBe(whole);
});

test.each([
  ["acme@1.2.3", "acme"],
  ["@acme/personas@1.0.0-beta.1", "@acme/personas"],
  ["acme@^1", "acme@^1"],
  ["acme@next", "acme@next"],
  ["@acme/personas", "@acme/personas"],
])("the newest of %s is asked for by %s", (spec, newest) => {
  expect(newestSpec(spec)).toBe(newest);
});
