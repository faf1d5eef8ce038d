import type { Bead } from "@switchyard/core/protocol";
import { createRenderEffect, createRoot } from "solid-js";
import { expect, onTestFinished, test, vi } from "vitest";
import { bead, edges, fakeTracker, otherProjectId, projectId } from "../testing/beads.ts";
import type { Handlers } from "../testing/fake-bridge.ts";
import { startApp } from "../testing/with-app.ts";
import type { App } from "./app.ts";

const ids = (beads: readonly Bead[]) => beads.map((one) => one.id as string);

async function read(handlers: Handlers) {
  const made = await startApp({ ...handlers }, (app) => app.beads.of(projectId));
  await vi.waitUntil(() => made.built.isLoaded());
  return { ...made, beads: made.built };
}

test("outlines are read in pages, all of one revision, without long texts", async () => {
  const tracker = fakeTracker(
    ["a", "b", "c", "d", "e"].map((id) => bead(id, { description: "long" })),
    { page: 2 },
  );
  const { bridge, beads } = await read(tracker.handlers);
  expect(ids(beads.list())).toEqual(["a", "b", "c", "d", "e"]);
  expect(beads.list()[0]).not.toHaveProperty("description");
  expect(bridge.of("getBeads")).toEqual([
    { projectId, outline: true },
    { projectId, outline: true, cursor: "2" },
    { projectId, outline: true, cursor: "4" },
  ]);
  expect(beads.tracker()).toMatchObject({ source: "bd", version: "1.0.5", stale: false });
});

test("a reading whose pages are of two revisions begins again", async () => {
  const tracker = fakeTracker([bead("a"), bead("b"), bead("c")], { page: 2 });
  let isFirst = true;
  const { bridge, beads } = await read({
    ...tracker.handlers,
    getBeads(params) {
      if (params["cursor"] !== undefined && isFirst) {
        isFirst = false;
        tracker.change([bead("a", { title: "Renamed meanwhile" })]);
      }
      return tracker.handlers.getBeads(params);
    },
  });
  expect(bridge.of("getBeads")).toHaveLength(4);
  expect(beads.list()[0]?.title).toBe("Renamed meanwhile");
});

test("a change is taken as it is told, and what did not change stays the same object", async () => {
  const tracker = fakeTracker([bead("a"), bead("b"), bead("c")]);
  const { bridge, beads } = await read(tracker.handlers);
  const [before] = beads.list();
  tracker.tell(bridge, [bead("b", { status: "closed" }), bead("d")], { removed: ["c"] });
  await vi.waitUntil(() => beads.list().length === 3 && beads.list()[2]?.id === "d");
  expect(ids(beads.list())).toEqual(["a", "b", "d"]);
  expect(beads.list()[0]).toBe(before);
  expect(beads.list()[1]?.status).toBe("closed");
  expect(beads.changedAt("a")).toBe(0);
  expect(beads.changedAt("b")).toBeGreaterThan(0);
  expect(bridge.of("getBeads")).toHaveLength(1);
});

test("what is ready follows what others close", async () => {
  const tracker = fakeTracker([bead("a"), bead("b", edges("b", { blocks: ["a"] }))]);
  const { bridge, beads } = await read(tracker.handlers);
  expect(beads.relations().isReady("b")).toBe(false);
  tracker.tell(bridge, [bead("a", { status: "closed" })]);
  await vi.waitUntil(() => beads.relations().isReady("b"));
});

test("a change that follows another revision than the known one has all read again", async () => {
  const tracker = fakeTracker([bead("a"), bead("b")]);
  const { bridge, beads } = await read(tracker.handlers);
  const [kept] = beads.list();
  tracker.change([bead("b", { title: "Never told" })]);
  tracker.tell(bridge, [bead("c")]);
  await vi.waitUntil(() => beads.list().length === 3);
  expect(beads.list()[1]?.title).toBe("Never told");
  expect(beads.list()[0]).toBe(kept);
  expect(beads.changedAt("b")).toBeGreaterThan(0);
  expect(bridge.of("getBeads")).toHaveLength(2);
});

test("an event that says that too much has changed has all read again", async () => {
  const tracker = fakeTracker([bead("a")]);
  const { bridge, beads } = await read(tracker.handlers);
  bridge.emit("beads-updated", {
    ...tracker.change([bead("b")]),
    isWhole: true,
    changed: [],
  });
  await vi.waitUntil(() => beads.list().length === 2);
  expect(bridge.of("getBeads")).toHaveLength(2);
});

test("a change that comes while all is being read is not lost", async () => {
  const tracker = fakeTracker([bead("a")]);
  const held = Promise.withResolvers<void>();
  const {
    app,
    bridge,
    built: beads,
  } = await startApp(
    {
      ...tracker.handlers,
      async getBeads(params) {
        const page = tracker.handlers.getBeads(params);
        await held.promise;
        return page;
      },
    },
    (app) => app.beads.of(projectId),
  );
  await vi.waitUntil(() => bridge.of("getBeads").length === 1);
  const told = new Promise((resolve) => app.wire.on("beads-updated", resolve));
  tracker.tell(bridge, [bead("b")]);
  await told;
  held.resolve();
  await vi.waitUntil(() => beads.list().length === 2);
  expect(bridge.of("getBeads")).toHaveLength(1);
});

