import { chmod, mkdir, mkdtempDisposable, readFile, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackendId, type Project } from "@switchyard/core/protocol";
import { pino } from "pino";
import { expect, test, vi } from "vitest";
import { makeProjects } from "./projects.ts";

test("a folder belongs to the deepest project whose root holds it", async () => {
  await using at = await place(["shop", "shop/deep", "shopping"]);
  const projects = at.projects();
  const shop = await projects.add("shop");
  const deep = await projects.add("shop/deep");
  const held = (...names: string[]) => projects.at(join(at.folder, ...names));
  expect(held("shop")).toBe(shop);
  expect(held("shop", "src", "a")).toBe(shop);
  expect(held("shop", "deep")).toBe(deep);
  expect(held("shop", "deep", "b")).toBe(deep);
  expect(held("shopping")).toBeNull();
  expect(held()).toBeNull();
  await projects.remove(deep);
  expect(held("shop", "deep", "b")).toBe(shop);
});

test.skipIf(process.getuid?.() === 0)("a folder that nobody may enter is no project", async () => {
  await using at = await place(["shut"]);
  await chmod(join(at.folder, "shut"), 0);
  await expect(at.projects().add("shut")).rejects.toMatchObject({ code: "FOLDER_NOT_FOUND" });
});

test("a root of the whole machine holds every folder", async () => {
  await using at = await place([]);
  const projects = at.projects();
  const whole = await projects.add("/");
  expect(projects.at("/")).toBe(whole);
  expect(projects.at(at.folder)).toBe(whole);
  expect(projects.need(whole).name).toBe("/");
});

test("without an open project none is meant; the one that is removed is not open any more", async () => {
  await using at = await place(["one", "two"]);
  const projects = at.projects();
  await projects.ready();
  expect(() => projects.need(undefined)).toThrow("No project is open.");
  const one = await projects.add("one");
  expect(projects.openId()).toBeNull();
  await projects.open(one);
  expect(projects.need(undefined)).toMatchObject({
    projectId: one,
    name: "one",
    path: join(at.folder, "one"),
  });
  const two = await projects.add("two");
  await projects.remove(two);
  expect(projects.openId()).toBe(one);
  await projects.remove(one);
  expect(projects.openId()).toBeNull();
  expect(at.removed).toEqual([two, one]);
});

test("one that is removed and added again is the same project: its sessions name it", async () => {
  await using at = await place(["one"]);
  const projects = at.projects();
  const one = await projects.add("one");
  await projects.remove(one);
  expect(await projects.add("one")).toBe(one);
});

test("which backends are meant in a project is kept, and what is not named stays", async () => {
  await using at = await place(["one"]);
  const projects = at.projects();
  const one = await projects.add("one");
  const demo = BackendId.parse("demo");
  await projects.update(one, { cliBackend: demo });
  await projects.update(one, { backendsOff: [BackendId.parse("not-installed")] });
  const kept = { cliBackend: "demo", backendsOff: ["not-installed"] };
  expect(projects.get(one)).toMatchObject(kept);
  expect(await at.projects().list()).toMatchObject([kept]);
  await projects.remove(one);
  expect(projects.get(one)).toBeNull();
  await expect(projects.update(one, {})).rejects.toMatchObject({ code: "PROJECT_NOT_FOUND" });
});

test("a tracker that comes or goes is told once", async () => {
  await using at = await place(["one"]);
  const projects = at.projects();
  const one = await projects.add("one");
  await vi.waitFor(() => expect(at.told).toHaveLength(1));
  projects.hasBeads(one, false);
  at.withBeads.add(join(at.folder, "one"));
  projects.hasBeads(one, true);
  projects.hasBeads(one, true);
  await vi.waitFor(() => expect(at.told).toHaveLength(2));
  expect(at.told[1]).toMatchObject([{ projectId: one, hasBeads: true }]);
});

test("a start for a project that can't be kept has it open all the same", async () => {
  await using at = await place(["shop"]);
  at.withBeads.add(join(at.folder, "shop"));
  const projects = at.projects({ cwd: join(at.folder, "shop"), dataFolder: join(at.folder, "nowhere") });
  await projects.ready();
  expect(projects.need(undefined)).toMatchObject({ name: "shop" });
});

test("a start for a project stamps it, another start leaves what is open as it was", async () => {
  await using at = await place(["shop", "plain"]);
  at.withBeads.add(join(at.folder, "shop"));
  const first = at.projects({ cwd: join(at.folder, "shop") });
  await first.ready();
  const [shop] = await first.list();
  expect(shop).toMatchObject({ isOpen: true, lastOpened: 1_700_000_000 });
  const kept = await readFile(join(at.folder, "projects.json"), "utf8");
  const second = at.projects({ cwd: join(at.folder, "plain") });
  expect(await second.list()).toEqual([shop]);
  expect(await readFile(join(at.folder, "projects.json"), "utf8")).toBe(kept);
});

async function place(folders: readonly string[]) {
  const temporary = await mkdtempDisposable(join(tmpdir(), "switchyard-projects-"));
  const folder = await realpath(temporary.path);
  for (const name of folders) await mkdir(join(folder, name), { recursive: true });
  const told: Project[][] = [];
  const removed: string[] = [];
  const withBeads = new Set<string>();
  return {
    folder,
    told,
    removed,
    /** The roots that have a tracker. */
    withBeads,
    projects: (other: { cwd?: string; dataFolder?: string } = {}) =>
      makeProjects({
        dataFolder: folder,
        cwd: folder,
        sample: join(folder, "sample"),
        env: {},
        findBeads: (path) => Promise.resolve(withBeads.has(path) ? { root: path } : null),
        now: () => 1_700_000_000_500,
        say: () => undefined,
        logger: pino({ level: "silent" }),
        changed: (projects) => told.push(projects),
        removed: (projectId) => removed.push(projectId),
        ...other,
      }),
    [Symbol.asyncDispose]: () => temporary.remove(),
  };
}
