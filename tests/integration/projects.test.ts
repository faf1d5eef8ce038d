import { mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProjectId } from "@switchyard/core/protocol";
import { exampleIssues, makeWorkspace } from "@switchyard/testkit/fake-bd";
import { expect, test } from "vitest";
import { type ProjectYard, startProjectYard } from "./project-yard.ts";

test("a folder without beads is a project, and adding it again gives the same one", async () => {
  await using yard = await startProjectYard();
  const plain = await yard.folder("plain");
  const { projectId } = await yard.client.call("addProject", { path: plain });
  expect(await yard.client.call("addProject", { path: `${plain}/.` })).toEqual({ projectId });
  expect((await yard.client.call("getProjects", {})).projects).toEqual([
    {
      projectId,
      name: "plain",
      path: plain,
      isFavorite: false,
      lastOpened: null,
      isOpen: false,
      hasBeads: false,
      isThere: true,
      isSample: false,
      cliBackend: null,
      backendsOff: [],
      beadTrace: "off",
      worktrees: { setup: null, copies: [] },
    },
  ]);
});

test("the root of a folder deep in a project is where its tracker is, however the folder is named", async () => {
  await using yard = await startProjectYard();
  const shop = await yard.folder("shop");
  await makeWorkspace(shop, exampleIssues());
  await yard.folder("shop", "src", "deep");
  await symlink(join(shop, "src"), join(yard.home, "link"));
  const { projectId } = await yard.client.call("addProject", { path: join(shop, "src", "deep") });
  for (const path of [shop, "../shop/src", "~/shop", "~/link/deep", join(yard.home, "link")]) {
    expect(await yard.client.call("addProject", { path })).toEqual({ projectId });
  }
  expect(await shown(yard)).toEqual([["shop", shop, "beads"]]);
});

test("what is no folder is refused with what to do", async () => {
  await using yard = await startProjectYard();
  const file = join(await yard.folder("plain"), "notes.txt");
  await writeFile(file, "");
  const refusals = await Promise.all(
    [join(yard.home, "nowhere"), file, join(file, "below")].map((path) =>
      yard.client.refusal("addProject", { path }),
    ),
  );
  expect(refusals.map(({ code }) => code)).toEqual(Array(3).fill("FOLDER_NOT_FOUND"));
  expect(refusals[0]?.message).toContain("is not there. Name one that exists.");
  expect(refusals[1]?.message).toContain(`is a file. Name the folder that it is in, ${join(file, "..")}.`);
  expect((await yard.client.call("getProjects", {})).projects).toEqual([]);
});

test("projects are opened, favoured and removed; every client hears of it, favourites stand first", async () => {
  await using yard = await startProjectYard();
  const { client } = yard;
  const other = await yard.bridge.connect();
  const [one, two, three] = await addPlain(yard, ["one", "two", "three"]);
  await client.call("openProject", { projectId: two });
  expect(await client.call("getCurrentDir", {})).toEqual({ path: join(yard.home, "two") });
  expect(await client.call("toggleFavorite", { projectId: three })).toEqual({ isFavorite: true });
  await other.until("project-list-changed", ({ projects }) => projects.some(({ isFavorite }) => isFavorite));
  const { projects } = await client.call("getProjects", {});
  expect(projects.map(({ projectId }) => projectId)).toEqual([three, two, one]);
  expect(projects.map(({ isOpen, lastOpened }) => [isOpen, lastOpened !== null])).toEqual([
    [false, false],
    [true, true],
    [false, false],
  ]);
  expect(await client.call("toggleFavorite", { projectId: three })).toEqual({ isFavorite: false });
  await client.call("removeProject", { projectId: two });
  await other.until(
    "project-list-changed",
    (event) => event.projects.length === 2 && event.projects.every(({ isOpen }) => !isOpen),
  );
  expect(await client.call("getCurrentDir", {})).toEqual({ path: yard.bridge.cwd });
  expect((await stat(join(yard.home, "two"))).isDirectory()).toBe(true);
});

