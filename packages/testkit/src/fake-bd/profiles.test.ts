import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeBench, run, type Bench } from "./bench.testkit.ts";
import { installDebianBd } from "./install.ts";

const VERSIONS = ["0.49.6", "1.0.3", "1.0.5", "1.3.0"] as const;

/** What the flags of a call come to: nothing, or the words of the refusal. */
async function refusalOf(bench: Bench, args: readonly string[]): Promise<string> {
  const { stderr, code } = await bench.bd([...args, "--json"]);
  return code === 0 ? "" : stderr;
}

async function stored(bench: Bench, id: string): Promise<Record<string, unknown> | undefined> {
  return (await bench.workspace.read()).find((issue) => issue["id"] === id);
}

test.for(VERSIONS)("%s says which version it is, with a workspace and without", async (version) => {
  await using bench = await makeBench({ version });
  expect(await bench.json(["version"])).toMatchObject({ version });
  expect(await bench.json(["version"], { cwd: bench.folder })).toMatchObject({ version });
  expect((await bench.bd(["--version"])).stdout).toBe(`bd version ${version} (dev)\n`);
  expect(await bench.json(["version"], { env: { FAKE_BD_VERSION: "0.60.0" } })).toMatchObject({
    version: "0.60.0",
  });
});

test("each version refuses the flags and commands that it does not know", async () => {
  await using old = await makeBench({ version: "0.49.6" });
  await using middle = await makeBench({ version: "1.0.3" });
  await using young = await makeBench({ version: "1.0.5" });
  const show = ["show", "shop-1", "--include-dependents"];
  expect(await refusalOf(old, show)).toBe("Error: unknown flag: --include-dependents\n");
  expect(await refusalOf(middle, show)).toBe("Error: unknown flag: --include-dependents\n");
  expect(await refusalOf(young, show)).toBe("");
  expect(await refusalOf(old, ["list", "--no-daemon"])).toBe("");
  expect(await refusalOf(young, ["--no-daemon", "list"])).toBe("Error: unknown flag: --no-daemon\n");
  expect(await refusalOf(middle, ["-C", ".", "list"])).toBe("Error: unknown shorthand flag: 'C' in -C\n");
  expect(await refusalOf(young, ["-C", ".", "list"])).toBe("");
  expect(await refusalOf(old, ["context"])).toBe('Error: unknown command "context" for "bd"\n');
  expect(await refusalOf(middle, ["context"])).toBe("");
  for (const bench of [old, middle, young])
    expect(await refusalOf(bench, ["--sandbox", "list", "--tree=false"])).toBe("");
  expect((await young.bd(["list", "--limit"])).stderr).toBe("Error: flag needs an argument: --limit\n");
  expect((await young.bd(["show", "--help"])).stdout).toContain("--include-dependents");
  expect((await middle.bd(["show", "--help"])).stdout).not.toContain("--include-dependents");
});

test("show tells all of an issue up to 1.0.4, and later what it is asked for", async () => {
  await using middle = await makeBench({ version: "1.0.3" });
  await using young = await makeBench({ version: "1.0.5" });
  const ids = ["show", "shop-k3x", "shop-1"];
  const [door, epic] = (await middle.json(ids)) as Record<string, unknown>[];
  expect(door).toMatchObject({
    comments: [{ id: 1 }, { id: expect.stringMatching(/^0198/) }],
    dependents: [{ id: "shop-rel", owner: "dana@example.com", dependency_type: "related" }],
  });
  expect(door).not.toHaveProperty("comment_count");
  expect(epic).toMatchObject({ epic_total_children: 3, epic_closed_children: 0, epic_closeable: false });
  const [short] = (await young.json(ids)) as Record<string, unknown>[];
  expect(short).toMatchObject({ comment_count: 2, dependent_count: 1, dependency_count: 0 });
  expect(short).not.toHaveProperty("comments");
  expect(short).not.toHaveProperty("dependents");
  const [full, youngEpic] = (await young.json([
    ...ids,
    "--include-comments",
    "--include-dependents",
  ])) as object[];
  expect(full).toMatchObject({
    comments: [{ text: "It sticks." }, { text: "Still." }],
    dependents: [
      {
        id: "shop-rel",
        title: "Like the door",
        status: "open",
        priority: 2,
        issue_type: "task",
        dependency_type: "related",
        created_at: "0001-01-01T00:00:00Z",
        updated_at: "0001-01-01T00:00:00Z",
      },
    ],
  });
  expect(youngEpic).not.toHaveProperty("epic_total_children");
});

