import { chmod, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { testFolder } from "./folder.testkit.ts";
import { makeJsonlFile } from "./jsonl.ts";

const LINE = '{"id":"a","title":"A"}\n';

test("a file is read once until it changes, also by an equal number of bytes", async () => {
  await using place = await testFolder({ "issues.jsonl": LINE });
  const { file } = makeReader();
  const path = place.at("issues.jsonl");
  const first = await file.read(path);
  expect(first).toMatchObject({ beads: [{ id: "a" }] });
  expect(await file.read(path)).toBe(first);
  await writeFile(place.at("beside"), LINE.replace("a", "b"));
  await rename(place.at("beside"), path);
  expect(await file.read(path)).toMatchObject({ beads: [{ id: "b" }] });
});

test("a file that is gone for a moment is waited for, longer each time, and not for ever", async () => {
  await using place = await testFolder();
  const { file, waits } = makeReader(() => place.put(waits.length === 2 ? { "issues.jsonl": LINE } : {}));
  expect(await file.read(place.at("issues.jsonl"))).toMatchObject({ beads: [{ id: "a" }] });
  expect(waits).toEqual([100, 200]);
  await rm(place.at("issues.jsonl"));
  const again = makeReader();
  expect(await again.file.read(place.at("issues.jsonl"))).toEqual({ failed: "issues.jsonl is gone." });
  expect(again.waits).toEqual([100, 200, 300]);
});

test("an empty file is waited for only while it is fresh", async () => {
  await using place = await testFolder({ "issues.jsonl": "" });
  const { file, waits } = makeReader(() => place.put({ "issues.jsonl": LINE }));
  expect(await file.read(place.at("issues.jsonl"))).toMatchObject({ beads: [{ id: "a" }] });
  expect(waits).toEqual([100]);
  await place.put({ "issues.jsonl": "" });
  const later = makeReader(undefined, Date.now() + 10_000);
  expect(await later.file.read(place.at("issues.jsonl"))).toMatchObject({ beads: [] });
  expect(later.waits).toEqual([]);
});

test("a fresh file that stays empty is a tracker without beads", async () => {
  await using place = await testFolder({ "issues.jsonl": "" });
  const { file } = makeReader();
  expect(await file.read(place.at("issues.jsonl"))).toEqual({ beads: [], faults: [], hasConflict: false });
});

test("bad lines, long lines, a conflict and a link are read as far as they go", async () => {
  const long = JSON.stringify({ id: "b", title: "B", description: "x".repeat(200_000) });
  await using place = await testFolder({
    "real.jsonl": `${LINE}nonsense\n<<<<<<< HEAD\n${long}\n>>>>>>> x\n`,
  });
  await symlink(place.at("real.jsonl"), place.at("issues.jsonl"));
  const answer = await makeReader().file.read(place.at("issues.jsonl"));
  expect(answer).toMatchObject({ beads: [{ id: "a" }, { id: "b" }], hasConflict: true });
  expect("faults" in answer && answer.faults.length).toBe(3);
});

test("a file that is too large or no file is refused by name", async () => {
  await using place = await testFolder({ "big.jsonl": "", "folder.jsonl/": "" });
  await truncate(place.at("big.jsonl"), 100_000_001);
  const { file, waits } = makeReader();
  expect(await file.read(place.at("big.jsonl"))).toEqual({
    failed: "big.jsonl is larger than 100 MB, which is more than can be read.",
  });
  expect(await file.read(place.at("folder.jsonl"))).toEqual({ failed: "folder.jsonl is not a file." });
  expect(waits).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)("a file that may not be read says so at once", async () => {
  await using place = await testFolder({ "issues.jsonl": LINE });
  await chmod(place.at("issues.jsonl"), 0);
  const { file, waits } = makeReader();
  expect(await file.read(place.at("issues.jsonl"))).toEqual({
    failed: "issues.jsonl could not be read (EACCES).",
  });
  expect(waits).toEqual([]);
});

/** `meanwhile` happens in each wait. */
function makeReader(meanwhile: () => unknown = () => undefined, now?: number) {
  const waits: number[] = [];
  const file = makeJsonlFile({
    now: () => now ?? Date.now(),
    waits: [100, 200, 300],
    async wait(ms) {
      waits.push(ms);
      await meanwhile();
    },
  });
  return { file, waits };
}
