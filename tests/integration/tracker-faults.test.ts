import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BeadId, ProjectId } from "@switchyard/core/protocol";
import {
  exampleIssues,
  type FakeBdSwitches,
  installDebianBd,
  installFakeBd,
  installFakeBr,
} from "@switchyard/testkit/fake-bd";
import { expect, test } from "vitest";
import { fakeBench } from "./tracker-fakes.ts";

test.each<[string, FakeBdSwitches, string]>([
  ["garbage", { garbage: "Segmentation fault" }, "bd answered with something that is not JSON."],
  ["half an answer", { partial: 40 }, "bd answered with something that is not JSON."],
  ["nothing", { empty: true }, "bd answered with something other than a list of beads."],
  ["an error", { error: "Error: the disk is full" }, "the disk is full"],
  ["a lock that stays", { locked: true }, "another process holds the exclusive lock"],
  ["a crash", { crash: "SIGKILL" }, "bd was ended before it answered."],
  ["an exit code alone", { crash: 3 }, "bd ended with code 3."],
  ["no workspace", { noWorkspace: true }, "no beads database found"],
])("%s in place of a list is told, and what was read stays", async (_what, switches, note) => {
  await using bench = await fakeBench({});
  const { beads } = await bench.tracker.read();
  await bench.workspace.fail({ only: ["list"], ...switches });
  const failed = await bench.tracker.read({ refresh: true });
  expect(failed).toMatchObject({ revision: 2, state: { source: "bd", version: "1.0.5", failed: true } });
  expect(failed.state.note).toContain(note);
  expect(failed.beads).toEqual(beads);
  expect(bench.changes).toMatchObject([{ from: 1, changed: [], removed: [] }]);
  await bench.workspace.fail({});
  expect(await bench.tracker.read()).toMatchObject({ revision: 3, state: { failed: false, note: null } });
});

test("a list of nothing may be null", async () => {
  await using bench = await fakeBench({});
  await bench.workspace.fail({ only: ["list"], garbage: "null" });
  expect(await bench.tracker.read()).toMatchObject({ beads: [], state: { failed: false, note: null } });
});

test("a bead that is listed twice is one, the last, and no change by itself", async () => {
  await using bench = await fakeBench({});
  const [first, ...others] = await bench.workspace.read();
  const twice = [first!, { ...first, title: "Again" }, ...others];
  await bench.workspace.write(twice);
  const { beads } = await bench.tracker.read();
  expect(beads.filter(({ id }) => id === first?.["id"])).toMatchObject([{ title: "Again" }]);
  const change = bench.change();
  await bench.workspace.write(twice.map((each, at) => (at === 3 ? { ...each, title: "New" } : each)));
  expect((await change).changed).toMatchObject([{ title: "New" }]);
});

test("a call that does not end is ended with all that it started, and the next one works", async () => {
  await using bench = await fakeBench({}, { timing: { callMs: 2500 } });
  await bench.tracker.read();
  await bench.workspace.fail({ ignoreTerm: true });
  const hold = await bench.workspace.hold("list");
  const { state } = await bench.tracker.read({ refresh: true });
  expect(state).toMatchObject({ failed: true, note: "bd did not answer within 2.5 seconds." });
  await hold.release();
  expect(await bench.tracker.read()).toMatchObject({ state: { failed: false } });
  expect(await bench.overlaps()).toBe(0);
});

test("a lock that passes is waited for", async () => {
  await using bench = await fakeBench({});
  await bench.workspace.fail({ locked: true, times: 2 });
  expect(await bench.tracker.read()).toMatchObject({ state: { failed: false } });
  expect(await bench.calls()).toEqual(["list", "list", "list"]);
});

test("words on stderr and an envelope are no fault", async () => {
  await using bench = await fakeBench({}, { env: { BD_JSON_ENVELOPE: "1", CLAUDE_CODE: "1" } });
  await bench.workspace.fail({ noise: "warning: a newer bd is out\n", envelope: true });
  const { beads, state } = await bench.tracker.read();
  expect(beads.length).toBeGreaterThan(20);
  expect(state).toMatchObject({ failed: false, note: null });
  expect(await bench.tracker.bead(BeadId.parse("shop-k3x"))).toMatchObject({ comments: [{}, {}] });
});

test("before anything was read, a tracker that fails is read from its file, with its own words", async () => {
  await using bench = await fakeBench({});
  await bench.workspace.fail({ error: "Error: the schema is too new" });
  const { beads, state } = await bench.tracker.read();
  expect(beads.length).toBeGreaterThan(20);
  expect(state).toMatchObject({ source: "jsonl", stale: true, version: null, failed: true });
  expect(state.note).toContain("bd could not read the tracker: the schema is too new");
  await bench.workspace.fail({});
  expect(await bench.tracker.read()).toMatchObject({ state: { source: "bd", stale: false, failed: false } });
});

