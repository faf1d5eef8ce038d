import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readBeadLines } from "@switchyard/beads";
import { type Bead, BeadId, type BeadNode, type ProjectId } from "@switchyard/core/protocol";
import type { Client } from "@switchyard/testkit/bridge";
import { exampleIssues, type FakeWorkspace, makeWorkspace, manyIssues } from "@switchyard/testkit/fake-bd";
import { expect, test } from "vitest";
import { startProjectYard } from "./project-yard.ts";
import { shareYards, type YardPart } from "./shared-yards.ts";

const BIG_PAGE = 1024 * 1024;
const realData = fileURLToPath(new URL("../../../shared/data/beads-650.jsonl", import.meta.url));
const shared = shareYards();

test("without an open project every read of beads says so", async () => {
  await using yard = await startProjectYard();
  const beadId = BeadId.parse("a-1");
  for (const refused of [
    await yard.client.refusal("getBeads", {}),
    await yard.client.refusal("getBead", { beadId }),
    await yard.client.refusal("getProjectViewModel", {}),
  ]) {
    expect(refused).toMatchObject({
      code: "PROJECT_NOT_FOUND",
      message: expect.stringContaining("open one"),
    });
  }
});

test("a project without a tracker has no beads, which is no error", async () => {
  await using yard = await shared({ bd: "1.0.5" });
  const projectId = await add(yard, await yard.folder("plain"));
  expect(await yard.client.call("getBeads", { projectId })).toMatchObject({
    beads: [],
    source: "none",
    failed: false,
    stale: false,
    faults: [],
  });
  const { roots, metadata } = await yard.client.call("getProjectViewModel", { projectId });
  expect(roots).toEqual([]);
  expect(metadata.totalBeads).toBe(0);
  const beadId = BeadId.parse("a-1");
  expect((await yard.client.refusal("getBead", { projectId, beadId })).code).toBe("BEAD_NOT_FOUND");
});

test.each(["0.49.6", "1.0.5"])("bd %s: beads whole, outlined, one by one, and as a tree", async (version) => {
  await using yard = await shared({ bd: version });
  const { projectId } = await workspace(yard, "shop", { version });
  const whole = await yard.client.call("getBeads", { projectId });
  expect(whole).toMatchObject({ source: "bd", version, stale: false, failed: false, revision: 1, projectId });
  const live = exampleIssues().filter((issue) => issue["status"] !== "tombstone");
  expect(sorted(whole.beads)).toEqual(sorted(live));
  const outlined = await yard.client.call("getBeads", { projectId, outline: true });
  expect(sorted(outlined.beads)).toEqual(sorted(live));
  expect(outlined.beads.filter((bead) => "description" in bead || "comments" in bead)).toEqual([]);

  const { bead } = await yard.client.call("getBead", { projectId, beadId: BeadId.parse("shop-k3x") });
  expect(bead.comments?.map(({ author, text }) => [author, text])).toEqual([
    ["alice", "It sticks."],
    ["bob", "Still."],
  ]);
  const missing = await yard.client.refusal("getBead", { projectId, beadId: BeadId.parse("shop-nope") });
  expect(missing.code).toBe("BEAD_NOT_FOUND");

  const view = await yard.client.call("getProjectViewModel", { projectId });
  expect(view.nextCursor).toBeUndefined();
  expect(sorted(nodesBelow(view.roots))).toEqual(sorted(live));
  expect(view.metadata.totalBeads).toBe(live.length);
});

test("without a bd the file is read: stale where a database may be newer, and it says why", async () => {
  await using yard = await shared({ bd: null });
  const { projectId } = await workspace(yard, "shop");
  const answer = await yard.client.call("getBeads", { projectId });
  expect(answer).toMatchObject({ source: "jsonl", stale: true, version: null, failed: false });
  expect(answer.note).toContain("Read-only, from issues.jsonl.");
  expect(answer.beads).toHaveLength(exampleIssues().length - 1);
});

test("what the tracker does not answer at the first reading is BD_FAILED, with its own words", async () => {
  await using yard = await shared({ bd: "1.0.5" });
  const { projectId, at } = await workspace(yard, "shop");
  await rename(join(at.beadsDir, "issues.jsonl"), join(at.beadsDir, "issues.old"));
  await at.fail({ only: ["list"], error: "the disk is on fire" });
  const refused = await yard.client.refusal("getBeads", { projectId });
  expect(refused).toMatchObject({
    code: "BD_FAILED",
    message: expect.stringContaining("the disk is on fire"),
  });
  await at.fail({});
  const read = await yard.client.call("getBeads", { projectId });
  expect(read.beads.length).toBeGreaterThan(0);
  await at.fail({ only: ["list"], error: "the disk is on fire" });
  const again = await yard.client.call("getBeads", { projectId, refresh: true });
  expect(again).toMatchObject({ failed: true, note: expect.stringContaining("the disk is on fire") });
  expect(again.beads).toEqual(read.beads);
});