test("a change that the reading had already is not read again", async () => {
  const tracker = fakeTracker([bead("a")]);
  const { app, bridge, beads } = await read(tracker.handlers);
  bridge.handlers.getBeads = (params) => {
    tracker.tell(bridge, [bead("b")]);
    return tracker.handlers.getBeads(params);
  };
  await beads.refresh();
  expect(ids(beads.list())).toEqual(["a", "b"]);
  const told = new Promise((resolve) => app.wire.on("beads-updated", resolve));
  tracker.tell(bridge, [bead("c")]);
  await told;
  expect(ids(beads.list())).toEqual(["a", "b", "c"]);
  expect(bridge.of("getBeads")).toHaveLength(2);
});

test("after a reconnect what changed meanwhile is shown, and what did not stays the same object", async () => {
  const tracker = fakeTracker([bead("a"), bead("b")]);
  const { bridge, beads } = await read(tracker.handlers);
  const [kept] = beads.list();
  bridge.drop();
  tracker.change([bead("b", { status: "in_progress" })]);
  await vi.waitUntil(() => beads.list()[1]?.status === "in_progress", 10_000);
  expect(beads.list()[0]).toBe(kept);
});

test("what thousands of beads come to is computed between other tasks, and shown when all of it is there", async () => {
  const many = Array.from({ length: 2000 }, (_, at) => bead(`m-${at}`));
  const tracker = fakeTracker(many);
  const { app, bridge, beads } = await read(tracker.handlers);
  expect(beads.list()).toHaveLength(2000);
  const seen = new Set<string>();
  createRoot((dispose) => {
    onTestFinished(dispose);
    createRenderEffect(() => {
      const isLast = beads.relations().get("new-2") !== undefined;
      seen.add(`${beads.list().length} ${isLast} ${beads.changedAt("new-2") > 0}`);
    });
  });
  const told = new Promise((resolve) => app.wire.on("beads-updated", resolve));
  tracker.tell(bridge, [bead("new-1")]);
  await told;
  expect(beads.list()).toHaveLength(2000);
  tracker.tell(bridge, [bead("new-2"), bead("m-0", { status: "closed" })]);
  await vi.waitUntil(() => beads.list().length === 2002);
  expect(beads.relations().get("m-0")?.status).toBe("closed");
  const moments = ["2000 false false", "2001 false false", "2002 true true"];
  expect([...seen].filter((moment) => !moments.includes(moment))).toEqual([]);
});

test("two projects are read once each, and a change of one leaves the other alone", async () => {
  const own = fakeTracker([bead("a")]);
  const other = fakeTracker([bead("x")], { id: otherProjectId });
  const both = (app: App) => [app.beads.of(projectId), app.beads.of(otherProjectId), app.beads.of(projectId)];
  const { bridge, built } = await startApp(
    {
      getBeads: (params) => (params["projectId"] === projectId ? own : other).handlers.getBeads(params),
    },
    both,
  );
  const [first, second, again] = built;
  await vi.waitUntil(() => first?.isLoaded() === true && second?.isLoaded() === true);
  expect(again).toBe(first);
  expect(bridge.of("getBeads")).toHaveLength(2);
  other.tell(bridge, [bead("x", { title: "Changed" })]);
  await vi.waitUntil(() => second?.list()[0]?.title === "Changed");
  expect(first?.list()[0]?.title).toBe("Title of a");
});

test("a tracker that fails tells its own words, keeps what was read, and can be read again", async () => {
  const tracker = fakeTracker([bead("a")]);
  const { bridge, beads } = await read(tracker.handlers);
  bridge.handlers.getBeads = () => ({ refuse: { code: "BD_FAILED", message: "database is locked" } });
  await beads.refresh();
  expect(beads.error()).toMatchObject({ code: "BD_FAILED", message: "database is locked" });
  expect(ids(beads.list())).toEqual(["a"]);
  expect(bridge.of("getBeads").at(-1)).toEqual({ projectId, outline: true, refresh: true });
  bridge.handlers.getBeads = tracker.handlers.getBeads;
  await beads.refresh();
  expect(beads.error()).toBeNull();
});

test("a state of the tracker that changes alone is shown", async () => {
  const tracker = fakeTracker([bead("a")]);
  const { bridge, beads } = await read(tracker.handlers);
  tracker.setState({ stale: true, note: "The database is newer." });
  tracker.tell(bridge, []);
  await vi.waitUntil(() => beads.tracker()?.stale === true);
  expect(beads.tracker()?.note).toBe("The database is newer.");
});

test("a bead is read whole, and again when it changes and not when another does", async () => {
  const tracker = fakeTracker([bead("a", { description: "First" }), bead("b")]);
  const { bridge, app } = await read(tracker.handlers);
  const whole = createRoot((dispose) => {
    onTestFinished(dispose);
    return app.beads.whole(projectId, "a");
  });
  await vi.waitUntil(() => whole.bead()?.description === "First");
  tracker.tell(bridge, [bead("b", { title: "Other" })]);
  tracker.tell(bridge, [bead("a", { description: "Second" })], { texts: ["a"] });
  await vi.waitUntil(() => whole.bead()?.description === "Second");
  expect(bridge.of("getBead")).toEqual([
    { projectId, beadId: "a" },
    { projectId, beadId: "a" },
  ]);
});
