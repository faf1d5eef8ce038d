import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { missingFromLock } from "./whole-lock.ts";

const lock = (packages: Record<string, object>) => JSON.stringify({ packages });

test("a platform's package that is not in the lock is named", () => {
  const tool = { version: "1.0.0", optionalDependencies: { "@tool/linux": "1.0.0", "@tool/mac": "1.0.0" } };
  expect(missingFromLock(lock({ "node_modules/tool": tool, "node_modules/@tool/linux": {} }))).toEqual([
    "tool@1.0.0 needs @tool/mac",
  ]);
});

test("a package may lie beside, inside or above the one that needs it", () => {
  const needs = (name: string) => ({ optionalDependencies: { [name]: "1" } });
  const whole = {
    "apps/web": needs("beside"),
    "node_modules/beside": {},
    "node_modules/@scope/a": needs("inside"),
    "node_modules/@scope/a/node_modules/inside": {},
    "node_modules/@scope/a/node_modules/b": needs("above"),
    "node_modules/above": {},
  };
  expect(missingFromLock(lock(whole))).toEqual([]);
});

test("the project's own lock is whole", async () => {
  expect(missingFromLock(await readFile(new URL("../package-lock.json", import.meta.url), "utf8"))).toEqual(
    [],
  );
});
