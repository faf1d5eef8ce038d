import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { BeadId } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import { type Bench, makeBench } from "./bench.testkit.ts";

const id = (text: string): BeadId => BeadId.parse(text);

test.each([
  ["0.49.6", "--no-daemon"],
  ["1.3.0", "--sandbox"],
])("bd %s: a bead is made, changed, closed and opened again", async (version, alone) => {
  await using bench = await makeBench({ version });
  const { writes } = bench.tracker;
  const wanted = {
    title: "--help",
    description: 'a\n"b" $(x) 🙂',
    acceptance_criteria: "- one\n- two",
    notes: "-n",
    labels: ["ui", "x y"],
    parent: id("shop-k3x"),
    due_at: "2027-01-02",
    estimated_minutes: 30,
  };
  const made = await writes.create({
    ...wanted,
    status: "in_progress",
    dependencies: [{ depends_on_id: "shop-b10", type: "blocks" }],
  });
  const { parent: _parent, due_at: _due, ...plain } = wanted;
  expect(made).toMatchObject({ ...plain, status: "in_progress", created_by: "alice" });
  const edges = made.dependencies?.map(({ type, depends_on_id }) => `${type} ${depends_on_id}`);
  expect(edges?.toSorted()).toEqual(["blocks shop-b10", "parent-child shop-k3x"]);

  const patch = {
    title: "New",
    notes: "other",
    description: null,
    assignee: "bob",
    labels: ["a"],
    priority: 0,
  };
  const changed = await writes.update(made.id, { ...patch, parent: null });
  expect(changed).toMatchObject({
    title: "New",
    notes: "other",
    assignee: "bob",
    labels: ["a"],
    priority: 0,
  });
  expect(changed).not.toHaveProperty("description");
  expect(changed.dependencies?.map(({ type }) => type)).toEqual(["blocks"]);

  await writes.update(made.id, { labels: [], assignee: "", due_at: null, estimated_minutes: null });
  const stored = await bench.stored(made.id);
  expect(stored["labels"] ?? []).toEqual([]);
  expect([stored["assignee"], stored["due_at"], stored["estimated_minutes"] ?? 0]).toEqual([
    undefined,
    undefined,
    0,
  ]);

  const closed = await writes.close(made.id, { reason: "-done", force: true });
  expect(closed).toMatchObject({ status: "closed", close_reason: "-done" });
  expect(await writes.close(made.id, {})).toMatchObject({ close_reason: "-done" });
  const again = await writes.reopen(made.id, "not yet");
  expect(again).toMatchObject({ status: "open", comments: [{ author: "alice", text: "not yet" }] });
  expect(again).not.toHaveProperty("closed_at");
  expect(await writes.reopen(made.id)).toEqual(again);

  // Before 0.51 a sandbox would also keep the file as it was, that others read.
  const changes = (await bench.workspace.journal()).filter(({ args }) => args.includes("--actor=alice"));
  const flags = changes.map(({ args, command }) => args.slice(0, args.indexOf(command.split(" ")[0] ?? "")));
  expect(new Set(flags.map((each) => each.join(" ")))).toEqual(new Set([`${alone} --actor=alice`]));
  expect(changes.map(({ command }) => command)).toContain("dep add");
  expect(await bench.workspace.overlaps()).toBe(0);
});

test("what was changed is told before the change has ended, and is there without another reading", async () => {
  await using bench = await makeBench();
  const { tracker } = bench;
  bench.trackers.clients(1);
  await tracker.read();
  await bench.calls();
  const bead = await tracker.writes.update(id("shop-b10"), { title: "New" });
  expect(bench.changes).toMatchObject([{ from: 1, reading: { revision: 2 }, changed: [{ id: "shop-b10" }] }]);
  expect(tracker.current()?.beads.find((each) => each.id === "shop-b10")).toMatchObject({ title: "New" });
  expect(await tracker.bead(id("shop-b10"))).toEqual(bead);
  // Others may have changed with it: they are looked for once.
  await vi.waitFor(async () => expect(await bench.calls()).toContain("list"), 20_000);
});

