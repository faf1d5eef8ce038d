import { chmod, mkdir, symlink } from "node:fs/promises";
import { expect, test } from "vitest";
import { findBeads, searchBeads } from "./find-beads.ts";
import { testFolder } from "./folder.testkit.ts";

const NONE = {};

test("the tracker is found from any folder below it, up to the root of the repository", async () => {
  await using place = await testFolder({
    "a/.git/HEAD": "",
    "a/.beads/metadata.json": "{}",
    "a/src/deep/": "",
    "a/other/.git/HEAD": "",
    "a/other/src/": "",
  });
  const found = { root: place.at("a"), beadsDir: place.at("a/.beads"), note: null };
  expect(await findBeads(place.at("a/src/deep"), NONE)).toEqual(found);
  expect(await findBeads(place.at("a"), NONE)).toEqual(found);
  expect(await findBeads(place.at("a/other/src"), NONE)).toBeNull();
  expect(await findBeads(place.at("nowhere"), NONE)).toBeNull();
});

test("outside of a repository the search goes on to the top, and a link leads to where it points", async () => {
  await using place = await testFolder({ "b/.beads/config.yaml": "", "b/c/d/": "" });
  await symlink(place.at("b/c/d"), place.at("link"));
  expect(await findBeads(place.at("link"), NONE)).toMatchObject({ root: place.at("b") });
});

test.each(["metadata.json", "config.yaml", "dolt/", "embeddeddolt/", "beads.db", "issues.jsonl"])(
  "a .beads with %s is a tracker",
  async (name) => {
    await using place = await testFolder({ ".git/": "", [`.beads/${name}`]: "" });
    expect(await findBeads(place.path, NONE)).toMatchObject({ beadsDir: place.at(".beads") });
  },
);

test.each(["registry.json", "beads.backup-1.db", "vc.db", "interactions.jsonl"])(
  "a .beads with %s alone is none, and the search goes past it",
  async (name) => {
    await using place = await testFolder({ ".beads/metadata.json": "{}", [`a/.beads/${name}`]: "" });
    expect(await findBeads(place.at("a"), NONE)).toMatchObject({ root: place.path });
  },
);

test("a redirect leads to another folder, from the project's root, after comments, one step far", async () => {
  await using place = await testFolder({
    ".git/": "",
    ".beads/redirect": "# moved\n\n  ../other/.beads \n",
    ".beads/metadata.json": "{}",
  });
  await using other = await testFolder({ "x/.beads/metadata.json": "{}", "y/.beads/metadata.json": "{}" });
  await place.put({ ".beads/redirect": `# moved\n\n ${other.at("x/.beads")} \n` });
  await other.put({ "x/.beads/redirect": other.at("y/.beads") });
  expect(await findBeads(place.path, NONE)).toEqual({
    root: place.path,
    beadsDir: other.at("x/.beads"),
    note: null,
  });
  await place.put({ ".beads/redirect": "sub/.beads", "sub/.beads/metadata.json": "{}" });
  expect(await findBeads(place.path, NONE)).toMatchObject({ beadsDir: place.at("sub/.beads") });
});

test("a redirect to nothing is passed over, and says so", async () => {
  await using place = await testFolder({ ".beads/redirect": "gone/.beads", ".beads/metadata.json": "{}" });
  const found = await findBeads(place.path, NONE);
  expect(found).toMatchObject({ beadsDir: place.at(".beads") });
  expect(found?.note).toContain("names gone/.beads, which is no folder");
});

test.skipIf(process.getuid?.() === 0)("a .beads that may not be opened says so", async () => {
  await using place = await testFolder({ ".git/": "", ".beads/metadata.json": "{}" });
  await chmod(place.at(".beads"), 0);
  const { found, note } = await searchBeads(place.path, NONE);
  await chmod(place.at(".beads"), 0o700);
  expect(found).toBeNull();
  expect(note).toBe(`${place.at(".beads")} can't be opened: you lack the permission.`);
});

test("BEADS_DIR goes before everything; the project is the repository that the folder is in", async () => {
  await using place = await testFolder({
    "a/.git/": "",
    "a/.beads/metadata.json": "{}",
    "a/src/": "",
    "c/": "",
    "b/.beads/metadata.json": "{}",
  });
  const env = { BEADS_DIR: place.at("b/.beads") };
  const beadsDir = place.at("b/.beads");
  expect(await findBeads(place.at("a/src"), env)).toEqual({ root: place.at("a"), beadsDir, note: null });
  expect(await findBeads(place.at("c"), env)).toEqual({ root: place.at("c"), beadsDir, note: null });
});

test("a BEADS_DIR that holds no tracker is passed over, and says so", async () => {
  await using place = await testFolder({ "a/.beads/metadata.json": "{}" });
  const found = await findBeads(place.at("a"), { BEADS_DIR: place.at("b") });
  expect(found).toMatchObject({ beadsDir: place.at("a/.beads") });
  expect(found?.note).toContain("BEADS_DIR names");
});

test("a linked worktree has the main one's tracker, though a copy of its files is checked out", async () => {
  await using place = await worktree();
  expect(await findBeads(place.at("linked/src"), NONE)).toEqual({
    root: place.at("linked"),
    beadsDir: place.at("main/.beads"),
    note: null,
  });
});

test("a linked worktree that owns a database, or is led elsewhere, has its own", async () => {
  await using place = await worktree();
  await mkdir(place.at("linked/.beads/embeddeddolt"));
  expect(await findBeads(place.at("linked"), NONE)).toMatchObject({ beadsDir: place.at("linked/.beads") });
  await place.put({ "linked/.beads/redirect": "../third/.beads", "third/.beads/metadata.json": "{}" });
  expect(await findBeads(place.at("linked"), NONE)).toMatchObject({
    root: place.at("linked"),
    beadsDir: place.at("third/.beads"),
  });
});

test("a submodule is a repository of its own", async () => {
  await using place = await testFolder({
    ".git/modules/sub/HEAD": "",
    ".beads/metadata.json": "{}",
    "sub/.git": "gitdir: ../.git/modules/sub\n",
  });
  expect(await findBeads(place.at("sub"), NONE)).toBeNull();
});

function worktree() {
  return testFolder({
    "main/.git/worktrees/linked/commondir": "../..\n",
    "main/.beads/metadata.json": "{}",
    "main/.beads/embeddeddolt/": "",
    "linked/.git": "gitdir: ../main/.git/worktrees/linked\n",
    "linked/.beads/metadata.json": "{}",
    "linked/src/": "",
  });
}
