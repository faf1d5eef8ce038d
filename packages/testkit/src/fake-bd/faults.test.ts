import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { makeBench, type Bench } from "./bench.testkit.ts";

const WAIT = { timeout: 20_000, interval: 10 };

test("two calls of one caller at once are a fault, and it is counted", async () => {
  await using bench = await makeBench();
  await using hold = await bench.workspace.hold("list");
  const first = bench.bd(["list", "--json"]);
  await vi.waitFor(() => expect(hold.isReached()).toBe(true), WAIT);
  const second = await bench.bd(["show", "shop-1", "--json"]);
  expect(second).toMatchObject({ stdout: "", stderr: expect.stringContaining("FAKE_BD_OVERLAP"), code: 1 });
  expect(await bench.workspace.overlaps()).toBe(1);
  await hold.release();
  expect((await first).code).toBe(0);
  expect((await bench.bd(["show", "shop-1"])).code).toBe(0);
  expect(await bench.workspace.overlaps()).toBe(1);
  const [list, show] = await bench.workspace.journal();
  expect(list).toMatchObject({ args: ["list", "--json"], command: "list", code: 0 });
  expect(show).toMatchObject({ command: "show", code: 1 });
  expect(show!.endedAt).toBeLessThan(list!.endedAt!);
});

test("calls of different callers wait for each other", async () => {
  await using bench = await makeBench();
  await using hold = await bench.workspace.hold("list");
  const first = bench.bd(["list"], { env: { FAKE_BD_CALLER: "app" } });
  await vi.waitFor(() => expect(hold.isReached()).toBe(true), WAIT);
  const second = bench.bd(["close", "shop-k3x"], { env: { FAKE_BD_CALLER: "agent" } });
  await vi.waitFor(async () => expect(await bench.workspace.journal()).toHaveLength(2), WAIT);
  await hold.release();
  expect([(await first).code, (await second).code]).toEqual([0, 0]);
  expect((await first).stdout).toContain("shop-k3x");
  expect(await bench.workspace.overlaps()).toBe(0);
});

test("the version may be asked for beside any other call", async () => {
  await using bench = await makeBench();
  await using hold = await bench.workspace.hold("list");
  const first = bench.bd(["list"]);
  await vi.waitFor(() => expect(hold.isReached()).toBe(true), WAIT);
  expect((await bench.bd(["version"])).code).toBe(0);
  await hold.release();
  await first;
  expect(await bench.workspace.overlaps()).toBe(0);
});

test("a call that was killed leaves no lock behind, and has no end", async () => {
  await using bench = await makeBench();
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    const hold = await bench.workspace.hold();
    const call = bench.bd(["list"]);
    await vi.waitFor(() => expect(hold.isReached()).toBe(true), WAIT);
    process.kill(await pidOfLast(bench), signal);
    expect((await call).signal).toBe(signal);
    expect(hold.isReached()).toBe(false);
    await hold.release();
    expect((await bench.bd(["list"])).code).toBe(0);
  }
  const ends = (await bench.workspace.journal()).map(({ endedAt }) => endedAt !== undefined);
  expect(ends).toEqual([false, true, false, true]);
  expect(await bench.workspace.overlaps()).toBe(0);
});

test("one that ignores SIGTERM goes on until it is done", async () => {
  await using bench = await makeBench();
  await bench.workspace.fail({ ignoreTerm: true });
  await using hold = await bench.workspace.hold();
  const call = bench.bd(["list"]);
  await vi.waitFor(() => expect(hold.isReached()).toBe(true), WAIT);
  process.kill(await pidOfLast(bench), "SIGTERM");
  await hold.release();
  expect(await call).toMatchObject({ code: 0, signal: null });
});

async function pidOfLast({ workspace }: Bench): Promise<number> {
  return (await workspace.journal()).at(-1)!.pid;
}

test("the database is locked for so many calls, in the words of the version", async () => {
  await using young = await makeBench();
  await using old = await makeBench({ version: "0.49.6" });
  await young.workspace.fail({ locked: true, only: ["list"], times: 2 });
  expect((await young.bd(["show", "shop-1"])).code).toBe(0);
  for (let call = 0; call < 2; call += 1) {
    expect(await young.bd(["list", "--json"])).toMatchObject({
      stdout: "",
      stderr: expect.stringContaining("embeddeddolt: another process holds the exclusive lock on"),
      code: 1,
    });
  }
  expect((await young.bd(["list"])).code).toBe(0);
  await old.workspace.fail({ locked: true });
  expect(await old.bd(["list"])).toMatchObject({
    stderr: expect.stringContaining("database is locked"),
    code: 1,
  });
  await old.workspace.fail({});
  expect((await old.bd(["list"])).code).toBe(0);
});