test("a field that is another than when it was edited is not written over", async () => {
  await using bench = await makeBench();
  const { writes } = bench.tracker;
  const beadId = id("shop-b10");
  const refused = writes.update(beadId, { title: "Mine", priority: 0 }, { title: "Old", priority: 3 });
  await expect(refused).rejects.toMatchObject({
    code: "BEAD_CHANGED",
    data: { fields: ["title"], bead: { title: "Held by hand", priority: 3 } },
  });
  expect(await bench.stored("shop-b10")).toMatchObject({ title: "Held by hand", priority: 3 });
  await bench.calls();
  await writes.update(beadId, { title: "Held by hand" }, { title: "Old" });
  expect(await bench.calls()).toEqual(["show"]);
});

test("what guards a bead from being closed is told, and passed over by force", async () => {
  await using bench = await makeBench({ version: "1.0.5" });
  const { writes } = bench.tracker;
  const guarded = { code: "BD_FAILED", data: { canForce: true, beadId: "shop-1.1.3" } };
  await expect(writes.close(id("shop-1.1.3"), {})).rejects.toMatchObject(guarded);
  await expect(writes.update(id("shop-1.1.3"), { status: "closed" })).rejects.toMatchObject({
    ...guarded,
    message: expect.stringContaining("blocked by open issues"),
  });
  expect(await writes.close(id("shop-1.1.3"), { force: true })).toMatchObject({ status: "closed" });
});

test("no other refusal says that it could be forced, since only closing can", async () => {
  const held = { id: "ab-1", title: "Held", status: "in_progress", priority: 2, issue_type: "task" };
  const lease = { assignee: "bob", lease_expires_at: "2999-01-01T00:00:00Z" };
  await using bench = await makeBench({ issues: [{ ...held, ...lease }] });
  const refused = bench.tracker.writes.update(id("ab-1"), { assignee: "carol" });
  await expect(refused).rejects.toMatchObject({
    code: "BD_FAILED",
    message: expect.stringContaining("bob holds a live claim"),
    data: { beadId: "ab-1" },
  });
  await expect(refused).rejects.not.toHaveProperty("data.canForce");
});

test("what opening a bead again would empty is set after it", async () => {
  await using bench = await makeBench();
  const patch = { status: "open", title: "Later", defer_until: "2031-05-05" };
  const bead = await bench.tracker.writes.update(id("shop-don"), patch);
  expect(bead).toMatchObject({ status: "open", title: "Later", defer_until: expect.any(String) });
});

test("an exit code of 0 with nothing done is no success", async () => {
  await using bench = await makeBench({ version: "0.49.6" });
  const { writes } = bench.tracker;
  await bench.workspace.fail({ empty: true, only: ["update", "create", "comments add", "dep add"] });
  await expect(writes.update(id("shop-b10"), { priority: 1 })).rejects.toMatchObject({
    code: "BD_FAILED",
    message: "bd 0.49.6 said that it was done, but the priority of shop-b10 is 3.",
  });
  await expect(writes.create({ title: "Not made" })).rejects.toThrow("there is no new bead");
  await expect(writes.comment(id("shop-b10"), "Not said")).rejects.toThrow("does not have this comment");
  await expect(writes.addDependency(id("shop-b10"), "shop-odd", "blocks")).rejects.toThrow(
    "does not depend on",
  );
});