test("without a file to read instead, its words are the error", async () => {
  await using bench = await fakeBench({});
  await rm(join(bench.workspace.beadsDir, "issues.jsonl"));
  await bench.workspace.fail({ error: "Error: the schema is too new" });
  const refusal = { code: "BD_FAILED", message: "the schema is too new" };
  await expect(bench.tracker.read()).rejects.toMatchObject(refusal);
  await expect(bench.tracker.bead(BeadId.parse("shop-1"))).rejects.toMatchObject(refusal);
});

test("a bead that bd fails to show is told so, and the list stays as it is", async () => {
  await using bench = await fakeBench({});
  await bench.tracker.read();
  await bench.workspace.fail({ only: ["show"], error: "Error: the disk is full" });
  const refusal = { code: "BD_FAILED", message: "the disk is full" };
  await expect(bench.tracker.bead(BeadId.parse("shop-1"))).rejects.toMatchObject(refusal);
  expect(bench.tracker.current()).toMatchObject({ revision: 1, state: { failed: false } });
});

test("a part of an id is not that bead", async () => {
  await using bench = await fakeBench({});
  await expect(bench.tracker.bead(BeadId.parse("k3x"))).rejects.toMatchObject({ code: "BEAD_NOT_FOUND" });
});

test("a bead that was shown is not asked for again until something changes", async () => {
  await using bench = await fakeBench({});
  await bench.tracker.read();
  const first = await bench.tracker.bead(BeadId.parse("shop-k3x"));
  expect(await bench.tracker.bead(BeadId.parse("shop-k3x"))).toBe(first);
  const change = bench.change();
  await bench.agent("comments", "add", "shop-k3x", "Oiled.");
  expect((await change).texts).toEqual(["shop-k3x"]);
  expect((await bench.tracker.bead(BeadId.parse("shop-k3x"))).comments).toHaveLength(3);
});

test("Debian's bd is told from the tracker, and the file is read", async () => {
  await using bench = await fakeBench({}, {}, installDebianBd);
  const { state } = await bench.tracker.read();
  expect(state).toMatchObject({ source: "jsonl", stale: true, version: null, failed: false });
  expect(state.note).toContain("The bd on the PATH is not the beads tracker");
});

test("br's tracker is read from its file, without a call that could stand in its way", async () => {
  await using bench = await fakeBench({ storage: "sqlite" }, {}, installFakeBr);
  await writeFile(join(bench.workspace.beadsDir, ".write.lock"), "");
  expect(await bench.tracker.read()).toMatchObject({
    state: { source: "br", version: "0.1.12", stale: false, note: null },
  });
  const change = bench.change();
  await bench.workspace.write([...exampleIssues(), { id: "shop-new", title: "New" }]);
  expect((await change).changed).toMatchObject([{ id: "shop-new" }]);
  expect(await bench.tracker.bead(BeadId.parse("shop-k3x"))).toMatchObject({ comments: [{}, {}] });
});

test("a bd that is installed later is found by whoever asks anew", async () => {
  await using bench = await fakeBench({}, {}, async () => undefined);
  expect(await bench.tracker.read()).toMatchObject({ state: { source: "jsonl", stale: true } });
  await installFakeBd(bench.bin);
  expect(await bench.tracker.read({ refresh: true })).toMatchObject({
    state: { source: "bd", version: "1.0.5", stale: false, note: null },
  });
});

test("a tracker of an older bd is read from its file, not opened by a newer one", async () => {
  await using bench = await fakeBench({ storage: "sqlite" });
  const { state } = await bench.tracker.read();
  expect(state).toMatchObject({ source: "jsonl", stale: false, failed: false });
  expect(state.note).toContain("An older bd made this tracker, and bd 1.0.5 does not open it.");
  expect(await bench.calls()).toEqual([]);
});

test("projects that share a tracker share its readings: one change is one list for both", async () => {
  await using bench = await fakeBench({});
  const second = join(bench.root, "second");
  await mkdir(join(second, ".git"), { recursive: true });
  await mkdir(join(second, ".beads"));
  await writeFile(join(second, ".beads", "redirect"), "../.beads\n");
  const other = bench.trackers.of(ProjectId.parse("second"), second);
  await Promise.all([bench.tracker.read(), other.read()]);
  const before = await bench.calls();
  const change = bench.change(() => bench.changes.length === 2);
  await bench.agent("update", "shop-k3x", "--priority", "3");
  await change;
  expect(await bench.calls()).toEqual([...before, "list"]);
  expect(await bench.overlaps()).toBe(0);
});

test("a poll finds what no file tells of", async () => {
  // What is heard comes too late here.
  await using bench = await fakeBench({}, { timing: { debounceMs: 3_600_000, serverPollMs: 20 } });
  const metadata = { backend: "dolt", database: "dolt", dolt_mode: "server" };
  await writeFile(join(bench.workspace.beadsDir, "metadata.json"), JSON.stringify(metadata));
  await bench.tracker.read();
  const change = bench.change();
  await bench.agent("update", "shop-k3x", "--priority", "3");
  expect((await change).changed).toMatchObject([{ id: "shop-k3x", priority: 3 }]);
});