test("a change by an agent comes as one event, with exactly the beads that it changed", async () => {
  await using yard = await shared({ bd: "1.0.5" });
  const { projectId, at } = await workspace(yard, "shop");
  const other = await workspace(yard, "other");
  await yard.client.call("getBeads", { projectId });
  await yard.client.call("getBeads", { projectId: other.projectId });
  const looker = await yard.bridge.connect();

  await yard.bd(at.root, "update", "shop-1.1.10", "--claim", "--json");
  const claimed = await beadsEvent(looker, projectId, 2);
  expect(claimed).toMatchObject({ from: 1, isWhole: false, removed: [], texts: [], source: "bd" });
  expect(claimed.changed.map(({ id, status }) => [id, status])).toEqual([["shop-1.1.10", "in_progress"]]);
  expect(claimed.changed[0]).not.toHaveProperty("description");

  await yard.bd(at.root, "update", "shop-1.1.10", "--description", "Other words.", "--json");
  expect(await beadsEvent(looker, projectId, 3)).toMatchObject({
    from: 2,
    changed: [{ id: "shop-1.1.10" }],
    texts: ["shop-1.1.10"],
  });
  const rest = (await at.read()).filter(({ id }) => id !== "shop-odd");
  await at.write(rest);
  expect(await beadsEvent(looker, projectId, 4)).toMatchObject({
    from: 3,
    changed: [],
    removed: ["shop-odd"],
  });
  expect(looker.received("beads-updated").map((event) => [event.projectId, event.from])).toEqual([
    [projectId, 1],
    [projectId, 2],
    [projectId, 3],
  ]);
  const now = await looker.call("getBeads", { projectId });
  expect(now.revision).toBe(4);
  expect(now.beads.find(({ id }) => id === "shop-1.1.10")?.description).toBe("Other words.");
});

test("a change that is longer than a frame says that all is to be read again", async () => {
  await using yard = await shared({ bd: "1.0.5" });
  const { projectId, at } = await workspace(yard, "shop");
  await yard.client.call("getBeads", { projectId });
  await at.write(manyIssues(6000));
  const event = await beadsEvent(yard.client, projectId, 2);
  expect(event).toMatchObject({ from: 1, isWhole: true, changed: [], removed: [], texts: [] });
  expect(await readAll(yard.client, { projectId, outline: true })).toHaveLength(6000);
});