test("what was done though nothing was said of it is done once", async () => {
  await using bench = await makeBench();
  const { writes } = bench.tracker;
  await bench.workspace.fail({ crash: "SIGKILL", crashWhen: "after", only: ["create", "update", "close"] });
  const made = await writes.create({ title: "Once" });
  expect(await writes.update(made.id, { title: "Twice" })).toMatchObject({ title: "Twice" });
  await bench.workspace.fail({ garbage: "<html>", only: ["comments add", "close"] });
  expect(await writes.comment(made.id, "Said")).toMatchObject({ comments: [{ text: "Said" }] });
  expect(await writes.close(made.id, {})).toMatchObject({ status: "closed" });
  const stored = await bench.workspace.read();
  expect(stored.filter(({ id: each }) => !String(each).includes("shop-"))).toEqual([]);
  expect(stored.filter(({ title }) => title === "Twice")).toHaveLength(1);
});

test("a bead is made though what followed failed, and is not where its program refused", async () => {
  await using bench = await makeBench();
  const { writes } = bench.tracker;
  const only = ["create"];
  await bench.workspace.fail({ noise: "Error: push failed\n", crash: 1, crashWhen: "after", only });
  const { id: made } = await writes.create({ title: "Pushed later" });
  expect(await bench.stored(made)).toMatchObject({ title: "Pushed later" });
  await bench.workspace.fail({ error: "title is taken", only });
  await expect(writes.create({ title: "Pushed later" })).rejects.toMatchObject({
    code: "BD_FAILED",
    message: "title is taken",
    data: {},
  });
});

test("what came of a call that was ended is looked up", async () => {
  await using bench = await makeBench();
  await bench.workspace.fail({ crash: "SIGKILL", only: ["update"] });
  await expect(bench.tracker.writes.update(id("shop-b10"), { priority: 1 })).rejects.toMatchObject({
    message: "bd was ended before it answered. It was not done: the priority of shop-b10 is 3.",
  });
});

test("where nobody can tell what was done, that is told", async () => {
  await using bench = await makeBench();
  await bench.workspace.fail({ garbage: "<html>", only: ["create", "list"] });
  await expect(bench.tracker.writes.create({ title: "Perhaps" })).rejects.toMatchObject({
    code: "BD_FAILED",
    message: expect.stringContaining("It may have been done"),
    data: { mayBeDone: true },
  });
});

test("a lock is waited for, and the write is done once", async () => {
  await using bench = await makeBench({ version: "0.49.6" });
  await bench.workspace.fail({ locked: true, times: 2, only: ["comments add"] });
  expect(await bench.tracker.writes.comment(id("shop-b10"), "-f x")).toMatchObject({
    comments: [{ author: "alice", text: "-f x" }],
  });
  const { comments } = await bench.stored("shop-b10");
  expect(comments).toHaveLength(1);
});

test.each(["0.49.6", "1.3.0"])("bd %s: a claim is one's own or another's, by name", async (version) => {
  await using bench = await makeBench({ version });
  const { writes } = bench.tracker;
  expect(await writes.claim(id("shop-zz9"))).toMatchObject({
    assignee: "alice",
    bead: { status: "in_progress" },
  });
  expect(await writes.claim(id("shop-zz9"))).toMatchObject({ assignee: "alice" });
  await expect(writes.claim(id("shop-1.1.1"))).rejects.toMatchObject({ code: "BD_FAILED" });
  await bench.workspace.fail({ claimedBy: "robot", only: ["update"] });
  await expect(writes.claim(id("shop-k3x"))).rejects.toMatchObject({
    code: "CLAIMED",
    data: { assignee: "robot" },
  });
});

test("a circle is refused by the names of those on it, and no call is made for it", async () => {
  await using bench = await makeBench();
  const { writes } = bench.tracker;
  await expect(writes.addDependency(id("shop-1.1.1"), "shop-1.1.3", "blocks")).rejects.toMatchObject({
    code: "BD_FAILED",
    message:
      "shop-1.1.3 already waits for shop-1.1.1 (shop-1.1.1 → shop-1.1.2 → shop-1.1.3): that would be a circle.",
    data: { circle: ["shop-1.1.1", "shop-1.1.2", "shop-1.1.3"] },
  });
  await expect(writes.addDependency(id("shop-b10"), "shop-b10", "blocks")).rejects.toThrow("on itself");
  await expect(writes.update(id("shop-1"), { parent: id("shop-1.1.3") })).rejects.toThrow("is below shop-1");
  await expect(writes.addDependency(id("shop-b10"), "shop-b1", "blocks")).rejects.toMatchObject({
    code: "BEAD_NOT_FOUND",
  });
  expect(await bench.calls()).not.toContain("dep add");
});