test("0.49 finds nothing without a word on stdout, and all seems well", async () => {
  await using bench = await makeBench({ version: "0.49.6" });
  const { stdout, code } = await bench.bd(["show", "nope-1", "--json"]);
  expect({ stdout, code }).toEqual({ stdout: "", code: 0 });
  expect(await bench.bd(["update", "nope-1", "-p", "1", "--json"])).toMatchObject({ stdout: "", code: 0 });
  expect(await bench.bd(["update", "shop-1.1.2", "--claim", "--json"])).toMatchObject({
    stdout: "",
    stderr: "Error claiming shop-1.1.2: issue already claimed by bob\n",
    code: 0,
  });
  expect(await bench.bd(["create", "T", "-p", "9", "--json"])).toMatchObject({
    stdout: "",
    stderr: expect.stringMatching(/^Error: invalid priority "9"/),
    code: 1,
  });
  const bad = await bench.bd(["update", "shop-1", "-s", "foo", "--json"]);
  expect(JSON.parse(bad.stdout)).toEqual({ error: expect.stringMatching(/^invalid status "foo"/) });
});

test("0.49 lists without parents, with times and edges as they were written, and without tombstones", async () => {
  await using bench = await makeBench({ version: "0.49.6" });
  const listed = (await bench.json(["list", "--all", "--limit", "0"])) as Record<string, unknown>[];
  const child = listed.find(({ id }) => id === "shop-1.1.3");
  expect(child).toMatchObject({ dependency_count: 1 });
  expect(child).not.toHaveProperty("parent");
  expect((child!["dependencies"] as object[])[0]).not.toHaveProperty("metadata");
  expect(listed.map(({ id }) => id)).not.toContain("shop-old");
  expect(await stored(bench, "shop-old")).toMatchObject({ status: "tombstone" });
  const made = await bench.json(["create", "New"]);
  expect(made).toMatchObject({ created_at: expect.stringMatching(/\.\d{6}(?:Z|[+-]\d\d:\d\d)$/) });
  expect(made).not.toHaveProperty("schema_version");
  expect(await bench.json(["list", "-s", "open,closed"])).toEqual([]);
  expect(await bench.json(["ready"])).toHaveLength(10);
});

test("up to 1.0.3 a claim asks only for nobody's issue, whatever its status", async () => {
  await using old = await makeBench({ version: "0.49.6" });
  await using middle = await makeBench({ version: "1.0.3" });
  const claim = ["update", "shop-don", "--claim"];
  for (const bench of [old, middle]) {
    expect(await bench.json(claim)).toMatchObject([{ status: "in_progress", assignee: "alice" }]);
  }
  expect((await old.bd(claim)).stderr).toBe("Error claiming shop-don: issue already claimed by alice\n");
  expect(await middle.json(claim)).toMatchObject([{ assignee: "alice" }]);
});

test("who it is comes from the flag, then from the variable that the version prefers", async () => {
  await using old = await makeBench({ version: "0.49.6" });
  await using young = await makeBench({ version: "1.0.5" });
  const env = { BD_ACTOR: "bd", BEADS_ACTOR: "beads" };
  expect(await old.json(["create", "T"], { env })).toMatchObject({ created_by: "bd" });
  expect(await young.json(["create", "T"], { env })).toMatchObject({ created_by: "beads" });
  expect(await young.json(["create", "T", "--actor", "eve"], { env })).toMatchObject({ created_by: "eve" });
  expect((await young.workspace.journal()).map(({ actor }) => actor)).toEqual(["beads", "eve"]);
});

test("1.3 leases what is claimed, and tells of failures in one last line", async () => {
  await using bench = await makeBench({ version: "1.3.0" });
  expect(await bench.json(["update", "shop-k3x", "--claim"])).toMatchObject([
    { lease_expires_at: expect.any(String), heartbeat_at: expect.any(String) },
  ]);
  const { stderr, code } = await bench.bd(["update", "shop-k3x", "--claim", "--actor", "bob", "--json"]);
  const lines = stderr
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toEqual([
    { error: "failed to claim shop-k3x: issue already claimed by alice" },
    {
      error: "1 of 1 issues failed to update",
      failed: [{ id: "shop-k3x", error: expect.any(String) }],
      schema_version: 1,
    },
  ]);
  expect(code).toBe(1);
  const partly = await bench.bd(["update", "shop-rel", "nope", "-p", "1", "--json"]);
  expect(partly.code).toBe(1);
  expect(JSON.parse(partly.stdout)).toMatchObject([{ id: "shop-rel", priority: 1 }]);
  expect(await bench.bd(["update", "shop-1.1.3", "-s", "closed"])).toMatchObject({
    stderr: expect.stringMatching(/^cannot close shop-1\.1\.3: blocked by/),
    code: 1,
  });
  expect(await bench.bd(["update", "shop-1.2.1", "--notes", "x"])).toMatchObject({ code: 1 });
  expect(
    await bench.bd(["update", "shop-1.2.1", "--notes", "x", "--force", "--if-status", "open"]),
  ).toMatchObject({ code: 0 });
});

