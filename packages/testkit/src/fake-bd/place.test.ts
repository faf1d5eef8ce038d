import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeBench, type Bench } from "./bench.testkit.ts";
import { makeWorkspace } from "./workspace.ts";

async function folderAt(...parts: string[]): Promise<string> {
  const folder = join(...parts);
  await mkdir(folder, { recursive: true });
  return folder;
}

async function whereFrom(bench: Bench, cwd: string, env = {}): Promise<Record<string, unknown>> {
  return (await bench.json(["where"], { cwd, env })) as Record<string, unknown>;
}

test("a workspace is found from any folder below it", async () => {
  await using bench = await makeBench();
  const deep = await folderAt(bench.workspace.root, "src", "deep");
  expect(await whereFrom(bench, deep)).toMatchObject({ path: bench.workspace.beadsDir, prefix: "shop" });
  expect(await bench.json(["context"], { cwd: deep })).toMatchObject({
    beads_dir: bench.workspace.beadsDir,
    repo_root: bench.workspace.root,
    backend: "dolt",
    bd_version: "1.0.5",
    is_redirected: false,
    is_worktree: false,
  });
});

test("the search ends at the root of a repository, and passes a .beads that is no project", async () => {
  await using bench = await makeBench();
  const inner = await folderAt(bench.workspace.root, "inner");
  await folderAt(inner, ".beads");
  await writeFile(join(inner, ".beads", "registry.json"), "[]");
  expect(await whereFrom(bench, inner)).toMatchObject({ path: bench.workspace.beadsDir });
  await folderAt(inner, ".git");
  expect(await bench.bd(["list"], { cwd: inner })).toMatchObject({ code: 1 });
});

test("BEADS_DIR goes before the folder, and one that is nowhere does not count", async () => {
  await using bench = await makeBench();
  const other = await makeWorkspace(join(bench.folder, "other"), [{ id: "ot-1", title: "Other" }]);
  expect(await whereFrom(bench, bench.workspace.root, { BEADS_DIR: other.beadsDir })).toMatchObject({
    path: other.beadsDir,
    prefix: "ot",
  });
  expect(await whereFrom(bench, bench.workspace.root, { BEADS_DIR: "/nowhere" })).toMatchObject({
    path: bench.workspace.beadsDir,
  });
});

test("a redirect is followed once, from the folder that holds .beads", async () => {
  await using bench = await makeBench();
  const from = await folderAt(bench.folder, "from");
  const beads = await folderAt(from, ".beads");
  await writeFile(join(beads, "redirect"), "# a word\n\n../shop/.beads\n");
  expect(await whereFrom(bench, from)).toMatchObject({
    path: bench.workspace.beadsDir,
    redirected_from: beads,
  });
  await writeFile(join(beads, "redirect"), "../nowhere\n");
  const { stderr, code } = await bench.bd(["list"], { cwd: from });
  expect({ stderr, code }).toEqual({ stderr: expect.stringMatching(/^Warning: redirect target/), code: 1 });
});

test("a linked worktree uses the main one's, unless it has a database or a redirect of its own", async () => {
  await using bench = await makeBench();
  const git = await folderAt(bench.workspace.root, ".git", "worktrees", "side");
  await writeFile(join(git, "commondir"), "../..\n");
  const side = await folderAt(bench.folder, "side");
  await writeFile(join(side, ".git"), `gitdir: ${git}\n`);
  expect(await whereFrom(bench, side)).toMatchObject({ path: bench.workspace.beadsDir });
  // What git checked out is there, but no database.
  const own = await folderAt(side, ".beads");
  await writeFile(join(own, "config.yaml"), "");
  expect(await whereFrom(bench, side)).toMatchObject({ path: bench.workspace.beadsDir });
  expect(await bench.json(["context"], { cwd: side })).toMatchObject({ is_worktree: true });
  const database = (await makeWorkspace(side, [{ id: "si-1", title: "Side" }])).beadsDir;
  expect(await whereFrom(bench, side)).toMatchObject({ path: database });
  await rm(own, { recursive: true });
});