test("a circle that the tracker itself refuses is told by the names of those on it too", async () => {
  await using bench = await makeBench();
  const error = "adding dependency would create a cycle";
  await bench.workspace.fail({ error, only: ["dep add"] });
  const refused = bench.tracker.writes.addDependency(id("shop-1"), "shop-1.1.3", "blocks");
  await expect(refused).rejects.toMatchObject({
    code: "BD_FAILED",
    message: `${error} (shop-1 → shop-1.1 → shop-1.1.3)`,
    data: { circle: ["shop-1", "shop-1.1", "shop-1.1.3"] },
  });
});

test("dependencies are made and taken, also to what is not here", async () => {
  await using bench = await makeBench({ version: "0.49.6" });
  const { writes } = bench.tracker;
  const targets = (bead: { dependencies?: { depends_on_id: string }[] | undefined }): string[] =>
    (bead.dependencies ?? []).map((edge) => edge.depends_on_id);
  expect(targets(await writes.addDependency(id("shop-b10"), "shop-odd", "related"))).toEqual(["shop-odd"]);
  expect(targets(await writes.removeDependency(id("shop-b10"), "shop-odd"))).toEqual([]);
  expect(targets(await writes.removeDependency(id("shop-b10"), "shop-odd"))).toEqual([]);
  expect(targets(await writes.removeDependency(id("shop-dng"), "external:bank:pay"))).toEqual(["shop-lost"]);
});

test("several are changed in few calls, and those that could not be are told with why", async () => {
  await using bench = await makeBench();
  const { writes } = bench.tracker;
  await expect(writes.reopen(id("shop-odd"))).rejects.toThrow("its status is in_review");
  await bench.calls();
  const ids = ["shop-b10", "shop-odd", "shop-gone", "shop-k3x", "-x"].map(id);
  const patched = await writes.updateMany(ids, { priority: 0, addLabels: ["new"], removeLabels: ["ui"] });
  expect(patched.done).toEqual(["shop-b10", "shop-odd", "shop-k3x"]);
  expect(patched.failed.map(({ beadId }) => beadId)).toEqual(["shop-gone", "-x"]);
  expect(await bench.calls()).toEqual(["show", "update", "show"]);
  const closed = await writes.updateMany(["shop-b10", "shop-1.1.3"].map(id), { status: "closed" });
  expect(closed.done).toEqual(["shop-b10"]);
  expect(closed.failed).toMatchObject([
    { beadId: "shop-1.1.3", message: expect.stringMatching(/^cannot close shop-1\.1\.3: blocked by/) },
  ]);
});

test("metadata is changed by its key, and the other keys stay", async () => {
  await using bench = await makeBench();
  const { writes } = bench.tracker;
  const made = await writes.create({ title: "New" }, { metadata: { origin: { a: 1 } }, note: "unused" });
  expect(made).not.toHaveProperty("notes");
  const add = (before: unknown): unknown => [...(Array.isArray(before) ? before : []), "s"];
  await writes.metadata(made.id, "seen", add);
  expect(await writes.metadata(made.id, "seen", add)).toMatchObject({
    metadata: { origin: { a: 1 }, seen: ["s", "s"] },
  });
});

