import { BeadId } from "@switchyard/core/protocol";
import { createRenderEffect, createRoot } from "solid-js";
import { expect, onTestFinished, test, vi } from "vitest";
import { bead, edges, fakeTracker, projectId } from "../testing/beads.ts";
import { serveWrites } from "../testing/tracker-writes.ts";
import { startApp } from "../testing/with-app.ts";
import { currentToast, dismissToast } from "../ui/toast.ts";
import { undoLast } from "../ui/undo.ts";
import { WireError } from "../wire/wire-error.ts";

const ref = (id: string) => ({ projectId, beadId: BeadId.parse(id) });
const a = ref("a");

/** The page's beads over a tracker that takes writes. */
async function start(initial = [bead("a"), bead("b")]) {
  dismissToast();
  const tracker = fakeTracker(initial);
  const { app, bridge, built: beads } = await startApp(tracker.handlers, (app) => app.beads.of(projectId));
  serveWrites(bridge, tracker);
  await until(() => beads.isLoaded());
  // What changing needs is fetched when it is offered.
  app.beadEdits.readOnlyWhy(projectId);
  await import("./bead-undo.ts");
  const shown = (id: string) => beads.relations().get(id);
  /** Everything that a bead's field was from now on. */
  const history = (read: () => unknown) => {
    const seen: unknown[] = [];
    createRoot((dispose) => {
      onTestFinished(dispose);
      createRenderEffect(() => {
        const value = read();
        if (seen.length === 0 || seen.at(-1) !== value) seen.push(value);
      });
    });
    return seen;
  };
  const whole = (id: string) =>
    createRoot((dispose) => {
      onTestFinished(dispose);
      return app.beads.whole(projectId, id);
    });
  return { app, bridge, tracker, beads, edits: app.beadEdits, shown, history, whole };
}

function until(fits: () => boolean): Promise<boolean> {
  return vi.waitUntil(fits, { interval: 1 });
}

