import { existsSync } from "node:fs";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { heldIn, openEndings } from "./endings.ts";

const ONE = { hash: "one", installedAt: 1 };
const TWO = { hash: "two", installedAt: 2 };
const THREE = { hash: "three", installedAt: 3 };

test("one whose load never came to its end is held, until it is installed again", async () => {
  await using at = await place();
  const killed = at.open();
  for (const pack of [ONE, TWO]) killed.begins(pack);
  killed.settles(ONE);
  const beside = () => [ONE, TWO].map((pack) => heldIn(at.file)(pack));
  expect(beside()).toEqual([false, false]);
  const next = at.open();
  expect([ONE, TWO].map((pack) => next.isHeld(pack))).toEqual([false, true]);
  expect(beside()).toEqual([false, true]);
  // It is remembered by the loads that follow, too.
  next.begins(ONE);
  next.settles(ONE);
  expect(at.open().isHeld(TWO)).toBe(true);
  const again = { ...TWO, installedAt: 4 };
  expect(at.open([ONE, again]).isHeld(again)).toBe(false);
});

test("where several were loaded nobody is held and all are suspect, until one of them does it alone", async () => {
  await using at = await place();
  const killed = at.open();
  for (const pack of [ONE, TWO]) killed.begins(pack);
  const next = at.open();
  expect([next.areSuspect, next.isHeld(ONE), next.isHeld(TWO)]).toEqual([true, false, false]);
  next.begins(ONE);
  next.settles(ONE);
  next.begins(TWO);
  const last = at.open();
  expect([last.areSuspect, last.isHeld(ONE), last.isHeld(TWO)]).toEqual([false, false, true]);
});

test("one that is seen to end the process is held alone, whatever else was loaded then", async () => {
  await using at = await place();
  const killed = at.open();
  for (const pack of [ONE, TWO]) killed.begins(pack);
  killed.ended(THREE);
  const next = at.open();
  expect(next.areSuspect).toBe(false);
  expect([ONE, TWO, THREE].map((pack) => next.isHeld(pack))).toEqual([false, false, true]);
});

test("a file that is damaged or cannot be written holds nobody", async () => {
  await using at = await place();
  await writeFile(at.file, '{"held":"all"');
  expect(at.open().isHeld(ONE)).toBe(false);
  const nowhere = join(at.file, "nowhere");
  openEndings(nowhere, [ONE]).begins(ONE);
  expect(existsSync(nowhere)).toBe(false);
});

async function place() {
  const folder = await mkdtempDisposable(join(tmpdir(), "switchyard-endings-"));
  const file = join(folder.path, "endings.json");
  return {
    file,
    open: (installed = [ONE, TWO, THREE]) => openEndings(file, installed),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