test("where no metadata is kept, that is told, and a new bead has a line in its notes", async () => {
  await using bench = await makeBench({ version: "0.49.6" });
  const { writes } = bench.tracker;
  const made = await writes.create(
    { title: "New", notes: "Mine" },
    { metadata: { a: 1 }, note: "From here" },
  );
  expect(made.notes).toBe("Mine\n\nFrom here");
  await expect(writes.metadata(made.id, "a", () => 1)).rejects.toMatchObject({ code: "NOT_SUPPORTED" });
});

test("a long description gets through, another long text is refused before anything is done", async () => {
  await using bench = await makeBench();
  const { writes } = bench.tracker;
  const description = "Ä long story. ".repeat(25_000);
  const made = await writes.create({ title: "Long", description });
  expect((await bench.stored(made.id))["description"]).toBe(description);
  await expect(writes.update(made.id, { design: description })).rejects.toMatchObject({ code: "TOO_LARGE" });
  expect(await bench.calls()).not.toContain("update");
});

test("a bead that was made but not whole is told by its id", async () => {
  await using bench = await makeBench();
  await bench.workspace.fail({ error: "Error: no", only: ["dep add"] });
  const dependencies = [{ depends_on_id: "shop-b10", type: "blocks" }];
  const error = await bench.tracker.writes
    .create({ title: "Half", dependencies })
    .catch((each: unknown) => each);
  const made = (await bench.workspace.read()).find(({ title }) => title === "Half");
  expect(error).toMatchObject({ code: "BD_FAILED", data: { beadId: made?.["id"], isMade: true } });
});

test("writes that are asked for at once are all done, one after the other", async () => {
  await using bench = await makeBench();
  const { writes } = bench.tracker;
  const texts = ["a", "a", "b"];
  await Promise.all(texts.map((text) => writes.comment(id("shop-b10"), text)));
  const { comments } = await bench.stored("shop-b10");
  expect(comments).toMatchObject(texts.map((text) => ({ text })));
  expect(await bench.workspace.overlaps()).toBe(0);
});

test("a bridge that ends lets a change be done, and begins no other", async () => {
  await using bench = await makeBench();
  const { writes } = bench.tracker;
  await using hold = await bench.workspace.hold("update");
  const first = writes.addLabel(id("shop-b10"), "x");
  await vi.waitFor(() => expect(hold.isReached()).toBe(true), 20_000);
  const second = writes.addLabel(id("shop-odd"), "x").catch((error: unknown) => error);
  const closing = bench.trackers.close();
  await hold.release();
  expect(await first).toMatchObject({ labels: ["x"] });
  expect(await second).toMatchObject({ message: "Switchyard ends: nothing was changed." });
  await closing;
});

test("a folder with the file alone is asked for: what bd 0.49.6 opens it changes", async () => {
  await using bench = await makeBench({ version: "0.49.6" });
  await leaveTheFile(bench);
  const { state } = await bench.tracker.read();
  expect(state).toMatchObject({ source: "bd", note: null });
  expect(await bench.tracker.writes.close(id("shop-b10"), {})).toMatchObject({ status: "closed" });
});

test("a folder with the file alone that bd 1.3.0 does not open is read, and why it is not changed is told", async () => {
  await using bench = await makeBench({ version: "1.3.0" });
  await leaveTheFile(bench);
  const { state } = await bench.tracker.read();
  expect(state).toMatchObject({ source: "jsonl", failed: false });
  const closing = bench.tracker.writes.close(id("shop-b10"), {});
  await expect(closing).rejects.toMatchObject({ code: "BD_NOT_FOUND" });
  await bench.tracker.read();
  expect(await bench.calls()).toEqual(["list"]);
});

async function leaveTheFile({ workspace: { beadsDir } }: Bench): Promise<void> {
  const isDatabase = (name: string): boolean => /^(?:beads\.db|embeddeddolt|metadata\.json)$/.test(name);
  const gone = (await readdir(beadsDir)).filter(isDatabase);
  await Promise.all(gone.map((name) => rm(join(beadsDir, name), { recursive: true })));
}