test("10,000 beads come in pages of a frame's size, each bead once, and the tree in pages of trees", async () => {
  const issues = manyIssues(10_000);
  await using yard = await shared({ bd: null });
  const { projectId } = await workspace(yard, "many", { issues, storage: "jsonl" });
  const beads = await readAll(yard.client, { projectId });
  expect(beads.map(({ id }) => id)).toEqual(issues.map(({ id }) => id));
  const roots: BeadNode[] = [];
  let cursor: string | undefined;
  do {
    const page = await yard.client.call("getProjectViewModel", { projectId, ...(cursor && { cursor }) });
    expect(page.metadata.totalBeads).toBe(10_000);
    roots.push(...page.roots);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  const ids = nodesBelow(roots).map(({ id }) => id);
  expect(ids).toHaveLength(10_000);
  expect(new Set(ids).size).toBe(10_000);
});

test("when the beads change between two pages, the reading begins again with the new revision", async () => {
  await using yard = await shared({ bd: null });
  const { projectId, at } = await workspace(yard, "many", { issues: manyIssues(4000), storage: "jsonl" });
  const first = await yard.client.call("getBeads", { projectId });
  const tree = await yard.client.call("getProjectViewModel", { projectId });
  const [cursor = "", treeCursor = ""] = [first.nextCursor, tree.nextCursor];
  await at.write(manyIssues(3999));
  await beadsEvent(yard.client, projectId, 2);
  const again = await yard.client.call("getBeads", { projectId, cursor });
  expect(again.revision).toBe(2);
  expect(again.beads[0]?.id).toBe(first.beads[0]?.id);
  const refused = await yard.client.refusal("getProjectViewModel", { projectId, cursor: treeCursor });
  expect(refused.rpcCode).toBe(-32602);
});

test("a text that is longer than 256 KiB is cut, and says so, in the list and alone", async () => {
  await using yard = await shared({ bd: "1.0.5" });
  const long = { ...exampleIssues()[0], description: "d".repeat(3 * 1024 * 1024) };
  const { projectId } = await workspace(yard, "shop", { issues: [long] });
  const [listed] = (await yard.client.call("getBeads", { projectId })).beads;
  const { bead } = await yard.client.call("getBead", { projectId, beadId: BeadId.parse("shop-1") });
  for (const each of [listed, bead]) {
    expect(each?.description).toHaveLength(256 * 1024 + 68);
    expect(each?.description).toMatch(
      /\[Cut here: it is 3072 KiB long\. "bd show shop-1" shows all of it\.\]$/,
    );
  }
});

test("a tree that is longer than a frame is refused with what to do, and a filter helps", async () => {
  await using yard = await shared({ bd: null });
  const [epic] = exampleIssues();
  const children = Array.from({ length: 2000 }, (_, index) => ({
    ...epic,
    id: `shop-1.${index + 1}`,
    title: `${index} ${"t".repeat(480)}`,
  }));
  const { projectId } = await workspace(yard, "shop", {
    issues: [epic ?? {}, ...children],
    storage: "jsonl",
  });
  const refused = await yard.client.refusal("getProjectViewModel", { projectId });
  expect(refused).toMatchObject({ code: "TOO_LARGE", message: expect.stringContaining("Name a filter") });
  const filter = { filterText: "shop-1.77" };
  const { roots } = await yard.client.call("getProjectViewModel", { projectId, filter });
  expect(nodesBelow(roots).map(({ id }) => id)).toContain("shop-1.77");
});

test("the plan can show the beads with sessions alone: of this project, and not stopped ones", async () => {
  await using yard = await shared({ bd: "1.0.5" });
  const { projectId } = await workspace(yard, "shop");
  const other = await workspace(yard, "other");
  const start = async (project: ProjectId, id: string) => {
    const beadId = BeadId.parse(id);
    return yard.client.call("startAgentSession", {
      persona: "none",
      cliBackend: "demo",
      projectId: project,
      beadId,
    });
  };
  await start(projectId, "shop-1.1.3");
  await start(other.projectId, "shop-odd");
  const stopped = await start(projectId, "shop-b10");
  await yard.client.call("stopAgentSession", stopped);
  const filter = { withSessions: true, includeHierarchy: false };
  const { roots } = await yard.client.call("getProjectViewModel", { projectId, filter });
  expect(nodesBelow(roots).map(({ id }) => id)).toEqual(["shop-1.1.3"]);
});

test("a redirect and a linked worktree read the beads that they name, and hear of their changes", async () => {
  await using yard = await shared({ bd: "1.0.5" });
  const { projectId, at } = await workspace(yard, "shop");
  await yard.folder("shop", ".git", "worktrees", "tree");
  await writeFile(join(at.root, ".git", "worktrees", "tree", "commondir"), "../..\n");
  const tree = await yard.folder("tree");
  await writeFile(join(tree, ".git"), `gitdir: ${join(at.root, ".git", "worktrees", "tree")}\n`);
  await writeFile(join(await yard.folder("away", ".beads"), "redirect"), "../shop/.beads\n");
  const ids = [projectId, await add(yard, tree), await add(yard, join(yard.home, "away"))];
  for (const each of ids) {
    const { beads } = await yard.client.call("getBeads", { projectId: each });
    expect(beads).toHaveLength(exampleIssues().length - 1);
  }
  await yard.bd(at.root, "close", "shop-k3x", "--json");
  for (const each of ids) {
    const { changed } = await beadsEvent(yard.client, each, 2);
    expect(changed.map(({ id, status }) => [id, status])).toEqual([["shop-k3x", "closed"]]);
  }
  expect(await at.overlaps()).toBe(0);
});

test("a tracker that is made later is found, and the list of projects says so", async () => {
  await using yard = await shared({ bd: "1.0.5" });
  const root = await yard.folder("plain");
  const projectId = await add(yard, root);
  expect((await yard.client.call("getBeads", { projectId })).source).toBe("none");
  await makeWorkspace(root, exampleIssues());
  await beadsEvent(yard.client, projectId, 2);
  await yard.client.until("project-list-changed", ({ projects }) =>
    projects.some((each) => each.projectId === projectId && each.hasBeads),
  );
  expect((await yard.client.call("getBeads", { projectId })).source).toBe("bd");
});

test.each([
  ["no bd", null, "jsonl"],
  ["bd 0.49.6", "0.49.6", "bd"],
  ["bd 1.0.5", "1.0.5", "jsonl"],
] as const)(
  "the sample opens with %s, up to date and as if it had happened just now",
  async (_, bd, source) => {
    await using yard = await shared({ bd });
    const { projectId } = await yard.client.call("addSampleProject", {});
    const { projects } = await yard.client.call("getProjects", {});
    expect(projects).toMatchObject([
      { projectId, name: "parcel-api", isSample: true, isOpen: true, hasBeads: true },
    ]);
    const read = await yard.client.call("getBeads", {});
    expect(read).toMatchObject({ projectId, source, stale: false, failed: false, faults: [] });
    expect(read.beads).toHaveLength(60);
    const newest = Math.max(...read.beads.map((bead) => Date.parse(bead.updated_at ?? "")));
    expect(Date.now() - newest).toBeLessThan(3 * 3_600_000);
    const view = await yard.client.call("getProjectViewModel", { filter: { closedTimeFilter: "7d" } });
    expect(view.criticalPath).toEqual(["pa-12.2.1", "pa-12.2.3", "pa-12.2.4", "pa-12.2.5", "pa-12.3.2"]);
    expect(view.metadata).toMatchObject({ ready: 15, blocked: 16 });
  },
);

test("the sample is the user's: what an agent did in it is kept when it is added again", async () => {
  await using yard = await startProjectYard({ bd: "0.49.6" });
  const first = await yard.client.call("addSampleProject", {});
  const root = (await yard.client.call("getCurrentDir", {})).path;
  await yard.bd(root, "close", "pa-33", "--json");
  await yard.client.call("removeProject", first);
  const second = await yard.client.call("addSampleProject", {});
  expect(second).toEqual(first);
  expect((await yard.client.call("getCurrentDir", {})).path).toBe(root);
  const { bead } = await yard.client.call("getBead", { beadId: BeadId.parse("pa-33") });
  expect(bead.status).toBe("closed");
  expect(await yard.client.call("addSampleProject", {})).toEqual(first);
});

test.skipIf(!existsSync(realData))(
  "a real project of 555 beads fits into one answer (skipped where the shared data is not beside the repository)",
  async () => {
    await using yard = await shared({ bd: null });
    const text = await readFile(realData, "utf8");
    const root = await yard.folder("real");
    await writeFile(join(await yard.folder("real", ".beads"), "issues.jsonl"), text);
    const projectId = await add(yard, root);
    const answer = await yard.client.call("getBeads", { projectId });
    expect(answer.nextCursor).toBeUndefined();
    expect(answer.beads).toEqual(readBeadLines(text).beads);
    expect(answer.beads).toHaveLength(555);
    const view = await yard.client.call("getProjectViewModel", { projectId });
    expect(view.nextCursor).toBeUndefined();
    expect(view.roots).toHaveLength(86);
    expect(view.metadata).toMatchObject({ totalBeads: 555, blocked: 29 });
    expect(view.criticalPath).toHaveLength(13);
  },
);

async function add(yard: YardPart, path: string): Promise<ProjectId> {
  return (await yard.client.call("addProject", { path })).projectId;
}

async function workspace(
  yard: YardPart,
  name: string,
  options: { issues?: readonly object[]; version?: string; storage?: "jsonl" } = {},
): Promise<{ projectId: ProjectId; at: FakeWorkspace }> {
  const { issues = exampleIssues(), ...how } = options;
  const at = await makeWorkspace(join(yard.home, name), issues, how);
  return { at, projectId: await add(yard, at.root) };
}

function beadsEvent(client: Client, projectId: ProjectId, revision: number) {
  return client.until(
    "beads-updated",
    (event) => event.projectId === projectId && event.revision === revision,
  );
}

async function readAll(client: Client, params: { projectId: ProjectId; outline?: boolean }): Promise<Bead[]> {
  const beads: Bead[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.call("getBeads", { ...params, ...(cursor && { cursor }) });
    expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(BIG_PAGE);
    beads.push(...page.beads);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return beads;
}

function nodesBelow(roots: readonly BeadNode[]): BeadNode[] {
  return roots.flatMap((root) => [root, ...nodesBelow(root.children)]);
}

function sorted(beads: readonly { id?: unknown }[]): string[] {
  return beads.map(({ id }) => String(id)).toSorted();
}