test("a project that is not there is refused by every method that names one", async () => {
  await using yard = await startProjectYard();
  const projectId = ProjectId.parse("nobody");
  for (const method of ["removeProject", "openProject", "toggleFavorite", "getBeads"] as const) {
    expect((await yard.client.refusal(method, { projectId })).code, method).toBe("PROJECT_NOT_FOUND");
  }
});

test("a project whose folder is gone is listed as gone, can't be opened, and comes back with its folder", async () => {
  await using yard = await startProjectYard();
  const [one] = await addPlain(yard, ["one"]);
  await rename(join(yard.home, "one"), join(yard.home, "away"));
  expect((await yard.client.call("getProjects", {})).projects).toMatchObject([{ isThere: false }]);
  expect(await yard.client.refusal("openProject", { projectId: one })).toMatchObject({
    code: "FOLDER_NOT_FOUND",
    message: expect.stringContaining("Put it back, or remove the project."),
  });
  await rename(join(yard.home, "away"), join(yard.home, "one"));
  await yard.client.call("openProject", { projectId: one });
  expect((await yard.client.call("getProjects", {})).projects).toMatchObject([
    { isThere: true, isOpen: true },
  ]);
});

test("the list outlives the bridge, readable for its user alone, and the open project stays open", async () => {
  await using yard = await startProjectYard();
  const [one, two] = await addPlain(yard, ["one", "two"]);
  await yard.client.call("toggleFavorite", { projectId: one });
  await yard.client.call("openProject", { projectId: two });
  const { projects: before } = await yard.client.call("getProjects", {});
  expect((await stat(join(yard.home, "switchyard", "projects.json"))).mode & 0o777).toBe(0o600);
  await yard.restart();
  expect((await yard.client.call("getProjects", {})).projects).toEqual(before);
  expect(await yard.client.call("getCurrentDir", {})).toEqual({ path: join(yard.home, "two") });
});

test("a bridge that is started in a folder of a tracker has its project open from the first call on", async () => {
  await using yard = await startProjectYard({
    cwd: ["shop", "src"],
    before: async (home) => {
      await makeWorkspace(join(home, "shop"), exampleIssues());
    },
  });
  expect(await yard.client.call("getCurrentDir", {})).toEqual({ path: join(yard.home, "shop") });
  const { projects } = await yard.client.call("getProjects", {});
  expect(projects).toMatchObject([{ name: "shop", isOpen: true, hasBeads: true, isSample: false }]);
  const [plain] = await addPlain(yard, ["plain"]);
  await yard.client.call("openProject", { projectId: plain });
  await yard.restart(join(yard.home, "elsewhere"));
  expect(await yard.client.call("getCurrentDir", {})).toEqual({ path: join(yard.home, "plain") });
  await yard.restart(join(yard.home, "shop"));
  expect(await yard.client.call("getCurrentDir", {})).toEqual({ path: join(yard.home, "shop") });
  expect((await yard.client.call("getProjects", {})).projects).toHaveLength(2);
});

test("a redirect and a linked worktree keep their own roots, and have the beads that they name", async () => {
  await using yard = await startProjectYard();
  const shop = await yard.folder("shop");
  await makeWorkspace(shop, exampleIssues());
  await mkdir(join(shop, ".git", "worktrees", "tree"), { recursive: true });
  await writeFile(join(shop, ".git", "worktrees", "tree", "commondir"), "../..\n");
  const tree = await yard.folder("tree");
  await writeFile(join(tree, ".git"), `gitdir: ${join(shop, ".git", "worktrees", "tree")}\n`);
  const away = await yard.folder("away");
  await writeFile(join(await yard.folder("away", ".beads"), "redirect"), "# there\n../shop/.beads\n");
  for (const path of [shop, join(await yard.folder("tree", "src")), away]) {
    await yard.client.call("addProject", { path });
  }
  expect(await shown(yard)).toEqual([
    ["away", away, "beads"],
    ["shop", shop, "beads"],
    ["tree", tree, "beads"],
  ]);
});

