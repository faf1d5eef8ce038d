import { rename, rm } from "node:fs/promises";
import { BeadId, ProjectId } from "@switchyard/core/protocol";
import { pino } from "pino";
import { expect, test, vi } from "vitest";
import { type TestFolder, testFolder } from "./folder.testkit.ts";
import { type BeadsChange, makeTrackers } from "./trackers.ts";

const A = ProjectId.parse("a");
const B = ProjectId.parse("b");

test("without a program the file is read, and says so", async () => {
  await using bench = await makeBench({ ".beads/issues.jsonl": lines("x", "y") });
  const { tracker } = bench;
  expect(tracker.current()).toBeNull();
  const reading = await tracker.read();
  expect(reading).toMatchObject({ beads: [{ id: "x" }, { id: "y" }], revision: 1 });
  expect(reading.state).toEqual({
    source: "jsonl",
    stale: false,
    version: null,
    note: "Read-only, from issues.jsonl. There is no bd on the PATH.",
    faults: [],
    failed: false,
  });
  expect(tracker.current()).toBe(reading);
  expect(bench.changes).toEqual([]);
});

test("the file beside a database of Dolt may be old, and says how to renew it", async () => {
  await using bench = await makeBench({ ".beads/issues.jsonl": lines("x"), ".beads/embeddeddolt/": "" });
  const { state } = await bench.tracker.read();
  expect(state).toMatchObject({ source: "jsonl", stale: true, failed: false });
  expect(state.note).toContain("bd export -o .beads/issues.jsonl");
});

test("with neither a program nor a file nothing can be read, until there is one", async () => {
  await using bench = await makeBench({ ".beads/metadata.json": "{}" });
  await expect(bench.tracker.read()).rejects.toMatchObject({
    code: "BD_FAILED",
    message: "There is no bd on the PATH. There is no issues.jsonl to read instead.",
  });
  const change = bench.change(({ changed }) => changed.length === 1);
  await bench.put({ ".beads/issues.jsonl": lines("x") });
  expect(await change).toMatchObject({ from: 0, reading: { revision: 1, state: { failed: false } } });
});

test("a redirect that leads nowhere is told, where there is no other tracker", async () => {
  await using bench = await makeBench({ ".beads/redirect": "../gone/.beads" });
  const { state } = await bench.tracker.read();
  expect(state).toMatchObject({ source: "none", failed: false });
  expect(state.note).toContain("names ../gone/.beads, which is no folder");
});

test("a change of the file is told once, as what has changed", async () => {
  await using bench = await makeBench({ ".beads/issues.jsonl": lines("x", "y", "z") });
  await bench.tracker.read();
  const change = bench.change(() => true);
  const [x, y] = lines("x", "y").split("\n");
  await bench.put({ ".beads/issues.jsonl": [x, y?.replace("open", "closed"), line("n")].join("\n") });
  expect(await change).toMatchObject({
    from: 1,
    reading: { revision: 2, beads: [{ id: "x" }, { id: "y", status: "closed" }, { id: "n" }] },
    changed: [{ id: "y" }, { id: "n" }],
    removed: ["z"],
    texts: [],
  });
  expect(await bench.tracker.read()).toBe(bench.tracker.current());
  expect(bench.changes).toHaveLength(1);
});

test("a file that is written anew with the same beads tells nothing", async () => {
  await using bench = await makeBench({ ".beads/issues.jsonl": lines("x") });
  await bench.tracker.read();
  await bench.put({ ".beads/issues.jsonl": `\n${lines("x")}` });
  await bench.tracker.read({ refresh: true });
  const change = bench.change(() => true);
  await bench.put({ ".beads/issues.jsonl": lines("x", "y") });
  expect(await change).toMatchObject({ from: 1 });
});

