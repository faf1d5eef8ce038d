import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { makeBench, type Bench } from "./bench.testkit.ts";

const DOOR = "shop-k3x";

async function door({ workspace }: Bench): Promise<Record<string, unknown>> {
  return (await workspace.read()).find(({ id }) => id === DOOR) ?? {};
}

test("a part of an id is another bead's, and what is no id is one only to old versions", async () => {
  await using bench = await makeBench();
  await bench.json(["update", "shop-zz", "-p", "1"]);
  const swept = (await bench.workspace.read()).find(({ id }) => id === "shop-zz9");
  expect(swept).toMatchObject({ priority: 1 });
  const none = ["update", "null", "-p", "1", "--json"];
  const unlucky = [{ id: "shop-nullify", title: "T" }];
  await bench.workspace.write(unlucky);
  expect(await bench.bd(none)).toMatchObject({ code: 0 });
  await bench.workspace.write(unlucky);
  expect(await bench.bd(none, { env: { FAKE_BD_VERSION: "1.3.0" } })).toMatchObject({ code: 1, stdout: "" });
});

test("a title may look like a flag where it is a flag's value, and is counted in bytes", async () => {
  await using bench = await makeBench();
  expect(await bench.json(["create", "--title=--help"])).toMatchObject({ title: "--help" });
  expect(await bench.bd(["create", "--json", "--", "-f"])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("looks like a flag"),
  });
  const long = "\u{1F41D}".repeat(126);
  for (const args of [
    ["create", `--title=${long}`],
    ["update", DOOR, `--title=${long}`],
    ["update", DOOR, "--title="],
  ]) {
    expect(await bench.bd(args)).toMatchObject({ code: 1, stderr: expect.stringContaining("title") });
  }
  expect(await door(bench)).toMatchObject({ title: "Mend the door" });
});

test("a long description comes by stdin, to what is made and to what is changed", async () => {
  await using bench = await makeBench({ version: "0.49.6" });
  const stdin = "d".repeat(300_000);
  await bench.bd(["update", DOOR, "--body-file", "-", "--json"], { stdin });
  expect(await door(bench)).toMatchObject({ description: stdin });
  expect(await bench.bd(["update", DOOR, "--body-file", "nowhere"])).toMatchObject({ code: 1 });
  expect(await bench.bd(["comments", "add", DOOR, "-f", "nowhere"])).toMatchObject({ code: 1 });
});

test("times are those of this place, and others are refused", async () => {
  await using bench = await makeBench();
  const env = { TZ: "Pacific/Auckland" };
  await bench.json(["update", DOOR, "--due=2026-12-01", "--defer=2026-12-01T08:00:00+01:00"], { env });
  expect(await bench.json(["show", DOOR])).toMatchObject([
    { due_at: "2026-11-30T11:00:00Z", defer_until: "2026-12-01T07:00:00Z" },
  ]);
  await bench.json(["update", DOOR, "--due=", "--defer", ""]);
  expect(await door(bench)).not.toHaveProperty("due_at");
  expect(await bench.bd(["update", DOOR, "--due=2026-12-01T08:00Z"])).toMatchObject({ code: 1 });
});

test("nought minutes are an estimate, and fewer are none", async () => {
  await using bench = await makeBench();
  expect(await bench.json(["update", DOOR, "-e", "0"])).toMatchObject([{ estimated_minutes: 0 }]);
  expect(await bench.bd(["update", DOOR, "--estimate=-1"])).toMatchObject({ code: 1 });
});

test("labels in a flag are a line of CSV, and as words they are not", async () => {
  await using bench = await makeBench();
  await bench.json(["label", "add", DOOR, 'say "hi"']);
  await bench.json(["update", DOOR, "--add-label", '"x,y",z']);
  expect((await door(bench))["labels"]).toEqual(['say "hi"', "x,y", "z"]);
  const bare = ["update", DOOR, "--remove-label", 'say "hi"', "--json"];
  expect(await bench.bd(bare)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("in non-quoted field"),
  });
  expect(await bench.json(["update", DOOR, "--set-labels", ""])).toMatchObject([{ id: DOOR }]);
  expect((await door(bench))["labels"]).toHaveLength(3);
});

test("no bead becomes a child of itself or of its own children", async () => {
  await using bench = await makeBench();
  const before = await bench.workspace.read();
  for (const parent of ["shop-1", "shop-1.1.3"]) {
    expect(await bench.bd(["update", "shop-1", "--parent", parent, "--json"])).toMatchObject({
      stdout: "",
      stderr: expect.stringMatching(/^Error adding parent dependency: /),
      code: 1,
    });
  }
  expect(await bench.workspace.read()).toEqual(before);
});

test("what is in another project can be waited for", async () => {
  await using bench = await makeBench();
  await bench.json(["dep", "add", DOOR, "external:bank:pay"]);
  expect(await door(bench)).toMatchObject({ dependencies: [{ depends_on_id: "external:bank:pay" }] });
  await bench.json(["dep", "remove", DOOR, "external:bank:pay"]);
  expect(await door(bench)).toMatchObject({ dependencies: [] });
});

test("the settings' actor goes before the environment's", async () => {
  await using bench = await makeBench();
  await writeFile(join(bench.workspace.beadsDir, "config.yaml"), "actor: carol\n");
  const env = { BD_ACTOR: "bob", BEADS_ACTOR: "bob" };
  expect(await bench.json(["update", DOOR, "--claim"], { env })).toMatchObject([{ assignee: "carol" }]);
  expect(await bench.json(["create", "T", "--actor", "eve"], { env })).toMatchObject({ created_by: "eve" });
});

test("1.3 takes no bead from who works on it, and only objects as metadata", async () => {
  await using bench = await makeBench({ version: "1.3.0" });
  await bench.json(["update", DOOR, "--claim"]);
  const take = ["update", DOOR, "-a", "bob", "--actor", "bob", "--json"];
  expect(await bench.bd(take)).toMatchObject({ code: 1, stdout: "" });
  expect(await bench.json([...take, "--force"])).toMatchObject([{ assignee: "bob" }]);
  expect(await bench.bd(["update", DOOR, "--metadata", "[1]"])).toMatchObject({ code: 1 });
});

test("between 0.63.3 and 1.0.3 the second call is refused at once", async () => {
  await using bench = await makeBench({ version: "1.0.0" });
  await using hold = await bench.workspace.hold("close");
  const first = bench.bd(["close", DOOR]);
  await vi.waitFor(() => expect(hold.isReached()).toBe(true), { timeout: 20_000, interval: 10 });
  expect(await bench.bd(["list"], { env: { FAKE_BD_CALLER: "agent" } })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("another process holds the exclusive lock"),
  });
  await hold.release();
  expect((await first).code).toBe(0);
  expect((await bench.bd(["list"], { env: { FAKE_BD_CALLER: "agent" } })).code).toBe(0);
});

test("a call may forget its work, or do it without a word", async () => {
  await using bench = await makeBench();
  await bench.workspace.fail({ forgets: true });
  expect(await bench.json(["close", DOOR])).toMatchObject([{ status: "closed" }]);
  expect(await door(bench)).toMatchObject({ status: "open" });
  await bench.workspace.fail({ partial: 0 });
  expect(await bench.bd(["close", DOOR, "--json"])).toMatchObject({ stdout: "", code: 0 });
  expect(await door(bench)).toMatchObject({ status: "closed" });
});
