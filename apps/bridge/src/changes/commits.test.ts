import { chmod, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeYard, type Yard } from "./repository.testkit.ts";

async function commit(yard: Yard, message: string): Promise<void> {
  await yard.git("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-m", message);
}

async function subjectsOf(yard: Yard, start: Parameters<Yard["folders"]["commits"]>[0]) {
  const found = await yard.folders.commits(start);
  return found && { ...found, commits: found.commits.map(({ subject }) => subject) };
}

test("what was committed since the start is told, the newest first, on whatever branch", async () => {
  await using yard = await makeYard();
  await yard.git("init", "-q", "-b", "main");
  await commit(yard, "before");
  const { start } = await yard.begin();
  expect(await subjectsOf(yard, start)).toEqual({ commits: [], count: 0, branch: "main" });
  await commit(yard, "first\n\nwith a body");
  await yard.git("switch", "-qc", "topic/two");
  await commit(yard, "é".repeat(300));
  await commit(yard, "\n");
  const found = await yard.folders.commits(start);
  expect(found).toMatchObject({ count: 3, branch: "topic/two" });
  expect(found?.commits.map(({ subject }) => subject)).toEqual(["", `${"é".repeat(199)}…`, "first"]);
  expect(found?.commits[0]?.hash).toBe((await yard.git("rev-parse", "HEAD")).trim());
});

test("of a branch that was rewritten, or made anew, what the start lacks is told", async () => {
  await using yard = await makeYard();
  await yard.git("init", "-q", "-b", "main");
  await commit(yard, "kept");
  await commit(yard, "mended later");
  const { start } = await yard.begin();
  await yard.git("commit", "-q", "--amend", "--allow-empty", "-m", "mended");
  expect((await subjectsOf(yard, start))?.commits).toEqual(["mended"]);
  await yard.git("switch", "-q", "--orphan", "other");
  expect(await subjectsOf(yard, start)).toEqual({ commits: [], count: 0, branch: "other" });
  await commit(yard, "another beginning");
  expect((await subjectsOf(yard, start))?.commits).toEqual(["another beginning"]);
});

test("all commits count that came into a repository without any; more than a hundred are counted, not told", async () => {
  await using yard = await makeYard();
  await yard.git("init", "-q", "-b", "main");
  const { start } = await yard.begin();
  expect(start.head).toBeNull();
  const stream = Array.from({ length: 105 }, (_, at) => {
    const message = `commit ${at}`;
    return `commit refs/heads/main\ncommitter A <a@localhost> ${1_700_000_000 + at} +0000\ndata ${message.length}\n${message}\n`;
  });
  const file = join(yard.root, "..", "stream");
  await writeFile(file, stream.join(""));
  await yard.git("-c", `alias.load=!git fast-import --quiet < '${file}'`, "load");
  const found = await subjectsOf(yard, start);
  expect([found?.count, found?.commits.length, found?.commits[0]]).toEqual([105, 100, "commit 104"]);
});

test("nothing that the repository names is run, and what can't be told is null", async () => {
  await using yard = await makeYard();
  await yard.git("init", "-q", "-b", "main");
  await commit(yard, "before");
  const { start } = await yard.begin();
  await commit(yard, "after");
  const trap = join(yard.root, "..", "trap");
  await writeFile(trap, `#!/bin/sh\necho run >> '${trap}.ran'\n`);
  await chmod(trap, 0o755);
  for (const key of ["gpg.program", "core.pager", "core.fsmonitor"]) await yard.git("config", key, trap);
  await yard.git("config", "log.showSignature", "true");
  expect((await subjectsOf(yard, start))?.commits).toEqual(["after"]);
  await expect(rm(`${trap}.ran`)).rejects.toThrow("ENOENT");

  const { head: _, ...older } = start;
  expect(await subjectsOf(yard, older)).toBeNull();
  expect(await subjectsOf(yard, { ...start, head: `${"0".repeat(39)}1` })).toBeNull();
  await rm(yard.root, { recursive: true });
  expect(await subjectsOf(yard, start)).toBeNull();
});