test("a part that fails spoils nothing of the rest up to 1.0.5", async () => {
  await using bench = await makeBench({ version: "1.0.5" });
  const { stdout, stderr, code } = await bench.bd(["close", "shop-1", "shop-k3x", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject([{ id: "shop-k3x", status: "closed" }]);
  expect(stderr).toMatch(/^cannot close epic shop-1: /);
  expect(code).toBe(0);
});

test("blocks:X is turned around since 1.0.4", async () => {
  await using middle = await makeBench({ version: "1.0.3" });
  await using young = await makeBench({ version: "1.0.5" });
  const create = ["create", "T", "--id", "shop-new", "--deps", "blocks:shop-k3x"];
  for (const bench of [middle, young]) await bench.json(create);
  expect(await stored(middle, "shop-new")).toMatchObject({ dependencies: [{ depends_on_id: "shop-k3x" }] });
  expect(await stored(young, "shop-k3x")).toMatchObject({ dependencies: [{ depends_on_id: "shop-new" }] });
});

test("SQLite keeps its file right, Dolt does not unless it exports", async () => {
  await using old = await makeBench({ version: "0.49.6" });
  await using young = await makeBench({ version: "1.0.5" });
  const fileOf = (bench: Bench): string =>
    readFileSync(join(bench.workspace.beadsDir, "issues.jsonl"), "utf8");
  for (const bench of [old, young]) await bench.json(["close", "shop-k3x"]);
  const isClosed = (text: string): boolean =>
    /"id":"shop-k3x"[^\n]*"status":"closed"|"status":"closed"[^\n]*"id":"shop-k3x"/.test(text);
  expect(isClosed(fileOf(old))).toBe(true);
  expect(isClosed(fileOf(young))).toBe(false);
  expect(existsSync(join(old.workspace.beadsDir, "embeddeddolt"))).toBe(false);
  await young.workspace.fail({ export: true });
  await young.json(["label", "add", "shop-k3x", "x"]);
  expect(isClosed(fileOf(young))).toBe(true);
  const [first = ""] = fileOf(young).split("\n");
  expect(first).toMatch(/^\{"_type":"issue","id":/);
  expect(JSON.parse(first)).not.toHaveProperty("parent");
  expect((await young.bd(["export"])).stdout).toBe(fileOf(young));
  expect(fileOf(old)).toContain(String.raw`& why`.replace("&", String.raw`\u0026`));
});

test("create, update, close and show leave a mark, list does not", async () => {
  await using bench = await makeBench();
  const mark = join(bench.workspace.beadsDir, "last-touched");
  await bench.json(["list"]);
  expect(existsSync(mark)).toBe(false);
  for (const args of [
    ["show", "shop-rel"],
    ["update", "shop-k3x", "-p", "2"],
    ["close", "shop-k3x"],
  ]) {
    await writeFile(mark, "");
    await bench.json(args);
    expect(readFileSync(mark, "utf8")).toBe(`${args[1]}\n`);
  }
});

test("a bd of another era sees no database", async () => {
  await using bench = await makeBench({ version: "1.0.5", storage: "sqlite" });
  expect(await bench.bd(["list", "--json"])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Error: no beads database found\n/),
  });
  expect(await bench.json(["list"], { env: { FAKE_BD_VERSION: "0.49.6" } })).not.toHaveLength(0);
});

test("what is deleted is gone, or a tombstone up to 0.50", async () => {
  await using old = await makeBench({ version: "0.49.6" });
  await using young = await makeBench({ version: "1.0.5" });
  for (const bench of [old, young]) {
    expect((await bench.bd(["delete", "shop-k3x"])).stdout).toMatch(/^DELETE PREVIEW/);
    expect(await bench.json(["delete", "shop-k3x", "--force"])).toMatchObject({ deleted: "shop-k3x" });
  }
  expect(await stored(old, "shop-k3x")).toMatchObject({ status: "tombstone", original_type: "bug" });
  expect(await stored(young, "shop-k3x")).toBeUndefined();
});

test("Debian's bd is another program: no version in its words", async () => {
  await using bench = await makeBench();
  const { path } = await installDebianBd(join(bench.folder, "debian"));
  const { stdout, stderr } = await run(path, ["version", "--json"], {});
  expect(stdout).toBe("");
  expect(stderr).not.toMatch(/\d+\.\d+/);
});