test("what is printed may be rubbish, cut short, nothing, or with noise beside it", async () => {
  await using bench = await makeBench();
  await bench.workspace.fail({ garbage: "<html>" });
  expect(await bench.bd(["list", "--json"])).toMatchObject({ stdout: "<html>", code: 0 });
  await bench.workspace.fail({ partial: 100 });
  const { stdout } = await bench.bd(["list", "--json"]);
  expect(stdout).toHaveLength(100);
  expect(() => JSON.parse(stdout) as unknown).toThrow(SyntaxError);
  await bench.workspace.fail({ empty: true });
  expect(await bench.bd(["close", "shop-k3x", "--json"])).toMatchObject({ stdout: "", stderr: "", code: 0 });
  expect((await bench.workspace.read()).find(({ id }) => id === "shop-k3x")).toMatchObject({
    status: "open",
  });
  await bench.workspace.fail({ noise: "warning: & so on\n" });
  const noisy = await bench.bd(["list", "--json"]);
  expect(noisy.stderr).toBe("warning: & so on\n");
  expect(JSON.parse(noisy.stdout)).not.toHaveLength(0);
});

test("it may end by a signal or a code, before its work or after it", async () => {
  await using bench = await makeBench();
  const statusOf = async (): Promise<unknown> =>
    (await bench.workspace.read()).find(({ id }) => id === "shop-k3x")?.["status"];
  await bench.workspace.fail({ crash: "SIGKILL" });
  expect(await bench.bd(["close", "shop-k3x"])).toMatchObject({ stdout: "", signal: "SIGKILL" });
  expect(await statusOf()).toBe("open");
  await bench.workspace.fail({ crash: 3, crashWhen: "after" });
  expect(await bench.bd(["close", "shop-k3x"])).toMatchObject({ code: 3 });
  expect(await statusOf()).toBe("closed");
});

test("another actor may be faster by a moment", async () => {
  await using bench = await makeBench();
  await bench.workspace.fail({ claimedBy: "bob" });
  expect(await bench.bd(["update", "shop-k3x", "--claim"])).toMatchObject({
    stderr: "Error claiming shop-k3x: issue already claimed by bob\n",
    code: 1,
  });
  expect((await bench.workspace.read()).find(({ id }) => id === "shop-k3x")).toMatchObject({
    assignee: "bob",
    status: "in_progress",
  });
});

test("the workspace may be gone, or any words be said", async () => {
  await using bench = await makeBench();
  await bench.workspace.fail({ noWorkspace: true });
  expect((await bench.bd(["list"])).stderr).toMatch(/^Error: no beads database found/);
  await bench.workspace.fail({ error: "Error: database is read only" });
  expect(await bench.bd(["list"])).toMatchObject({ stderr: "Error: database is read only\n", code: 1 });
});

test("an envelope is around everything from 1.0.3 on", async () => {
  await using young = await makeBench();
  await using old = await makeBench({ version: "0.49.6" });
  const env = { BD_JSON_ENVELOPE: "1" };
  expect(await young.json(["list"], { env })).toEqual({ schema_version: 1, data: expect.any(Array) });
  expect(await young.json(["version"], { env })).toEqual({
    schema_version: 1,
    data: { version: "1.0.5", build: "dev" },
  });
  const failed = await young.bd(["show", "nope", "--json"], { env });
  expect(JSON.parse(failed.stdout)).toEqual({ schema_version: 1, data: { error: expect.any(String) } });
  expect(await old.json(["list"], { env })).toEqual(expect.any(Array));
  await young.workspace.fail({ envelope: true });
  expect(await young.json(["list"])).toEqual({ schema_version: 1, data: expect.any(Array) });
});

test("the environment can set what goes wrong, also without a workspace", async () => {
  await using bench = await makeBench();
  const env = { FAKE_BD_SWITCHES: JSON.stringify({ garbage: "no JSON", only: ["version"] }) };
  expect((await bench.bd(["version", "--json"], { env, cwd: bench.folder })).stdout).toBe("no JSON");
  expect((await bench.bd(["list"], { env })).stdout).toContain("shop-1");
});

test("what is only to be read is not written", async () => {
  await using bench = await makeBench();
  const before = await bench.workspace.read();
  expect(await bench.bd(["--readonly", "close", "shop-k3x"])).toMatchObject({ code: 1 });
  expect((await bench.bd(["--readonly", "list"])).code).toBe(0);
  expect(await bench.workspace.read()).toEqual(before);
});

test("a test can write the issues as another would, and lines that are none do no harm", async () => {
  await using bench = await makeBench({ version: "0.49.6" });
  await bench.workspace.write([{ id: "ab-1", title: "A" }]);
  expect(await bench.json(["list"])).toMatchObject([
    { id: "ab-1", status: "open", issue_type: "task", priority: 2 },
  ]);
  const file = join(bench.workspace.beadsDir, "issues.jsonl");
  await writeFile(
    file,
    '{"id":"ab-2","title":"B"}\n\nno JSON\n{"_type":"memory","key":"k"}\n{"title":"C"}\n',
  );
  expect(await bench.json(["list"])).toMatchObject([{ id: "ab-2" }]);
  expect(existsSync(join(bench.workspace.beadsDir, "beads.db"))).toBe(true);
});

test("a call that is slow takes at least its time", async () => {
  await using bench = await makeBench();
  await bench.workspace.fail({ slow: 60 });
  await bench.json(["list"]);
  const [call] = await bench.workspace.journal();
  expect(call!.endedAt! - call!.startedAt).toBeGreaterThanOrEqual(60);
});
