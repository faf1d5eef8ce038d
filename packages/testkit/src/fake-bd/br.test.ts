import { expect, test } from "vitest";
import { makeBench, run, type Ran } from "./bench.testkit.ts";
import { installFakeBr } from "./install.ts";
import { join } from "node:path";

const VERSIONS = ["0.1.12", "0.5.7"] as const;

interface Br extends AsyncDisposable {
  readonly br: (...args: string[]) => Promise<Ran>;
  readonly stored: (id: string) => Promise<Record<string, unknown> | undefined>;
}

async function makeBr(version: string): Promise<Br> {
  const bench = await makeBench({ storage: "jsonl" });
  const { path } = await installFakeBr(join(bench.folder, "br"), { version });
  return {
    br: (...args) => run(path, [...args, "--json"], { cwd: bench.workspace.root }),
    stored: async (id) => (await bench.workspace.read()).find((issue) => issue["id"] === id),
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  };
}

/** Where this version says what went wrong. */
function errorIn({ stdout, stderr }: Ran, version: string): unknown {
  const text = version === "0.1.12" ? stderr : stdout;
  return (JSON.parse(text.slice(text.lastIndexOf('{\n  "error"'))) as { error: unknown }).error;
}

test("br reads the same file in its own way", async () => {
  await using bench = await makeBr("0.1.12");
  const { br } = bench;
  expect(JSON.parse((await br("version")).stdout)).toMatchObject({ version: "0.1.12" });
  const listed = JSON.parse((await br("list", "--limit", "0")).stdout) as Record<string, unknown>[];
  expect(listed[0]).toMatchObject({ id: "shop-1.2.1", source_repo: ".", compaction_level: 0 });
  expect(listed.map(({ status }) => status)).not.toContain("closed");
  expect(JSON.parse((await br("show", "shop-1.2")).stdout)).toMatchObject([
    { dependencies: [{ id: "shop-1", dependency_type: "parent-child" }, { id: "shop-1.1" }] },
  ]);
  expect(JSON.parse((await br("ready", "--limit=2")).stdout)).toHaveLength(2);
  const failed = await br("show", "nope");
  expect(failed).toMatchObject({ stdout: "", code: 3 });
  expect(errorIn(failed, "0.1.12")).toMatchObject({ code: "ISSUE_NOT_FOUND" });
});

test.for(VERSIONS)("br %s makes and changes issues with the flags that it has", async (version) => {
  await using bench = await makeBr(version);
  const { br, stored } = bench;
  const made = JSON.parse((await br("create", "--title=-x", "--status=deferred", "-l", "a,b")).stdout) as {
    id: string;
  };
  expect(await stored(made.id)).toMatchObject({
    ...{ title: "-x", status: "deferred", labels: ["a", "b"], source_repo: "." },
  });
  expect(await br("create", "T", "--design=d")).toMatchObject({ code: 2 });
  expect(await br("update", made.id, "--metadata={}")).toMatchObject({ code: 2 });
  const changed = await br("update", made.id, "--add-label", "c,d", "--add-label", "e", "--acceptance=ok");
  expect(JSON.parse(changed.stdout)).toMatchObject([{ id: made.id, acceptance_criteria: "ok" }]);
  expect(await stored(made.id)).toMatchObject({ labels: ["a", "b", "c,d", "e"] });
  await br("comments", "add", made.id, "Hello");
  await br("label", "remove", made.id, "e");
  await br("dep", "add", made.id, "shop-1");
  expect(await stored(made.id)).toMatchObject({
    comments: [{ id: 2, text: "Hello" }],
    labels: ["a", "b", "c,d"],
    dependencies: [{ depends_on_id: "shop-1", type: "blocks" }],
  });
  const circle = await br("dep", "add", "shop-1", made.id);
  expect(circle.code).toBe(5);
  expect(errorIn(circle, version)).toMatchObject({ code: "CYCLE_DETECTED" });
});

test.for(VERSIONS)("br %s tells of what it closed, and of what it did not", async (version) => {
  await using bench = await makeBr(version);
  const { br, stored } = bench;
  const isOld = version === "0.1.12";
  const [closed, blocked, missing] = [
    await br("close", "shop-k3x", "-r", "done"),
    await br("close", "shop-1.1.3"),
    await br("update", "shop-rel", "nope", "-p", "0"),
  ];
  const done = [{ id: "shop-k3x", status: "closed", close_reason: "done" }];
  expect(JSON.parse(closed.stdout)).toMatchObject(isOld ? done : { closed: done, skipped: [] });
  const words = expect.stringContaining("shop-1.1.3: blocked by open issues") as unknown;
  expect(isOld ? errorIn(blocked, version) : JSON.parse(blocked.stdout)).toMatchObject(
    isOld ? { message: words } : { closed: [], skipped: [{ id: "shop-1.1.3", reason: words }] },
  );
  expect(blocked.code).toBe(isOld ? 4 : 0);
  expect(missing).toMatchObject({ code: 3, stdout: expect.stringContaining('"id": "shop-rel"') });
  expect(errorIn(missing, version)).toMatchObject({ code: "ISSUE_NOT_FOUND" });
  expect(await stored("shop-rel")).toMatchObject({ priority: 0 });
  const reopened = JSON.parse((await br("reopen", "shop-k3x")).stdout) as unknown;
  expect(reopened).toMatchObject(isOld ? [{ status: "open" }] : { reopened: [{ status: "open" }] });
  expect((await br("update", "shop-1.2.1", "--notes=x")).code).toBe(isOld ? 0 : 4);
});
