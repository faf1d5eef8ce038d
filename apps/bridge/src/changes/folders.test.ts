import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { MAX_FRAME_OUT } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { asManyAsFit } from "../session/as-many-as-fit.ts";
import { makeYard, shown, type Yard } from "./repository.testkit.ts";

async function committed(yard: Yard): Promise<void> {
  await yard.git("init", "-q", "-b", "main");
  await yard.write("kept.txt", "one\ntwo\nthree\n");
  await yard.write("moved.txt", "a long enough text to be known again\nwith a second line\n");
  await yard.write("gone.txt", "gone\n");
  await yard.write("src/dirty.txt", "clean\n");
  await yard.write(".gitignore", "ignored/\n");
  await yard.git("add", "-A");
  await yard.git("commit", "-qm", "first");
}

test("what was dirty at the start is no change, and what came since is, committed or not", async () => {
  await using yard = await makeYard();
  await committed(yard);
  await yard.write("src/dirty.txt", "dirty\n");
  await yard.write("untracked before.txt", "mine\n");
  const asked = await yard.begin();
  expect(shown(await yard.look(asked))).toEqual([]);

  await yard.write("kept.txt", "one\n2\nthree\nfour\n");
  await rename(join(yard.root, "moved.txt"), join(yard.root, "src/moved to.txt"));
  await rm(join(yard.root, "gone.txt"));
  await yard.write("src/dirty.txt", "clean\n");
  await yard.write("pic.bin", Uint8Array.from([0, 1, 2, 3]));
  await yard.write("ignored/cache.txt", "x\n");
  await yard.write("new\u00e9 \u202e\t.txt", "new\n");
  await yard.git("add", "kept.txt");
  await yard.git("commit", "-qm", "second", "--", "kept.txt");
  await yard.git("switch", "-qc", "topic");

  const found = await yard.look(asked);
  expect(shown(found)).toEqual([
    "deleted gone.txt +0 -1",
    "modified kept.txt +2 -1",
    "added new\u00e9 \u202e\t.txt +1 -0",
    "added pic.bin +null -null",
    "modified src/dirty.txt +1 -1",
    "renamed moved.txt src/moved to.txt +0 -0",
  ]);
  expect(found.branch).toBe("topic");

  const read = (path: string) => yard.folders.contents({ ...asked, version: -1 }, path);
  expect(await read("kept.txt")).toEqual({
    oldText: "one\ntwo\nthree\n",
    newText: "one\n2\nthree\nfour\n",
    isBinary: false,
    isCut: false,
  });
  expect(await read("pic.bin")).toMatchObject({ oldText: null, newText: null, isBinary: true });
  expect(await read("gone.txt")).toMatchObject({ oldText: "gone\n", newText: null });
  for (const path of ["../store", "ignored/cache.txt", ".git/config", "/etc/passwd"]) {
    expect(await read(path)).toBeUndefined();
  }
});

test("nothing is written into the repository, and nothing that it names is run", async () => {
  await using yard = await makeYard();
  await committed(yard);
  const trap = join(yard.root, "..", "trapped");
  const script = join(yard.root, "..", "trap.sh");
  await writeFile(script, `#!/bin/sh\necho "$0 $*" >> ${trap}\ncat\n`, { mode: 0o755 });
  for (const key of [
    "core.fsmonitor",
    "filter.x.clean",
    "filter.x.process",
    "diff.x.command",
    "diff.x.textconv",
  ])
    await yard.git("config", key, script);
  await yard.git("config", "filter.x.required", "true");
  await yard.git("config", "core.hooksPath", join(yard.root, ".."));
  await yard.write(".gitattributes", "*.txt filter=x diff=x\n");
  await yard.write("kept.txt", "one\n");
  const before = await contentsOf(join(yard.root, ".git"));
  const asked = await yard.begin();
  await yard.write("kept.txt", "1\n");
  await symlink("/etc/passwd", join(yard.root, "link.txt"));
  expect(shown(await yard.look(asked))).toEqual(["modified kept.txt +1 -1", "added link.txt +1 -0"]);
  const link = await yard.folders.contents({ ...asked, version: -1 }, "link.txt");
  expect(link).toMatchObject({ newText: "/etc/passwd" });
  expect(await contentsOf(join(yard.root, ".git"))).toEqual(before);
  // No argument can turn this one off.
  await yard.git("config", "filter.a=b.clean", script);
  await yard.write(".gitattributes", "*.txt filter=a=b\n");
  const refused = await yard.folders.keep(join(yard.root, "src"));
  expect(refused).toMatchObject({ fault: expect.stringContaining("filter") });
  expect(await readFile(trap, "utf8").catch(() => "not run")).toBe("not run");
});