test("what is wrong in the file is told as a change too", async () => {
  await using bench = await makeBench({ ".beads/issues.jsonl": lines("x") });
  await bench.tracker.read();
  const change = bench.change(() => true);
  await bench.put({ ".beads/issues.jsonl": `<<<<<<< HEAD\n${lines("x")}` });
  const { reading, changed, removed } = await change;
  expect({ changed, removed }).toEqual({ changed: [], removed: [] });
  expect(reading.state.faults).toHaveLength(1);
  expect(reading.state.note).toContain("issues.jsonl holds a conflict of git: resolve it.");
});

test("a tracker that comes to be, goes and comes back is followed", async () => {
  await using bench = await makeBench({ "src/": "" });
  expect(await bench.tracker.read()).toMatchObject({ beads: [], state: { source: "none", note: null } });
  const made = bench.change(({ reading }) => reading.state.source === "jsonl");
  await bench.put({ ".beads/issues.jsonl": lines("x") });
  expect(await made).toMatchObject({ changed: [{ id: "x" }] });
  const gone = bench.change(({ reading }) => reading.state.source === "none");
  await rename(bench.at(".beads"), bench.at("aside"));
  expect(await gone).toMatchObject({ changed: [], removed: ["x"] });
  const back = bench.change(({ reading }) => reading.state.source === "jsonl");
  await rename(bench.at("aside"), bench.at(".beads"));
  expect(await back).toMatchObject({ changed: [{ id: "x" }] });
  const more = bench.change(({ changed }) => changed.some(({ id }) => id === "y"));
  await bench.put({ ".beads/issues.jsonl": lines("x", "y") });
  await more;
});

test("a folder that is not there is no project; one that goes away keeps what was read", async () => {
  await using bench = await makeBench({ "p/.beads/issues.jsonl": lines("x") }, { root: "p" });
  const nowhere = bench.trackers.of(B, bench.at("nowhere"));
  await expect(nowhere.read()).rejects.toMatchObject({ code: "FOLDER_NOT_FOUND" });
  await bench.tracker.read();
  const lost = bench.change(({ reading }) => reading.state.failed);
  await rename(bench.at("p"), bench.at("q"));
  const { reading, changed, removed } = await lost;
  expect({ changed, removed }).toEqual({ changed: [], removed: [] });
  expect(reading).toMatchObject({ beads: [{ id: "x" }], state: { source: "jsonl" } });
  expect(reading.state.note).toBe(`The folder ${bench.at("p")} is not there at present.`);
  expect(await bench.tracker.read()).toMatchObject({ state: { failed: true } });
  const found = bench.change((change) => !change.reading.state.failed);
  await rename(bench.at("q"), bench.at("p"));
  expect(await found).toMatchObject({ from: 2, reading: { revision: 3, beads: [{ id: "x" }] } });
});

test("a redirect that is set later leads the project to another tracker", async () => {
  await using bench = await makeBench({
    ".beads/issues.jsonl": lines("x"),
    "other/.beads/issues.jsonl": lines("x", "y"),
  });
  await bench.tracker.read();
  const moved = bench.change(() => true);
  await bench.put({ ".beads/redirect": "other/.beads\n" });
  expect(await moved).toMatchObject({ from: 1, changed: [{ id: "y" }], removed: [] });
});

test("what was passed over in the search is told with the rest", async () => {
  await using bench = await makeBench({ ".beads/issues.jsonl": lines("x"), ".beads/redirect": "gone" });
  const { state } = await bench.tracker.read();
  expect(state.note).toMatch(/^Read-only.* names gone, which is no folder\.$/);
});