/** A promise of the test's own for a handler to wait for. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, open: resolve };
}

test("a change shows at once, stays when it is answered, and is no change from outside", async () => {
  const { edits, beads, shown, history, bridge } = await start();
  const priorities = history(() => shown("a")?.priority);
  const work = edits.update(a, { priority: 0 }, { priority: 2 });
  expect(shown("a")?.priority).toBe(0);
  expect(await work).toMatchObject({ isDone: true, bead: { priority: 0 } });
  expect(shown("a")).toMatchObject({ priority: 0, updated_at: "2026-11-20T12:00:00Z" });
  expect(priorities).toEqual([2, 0]);
  expect(beads.changedAt("a")).toBe(0);
  expect(bridge.of("updateBead")).toEqual([{ ...a, patch: { priority: 0 }, base: { priority: 2 } }]);
});

test("a whole bead shows its texts changed at once and never as they were again", async () => {
  const { edits, history, whole } = await start([bead("a", { description: "First" })]);
  const view = whole("a");
  await until(() => view.bead() !== null);
  const texts = history(() => view.bead()?.description);
  await edits.update(a, { description: "Second" }, { description: "First" });
  await until(() => !view.isReading());
  expect(texts).toEqual(["First", "Second"]);
});

test("what is refused is taken back in place with the tracker's words, and what came after it stays", async () => {
  const { edits, bridge, shown } = await start();
  const held = gate();
  const write = bridge.handlers.updateBead;
  bridge.handlers.updateBead = async (params) => {
    if ("title" in Object(params["patch"])) return write?.(params) ?? "silence";
    await held.promise;
    return { refuse: { code: "BD_FAILED", message: "database is locked" } };
  };
  const first = edits.update(a, { priority: 0 });
  const second = edits.update(a, { title: "Renamed" });
  expect(shown("a")).toMatchObject({ priority: 0, title: "Renamed" });
  held.open();
  expect(await first).toMatchObject({
    isDone: false,
    error: { code: "BD_FAILED", message: "database is locked" },
  });
  expect(shown("a")).toMatchObject({ priority: 2, title: "Renamed" });
  expect(await second).toMatchObject({ isDone: true });
  expect(shown("a")).toMatchObject({ priority: 2, title: "Renamed" });
});

test("changes of one bead go out one after the other, those of two together", async () => {
  const { edits, bridge } = await start();
  const held = gate();
  const write = bridge.handlers.updateBead;
  bridge.handlers.updateBead = async (params) => {
    await held.promise;
    return write?.(params) ?? "silence";
  };
  const works = [edits.update(a, { priority: 1 }), edits.close(a), edits.update(ref("b"), { priority: 1 })];
  await until(() => bridge.of("updateBead").length === 2);
  expect(bridge.of("closeBead")).toEqual([]);
  held.open();
  await Promise.all(works);
  expect(bridge.of("closeBead")).toEqual([a]);
});

test("what others change meanwhile shows beside the change under way, and stands out", async () => {
  const { edits, bridge, tracker, beads, shown } = await start();
  const held = gate();
  const write = bridge.handlers.updateBead;
  bridge.handlers.updateBead = async (params) => {
    await held.promise;
    return write?.(params) ?? "silence";
  };
  const work = edits.update(a, { priority: 0 });
  tracker.tell(bridge, [bead("a", { title: "Theirs", priority: 3 })]);
  await until(() => shown("a")?.title === "Theirs");
  expect(shown("a")?.priority).toBe(0);
  expect(beads.changedAt("a")).toBeGreaterThan(0);
  held.open();
  await work;
  expect(shown("a")).toMatchObject({ title: "Theirs", priority: 0 });
});

test("an answer that comes before its event leaves the change where it is", async () => {
  const { edits, bridge, shown, history, beads, tracker } = await start();
  bridge.handlers.updateBead = () => ({ projectId, bead: bead("a", { priority: 0 }) });
  const priorities = history(() => shown("a")?.priority);
  await edits.update(a, { priority: 0 });
  tracker.tell(bridge, [bead("a", { priority: 0 }), bead("c")]);
  await until(() => shown("c") !== undefined);
  expect(priorities).toEqual([2, 0]);
  expect(beads.changedAt("a")).toBe(0);
});

test("closing, claiming, dependencies and comments show at once", async () => {
  const { edits, beads, shown, whole } = await start();
  const view = whole("a");
  await until(() => view.bead() !== null);
  const works: Promise<unknown>[] = [edits.addDependency(a, "b")];
  expect(beads.relations().isBlocked("a")).toBe(true);
  works.push(edits.claim(a));
  expect(shown("a")?.status).toBe("in_progress");
  works.push(edits.addComment(a, "Looks right."));
  expect(view.bead()?.comments?.map(({ text }) => text)).toEqual(["Looks right."]);
  expect(shown("a")?.comment_count).toBe(1);
  works.push(edits.close(ref("b"), { reason: "Done" }));
  expect(beads.relations().isBlocked("a")).toBe(false);
  expect(shown("b")).toMatchObject({ status: "closed", close_reason: "Done" });
  works.push(edits.removeDependency(a, "b"));
  expect(shown("a")?.dependencies ?? []).toEqual([]);
  await Promise.all(works);
  expect(shown("a")).toMatchObject({ status: "in_progress", assignee: "ada" });
  expect(view.bead()?.comments?.map(({ author }) => author)).toEqual(["ada"]);
});

test("another parent shows in the tree at once", async () => {
  const { edits, beads } = await start([
    bead("a"),
    bead("b"),
    bead("c", edges("c", { "parent-child": ["a"] })),
  ]);
  const work = edits.update(ref("c"), { parent: BeadId.parse("b") });
  expect(beads.relations().parentOf("c")?.id).toBe("b");
  await work;
  expect(beads.relations().parentOf("c")?.id).toBe("b");
});

test("a new bead shows below its parent until it is there, and is never there twice", async () => {
  const { edits, beads, history } = await start();
  const children = history(() =>
    beads
      .relations()
      .childrenOf("a")
      .map(({ id, title }) => `${title} ${edits.isMade(projectId, id) ? "to be" : "there"}`)
      .join(),
  );
  const made = await edits.create(projectId, { title: "Part", parent: BeadId.parse("a") });
  expect(made).toMatchObject({ isDone: true, bead: { id: "a.3" } });
  expect(children).toEqual(["", "Part to be", "Part there"]);
  expect(beads.changedAt("a.3")).toBe(0);
});

test("a new bead that is refused goes again", async () => {
  const { edits, beads, bridge } = await start();
  bridge.handlers.createBead = () => ({ refuse: { code: "BD_FAILED", message: "title too long" } });
  const work = edits.create(projectId, { title: "Part", parent: BeadId.parse("a") });
  expect(beads.relations().childrenOf("a")).toHaveLength(1);
  expect(await work).toMatchObject({ error: { message: "title too long" } });
  expect(beads.relations().childrenOf("a")).toHaveLength(0);
});

test("several are changed at once; those that could not be are as they were", async () => {
  const { edits, bridge, tracker, shown } = await start();
  bridge.handlers.updateBeads = () => {
    tracker.tell(bridge, [bead("a", { priority: 0, labels: ["ui"] })]);
    return { projectId, done: [a.beadId], failed: [{ beadId: ref("b").beadId, message: "is pinned" }] };
  };
  const work = edits.updateMany(projectId, [a.beadId, ref("b").beadId], { priority: 0, addLabels: ["ui"] });
  expect(shown("b")).toMatchObject({ priority: 0, labels: ["ui"] });
  expect(await work).toMatchObject({ failed: [{ beadId: "b", message: "is pinned" }] });
  expect(shown("a")).toMatchObject({ priority: 0, labels: ["ui"] });
  expect(shown("b")?.priority).toBe(2);
  expect(currentToast()?.text).toBe("a changed");
});

test("a change under way says so after a moment, and that it is held without the bridge", async () => {
  const { edits, bridge } = await start();
  bridge.handlers.updateBead = () => "silence";
  void edits.update(a, { priority: 0 });
  expect(edits.standing(projectId, "a")).toBeNull();
  await until(() => edits.standing(projectId, "a") === "saving");
  bridge[Symbol.dispose]();
  await until(() => edits.standing(projectId, "a") !== "saving");
  void edits.addComment(a, "Held");
  await until(() => edits.standing(projectId, "a") === "held");
});

test("why nothing can be changed: a file, a program that is missing, until the tracker says otherwise", async () => {
  const { edits, bridge, tracker, beads } = await start();
  expect(edits.readOnlyWhy(projectId)).toBeNull();
  bridge.handlers.updateBead = () => ({
    refuse: { code: "BD_NOT_FOUND", message: "bd is not there. Install it." },
  });
  await edits.update(a, { priority: 0 });
  expect(edits.readOnlyWhy(projectId)).toBe("bd is not there. Install it.");
  tracker.setState({ version: "1.3.0" });
  tracker.tell(bridge, []);
  await until(() => beads.tracker()?.version === "1.3.0");
  expect(edits.readOnlyWhy(projectId)).toBeNull();
  tracker.setState({ source: "jsonl", note: "Read-only, from issues.jsonl." });
  tracker.tell(bridge, []);
  await until(() => beads.tracker()?.source === "jsonl");
  expect(edits.readOnlyWhy(projectId)).toBe("Read-only, from issues.jsonl.");
});

test("changes are undone in reverse order, each as far as it still stands", async () => {
  const { edits, bridge, tracker, shown } = await start();
  await edits.update(a, { priority: 0 });
  expect(currentToast()?.text).toBe("Priority of a is P0 now");
  await edits.update(a, { title: "Renamed" });
  await edits.close(a);
  expect(currentToast()?.text).toBe("Closed a");
  undoLast();
  expect(shown("a")?.status).toBe("open");
  undoLast();
  expect(shown("a")?.title).toBe("Title of a");
  await until(() => bridge.of("updateBead").length === 4);
  tracker.tell(bridge, [bead("a", { priority: 3 })]);
  await until(() => shown("a")?.priority === 3);
  undoLast();
  await until(() => currentToast()?.text === "Not undone: a was changed meanwhile, and stays as it is.");
  expect(shown("a")).toMatchObject({ priority: 3, status: "open", title: "Title of a" });
  expect(bridge.of("updateBead").at(-1)).toEqual({ ...a, patch: { priority: 2 }, base: { priority: 0 } });
});

test("a long text is undone to what it was when it was edited, and not at all where nobody said what that was", async () => {
  const { edits, bridge, tracker } = await start([bead("a", { description: "First" })]);
  await edits.update(a, { description: "Second" });
  expect(currentToast()).toBeNull();
  await edits.update(a, { description: "Third" }, { description: "Second" });
  expect(currentToast()?.text).toBe("Description of a changed");
  undoLast();
  await until(() => tracker.beads()[0]?.description === "Second");
  const undone = { patch: { description: "Second" }, base: { description: "Third" } };
  expect(bridge.of("updateBead").at(-1)).toEqual({ ...a, ...undone });
});

test("what changes nothing, and one parent of several, offers no undo", async () => {
  const both = edges("b", { "parent-child": ["gone", "a"] });
  const { edits } = await start([bead("a"), bead("b", both), bead("c")]);
  await edits.update(a, { priority: 2 });
  await edits.update(ref("b"), { parent: BeadId.parse("c") });
  expect(currentToast()).toBeNull();
});

test("claiming, reopening and dependencies are undone", async () => {
  const { edits, shown } = await start([bead("a"), bead("b", { status: "closed", close_reason: "Done" })]);
  await edits.claim(a);
  undoLast();
  await until(() => shown("a")?.status === "open" && shown("a")?.assignee === undefined);
  await edits.reopen(ref("b"));
  undoLast();
  await until(() => shown("b")?.close_reason === "Done");
  await edits.addDependency(a, "b", "related");
  undoLast();
  await until(() => (shown("a")?.dependencies ?? []).length === 0);
  await edits.addDependency(a, "b", "related");
  await edits.removeDependency(a, "b");
  undoLast();
  await until(() => shown("a")?.dependencies?.[0]?.type === "related");
  expect(shown("a")?.dependencies).toHaveLength(1);
});

test("a change of several is undone for each as it was, and left where somebody changed it since", async () => {
  const many = [bead("a"), bead("b", { priority: 1, labels: ["ui"] }), bead("c", { priority: 4 })];
  const { edits, bridge, tracker, shown } = await start(many);
  const ids = many.map(({ id }) => id);
  await edits.updateMany(projectId, ids, { priority: 0, addLabels: ["ui"] });
  tracker.tell(bridge, [bead("c", { priority: 3, labels: ["ui"] })]);
  await until(() => shown("c")?.priority === 3);
  undoLast();
  await until(() => bridge.of("updateBeads").length === 3);
  await until(() => shown("b")?.priority === 1);
  expect([shown("a")?.priority, shown("a")?.labels ?? []]).toEqual([2, []]);
  expect(shown("b")?.labels).toEqual(["ui"]);
  expect(shown("c")).toMatchObject({ priority: 3, labels: ["ui"] });
  await until(() => currentToast()?.text.startsWith("1 of 3 beads could not be put back") === true);
});

test("a call that fails as a whole changes nothing and offers no undo", async () => {
  const { edits, bridge, shown } = await start();
  bridge.handlers.updateBeads = () => ({ refuse: { code: "BD_FAILED", message: "locked" } });
  expect(await edits.updateMany(projectId, [a.beadId], { status: "closed" })).toBeInstanceOf(WireError);
  expect(shown("a")?.status).toBe("open");
  expect(currentToast()).toBeNull();
});