test("a folder without commits, a worktree, a folder within a repository and a submodule are told too", async () => {
  await using yard = await makeYard();
  await yard.git("init", "-q", "-b", "main");
  await yard.write("before.txt", "x\n");
  const unborn = await yard.begin();
  await yard.write("after.txt", "y\n");
  const first = await yard.look(unborn);
  expect([shown(first), first.branch]).toEqual([["added after.txt +1 -0"], "main"]);

  await committed(yard);
  const tree = join(yard.root, "..", "tree");
  await yard.git("worktree", "add", "-q", "--detach", tree);
  const linked = await yard.begin(tree);
  await writeFile(join(tree, "kept.txt"), "one\n");
  await yard.write("kept.txt", "not of the worktree\n");
  const second = await yard.look(linked);
  expect([shown(second), second.branch]).toEqual([["modified kept.txt +0 -2"], null]);

  const below = await yard.begin(join(yard.root, "src"));
  expect(below.start.root).toBe(yard.root);
  await yard.git("submodule", "add", "-q", tree, "sub");
  expect(shown(await yard.look(below))).toEqual(["added .gitmodules +3 -0", "added sub +1 -0"]);
  const sub = await yard.folders.contents({ ...below, version: -1 }, "sub");
  expect(sub).toMatchObject({
    oldText: null,
    newText: expect.stringMatching(/^Subproject commit [0-9a-f]{40}\n$/),
  });
});

test("a long text is cut, and what is large or too much is left out and said", async () => {
  await using yard = await makeYard();
  await committed(yard);
  await yard.write("large.dat", "x".repeat(6 * 1024 * 1024));
  const asked = await yard.begin();
  await yard.write("long.txt", "é".repeat(200_000));
  const found = await yard.look(asked);
  expect([shown(found), found.leftOut]).toEqual([["added long.txt +1 -0"], 2]);
  const long = await yard.folders.contents({ ...asked, version: -1 }, "long.txt");
  expect(long).toMatchObject({ newText: "é".repeat(131_072), isCut: true });
});

test("both sides of a file, and the list of them, fit into a frame however they are written", async () => {
  await using yard = await makeYard();
  await committed(yard);
  await yard.write("kept.txt", "\u001b".repeat(300_000));
  const asked = await yard.begin();
  await yard.write("kept.txt", "\u0001".repeat(300_000));
  const sides = await yard.folders.contents({ ...asked, version: -1 }, "kept.txt");
  expect(sides).toMatchObject({ isCut: true });
  expect(JSON.stringify(sides).length).toBeLessThan(MAX_FRAME_OUT);
  const path = `${"folder/".repeat(100)}file`;
  const files = Array.from({ length: 2_000 }, () => ({
    path,
    status: "added" as const,
    added: 1,
    removed: 0,
  }));
  const shortened = JSON.stringify(asManyAsFit(files)).length;
  expect([shortened < MAX_FRAME_OUT, shortened > MAX_FRAME_OUT / 2]).toEqual([true, true]);
});

test("what can't be told is said: no repository, a folder that has gone, a store that was lost", async () => {
  await using yard = await makeYard();
  expect(await yard.folders.keep(yard.root)).toMatchObject({
    fault: expect.stringContaining("no git repository"),
  });
  expect(await yard.folders.keep(join(yard.root, "not there"))).toMatchObject({
    fault: expect.stringContaining("not there any more"),
  });
  await committed(yard);
  const asked = await yard.begin(join(yard.root, "src"));
  await rm(join(yard.root, "src"), { recursive: true });
  expect(shown(await yard.look(asked))).toEqual(["deleted src/dirty.txt +0 -1"]);
  await yard.folders.drop(asked.sessionId, asked.start.storeId, false);
  expect(await readdir(yard.store)).toEqual([]);
  await expect(yard.look(asked)).rejects.toThrow("not complete any more");
});

test("those that begin together share what was kept, and it stays until the last of them is gone", async () => {
  await using yard = await makeYard();
  await committed(yard);
  const [one, two] = await Promise.all([yard.begin(), yard.begin()]);
  expect(one?.start.storeId).toBe(two?.start.storeId);
  if (one === undefined || two === undefined) throw new Error("no start");
  await yard.look(one);
  await yard.folders.drop(one.sessionId, one.start.storeId, true);
  expect(await readdir(yard.store)).toEqual([two.start.storeId]);
  await writeFile(join(yard.store, "left"), "");
  await yard.folders.tidy(new Set([two.start.storeId]));
  expect(shown(await yard.look(two))).toEqual([]);
});

/** Names and contents of all files. */
async function contentsOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = async (file: string) =>
    createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  const all = await Promise.all(
    files.map(async (file) => [relative(folder, file), await hash(file)] as const),
  );
  return Object.fromEntries(all);
}