test("projects that share a tracker hear of the same changes, each under its own revision", async () => {
  await using bench = await makeBench({
    ".beads/issues.jsonl": lines("x"),
    "sub/.beads/redirect": "../.beads",
    "sub/.git/": "",
  });
  const other = bench.trackers.of(B, bench.at("sub"));
  await bench.tracker.read();
  const first = bench.change(() => true);
  await bench.put({ ".beads/issues.jsonl": lines("x", "y") });
  await first;
  expect(await other.read()).toMatchObject({ revision: 1, beads: [{ id: "x" }, { id: "y" }] });
  const both = Promise.all([A, B].map((id) => bench.change(({ changed }) => changed.length === 1, id)));
  await bench.put({ ".beads/issues.jsonl": lines("x", "y", "z") });
  expect(await both).toMatchObject([{ from: 2 }, { from: 1 }]);
  bench.trackers.forget(A);
  const alone = bench.change(() => true, B);
  await bench.put({ ".beads/issues.jsonl": lines("x") });
  await alone;
  expect(bench.changes.filter(({ id }) => id === A)).toHaveLength(2);
});

test("one bead is the line of the file; another is not there", async () => {
  await using bench = await makeBench({ ".beads/issues.jsonl": lines("x") });
  expect(await bench.tracker.bead(BeadId.parse("x"))).toMatchObject({ id: "x", status: "open" });
  await expect(bench.tracker.bead(BeadId.parse("y"))).rejects.toMatchObject({ code: "BEAD_NOT_FOUND" });
});

test("with no clients nothing is told, and the next who asks gets what is there", async () => {
  await using bench = await makeBench({ ".beads/issues.jsonl": lines("x") });
  await bench.tracker.read();
  bench.trackers.clients(0);
  await bench.put({ ".beads/issues.jsonl": lines("x", "y") });
  expect(bench.tracker.current()).toMatchObject({ revision: 1 });
  expect(await bench.tracker.read()).toMatchObject({ revision: 2 });
  await bench.put({ ".beads/issues.jsonl": lines("x", "y", "z") });
  expect(await bench.tracker.read()).toMatchObject({ revision: 3 });
});

test("whoever is told of a change cannot end the reading", async () => {
  await using bench = await makeBench({ ".beads/issues.jsonl": lines("x") });
  await bench.tracker.read();
  bench.onChange.mockImplementationOnce(() => {
    throw new Error("no");
  });
  await bench.put({ ".beads/issues.jsonl": lines("x", "y") });
  expect(await bench.tracker.read({ refresh: true })).toMatchObject({ revision: 2 });
});

function line(id: string): string {
  return JSON.stringify({ id, title: id, status: "open", priority: 2, issue_type: "task" });
}

function lines(...ids: string[]): string {
  return ids.map((id) => `${line(id)}\n`).join("");
}

interface Told extends BeadsChange {
  readonly id: ProjectId;
}

/** A project in a folder of the test's own, with a client that looks at it, and no program on the PATH. */
async function makeBench(files: Record<string, string>, { root = "" } = {}) {
  const folder: TestFolder = await testFolder(files);
  const changes: Told[] = [];
  const listeners = new Set<() => void>();
  const onChange = vi.fn<(id: ProjectId, change: BeadsChange) => void>((id, change) => {
    changes.push({ id, ...change });
    for (const look of listeners) look();
  });
  const trackers = makeTrackers({
    env: { PATH: "/nowhere" },
    ownRoots: [],
    environment: () => ({ PATH: "/nowhere" }),
    probeFolder: folder.path,
    changed: onChange,
    logger: pino({ level: "silent" }),
    timing: { debounceMs: 20, pollMs: 400, fileMs: [5, 5, 5] },
  });
  trackers.clients(1);
  return {
    ...folder,
    trackers,
    tracker: trackers.of(A, folder.at(root)),
    changes,
    onChange,
    /** Resolves with the next change that fits. */
    change(fits: (change: BeadsChange) => boolean, id = A): Promise<BeadsChange> {
      const from = changes.length;
      return new Promise((resolve) => {
        const look = (): void => {
          const found = changes.slice(from).find((change) => change.id === id && fits(change));
          if (found !== undefined) resolve(found);
        };
        listeners.add(look);
      });
    },
    async [Symbol.asyncDispose]() {
      await trackers.close();
      await rm(folder.path, { recursive: true, force: true });
    },
  };
}