test("BEADS_DIR gives every folder its tracker, at the folder's own root", async () => {
  await using yard = await startProjectYard({
    env: { BEADS_DIR: "../shop/.beads" },
    before: (home) => makeWorkspace(join(home, "shop"), exampleIssues()),
  });
  expect(await shown(yard)).toEqual([["elsewhere", join(yard.home, "elsewhere"), "beads"]]);
});

test("a damaged list is set aside and said, and what could be read of it is kept", async () => {
  await using yard = await startProjectYard();
  const [one] = await addPlain(yard, ["one", "two"]);
  const file = join(yard.home, "switchyard", "projects.json");
  const list = await readFile(file, "utf8");
  await yard.bridge.end();
  await writeFile(file, list.replace(join(yard.home, "two"), ""));
  await yard.restart();
  expect((await yard.client.call("getProjects", {})).projects.map(({ projectId }) => projectId)).toEqual([
    one,
  ]);
  expect(yard.bridge.stderr()).toContain(`The file is now ${file}.damaged-1.`);
  expect(await readFile(file, "utf8")).toContain(one);
  await yard.bridge.end();
  await writeFile(file, list.slice(0, -20));
  await yard.restart();
  expect((await yard.client.call("getProjects", {})).projects).toEqual([]);
  expect(await readFile(`${file}.damaged-2`, "utf8")).toBe(list.slice(0, -20));
});

test("what can't be kept is not changed", async () => {
  await using yard = await startProjectYard();
  const path = await yard.folder("one");
  const file = join(yard.home, "switchyard", "projects.json");
  // Nothing can take the place of a folder with something in it.
  await mkdir(join(file, "in the way"), { recursive: true });
  expect((await yard.client.refusal("addProject", { path })).code).toBe("STORAGE_FAILED");
  expect((await yard.client.refusal("addSampleProject", {})).code).toBe("STORAGE_FAILED");
  expect((await yard.client.call("getProjects", {})).projects).toEqual([]);
  await rm(file, { recursive: true });
  const { projectId } = await yard.client.call("addProject", { path });
  expect((await yard.client.call("getProjects", {})).projects).toMatchObject([{ projectId }]);
  expect(
    (await readdir(join(yard.home, "switchyard"))).filter((name) => name.startsWith("projects")),
  ).toEqual(["projects.json"]);
});

test("changes that come at once are all made, one after the other", async () => {
  await using yard = await startProjectYard();
  const names: readonly string[] = Array.from({ length: 20 }, (_, index) => `p${index}`);
  const ids = await addPlain(yard, names);
  const twice = await addPlain(yard, names);
  expect(twice).toEqual(ids);
  const toggled = await Promise.all(
    [...ids, ...ids, ...ids].map((projectId) => yard.client.call("toggleFavorite", { projectId })),
  );
  expect(toggled.map(({ isFavorite }) => isFavorite)).toEqual([
    ...ids.map(() => true),
    ...ids.map(() => false),
    ...ids.map(() => true),
  ]);
  await yard.restart();
  const { projects } = await yard.client.call("getProjects", {});
  expect(projects.map(({ projectId }) => projectId).toSorted()).toEqual(ids.toSorted());
  expect(projects.every(({ isFavorite }) => isFavorite)).toBe(true);
});

async function addPlain<const N extends readonly string[]>(
  yard: ProjectYard,
  names: N,
): Promise<{ [I in keyof N]: ProjectId }> {
  const added = names.map(async (name) => {
    const path = await yard.folder(name);
    return (await yard.client.call("addProject", { path })).projectId;
  });
  return (await Promise.all(added)) as { [I in keyof N]: ProjectId };
}

async function shown(yard: ProjectYard): Promise<string[][]> {
  const { projects } = await yard.client.call("getProjects", {});
  return projects
    .map(({ name, path, hasBeads }) => [name, path, hasBeads ? "beads" : "none"])
    .toSorted(([a = ""], [b = ""]) => a.localeCompare(b));
}
