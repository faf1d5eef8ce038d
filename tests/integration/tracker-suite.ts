import { type Bead, BeadId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { type Given, makeTrackerBench, type TrackerBench } from "./tracker-bench.ts";

export interface Suite {
  /** Of the program: "bd 1.0.5 (fake)". */
  readonly name: string;
  readonly make: () => Promise<Given>;
  /** The version that it has; absent: any. */
  readonly version?: string;
  /** Only what differs between versions. */
  readonly isQuick?: boolean;
}

/** What holds with every tracker's program, a fake or a real one. */
export function trackerSuite({ name, make, version, isQuick = false }: Suite): void {
  const wanted = version ?? /^\d+\.\d+\.\d+$/;
  const started = async (): Promise<TrackerBench> => makeTrackerBench(await make());

  test(`${name}: everything is read, closed beads too, and nothing is cut off`, async () => {
    await using bench = await started();
    const { beads, state, revision } = await bench.tracker.read();
    const told = await listed(bench);
    expect(beads.map(({ id }) => id).toSorted()).toEqual(told.map(({ id }) => id).toSorted());
    for (const bead of beads) {
      expect(bead).toMatchObject(essence(told.find(({ id }) => id === bead.id)));
    }
    expect({ ...state, revision }).toMatchObject({
      ...{ source: "bd", stale: false, failed: false, note: null, faults: [], revision: 1 },
      version: expect.stringMatching(wanted),
    });
  });

  test(`${name}: what an agent does is told, as what has changed`, async () => {
    await using bench = await started();
    const id = (await bench.tracker.read()).beads.find(isFree)?.id ?? "";
    const claimed = bench.change(({ changed }) => changed.some((bead) => bead.status === "in_progress"));
    await bench.agent("update", id, "--claim", "--json");
    const { changed, removed } = await claimed;
    expect(removed).toEqual([]);
    expect(changed.find((bead) => bead.id === id)).toMatchObject({
      status: "in_progress",
      assignee: "alice",
    });
    const closed = bench.change(({ changed }) => changed.some((bead) => bead.status === "closed"));
    await bench.agent("close", id, "-r", "done", "--json");
    expect((await closed).changed.find((bead) => bead.id === id)).toMatchObject({ close_reason: "done" });
    const { beads } = await bench.tracker.read();
    expect(beads.find((bead) => bead.id === id)).toMatchObject({ status: "closed" });
    expect(await bench.overlaps()).toBe(0);
  });

  test(`${name}: one bead comes with its comments, and its edges as the list has them`, async () => {
    await using bench = await started();
    const { beads } = await bench.tracker.read();
    const commented = beads.find((bead) => (bead.comment_count ?? 0) > 0);
    const whole = await bench.tracker.bead(BeadId.parse(commented?.id));
    expect(whole.comments).toHaveLength(commented?.comment_count ?? -1);
    expect(whole.comments?.[0]).toMatchObject({ text: "It sticks." });
    const bound = beads.find((bead) => (bead.dependencies?.length ?? 0) > 0);
    const shown = await bench.tracker.bead(BeadId.parse(bound?.id));
    expect(shown.dependencies).toEqual(bound?.dependencies);
    expect(shown).not.toHaveProperty("dependents");
  });

  test(`${name}: a bead that is not there is told, and one like a flag does not get through`, async () => {
    await using bench = await started();
    for (const id of ["shop-nobody-has-it", "-h", "--help"]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(bench.tracker.bead(BeadId.parse(id))).rejects.toMatchObject({ code: "BEAD_NOT_FOUND" });
    }
    expect(await bench.calls()).toEqual(["list", "show"]);
  });

  if (isQuick) return;

  test(`${name}: who asks again is answered from memory`, async () => {
    await using bench = await started();
    const first = await bench.tracker.read();
    expect(await bench.tracker.read()).toBe(first);
    expect((await bench.calls()).filter((command) => command === "list")).toHaveLength(1);
    await bench.tracker.read({ refresh: true });
    expect((await bench.calls()).filter((command) => command === "list")).toHaveLength(2);
    expect(bench.tracker.current()).toBe(first);
  });

  test(`${name}: of fifty reads of all kinds no two are there at once, while agents work`, async () => {
    await using bench = await started();
    const { beads } = await bench.tracker.read();
    const ids = beads.slice(0, 6).map(({ id }) => id);
    const reads = Array.from({ length: 50 }, (_, index) =>
      index % 5 === 0
        ? bench.tracker.read({ refresh: index % 10 === 0 })
        : bench.tracker.bead(BeadId.parse(ids[index % ids.length])),
    );
    const agents = ["one", "two", "three"].map((title) => bench.agent("create", title, "--json"));
    await Promise.all([...reads, ...agents]);
    const after = await bench.tracker.read({ refresh: true });
    expect(after.beads).toHaveLength(beads.length + 3);
    expect(await bench.overlaps()).toBe(0);
    // Equal ones that waited were one.
    expect((await bench.calls()).length).toBeLessThan(30);
  });

  test(`${name}: with no client nothing is asked, and the next reading is a new one`, async () => {
    await using bench = makeTrackerBench(await make(), { timing: { debounceMs: 1, pollMs: 1, settleMs: 1 } });
    await bench.tracker.read();
    bench.trackers.clients(0);
    // What had begun by then ends.
    await bench.tracker.read();
    const before = await bench.calls();
    await bench.agent("create", "Unseen", "--json");
    await bench.agent("create", "Unseen too", "--json");
    expect(await bench.calls()).toEqual(before);
    bench.trackers.clients(1);
    const { beads } = await bench.tracker.read();
    expect(beads.filter(({ title }) => title.startsWith("Unseen"))).toHaveLength(2);
  });
}

/** Nobody has it, and nothing keeps anybody from closing it. */
function isFree({ status, assignee, issue_type, dependencies = [] }: Bead): boolean {
  return status === "open" && assignee === undefined && issue_type !== "epic" && dependencies.length === 0;
}

async function listed(bench: TrackerBench): Promise<Bead[]> {
  const text = await bench.agent("list", "--json", "--all", "--limit", "0");
  const rows: Bead[] = JSON.parse(text);
  return rows;
}

function essence(bead: Bead | undefined): object {
  const { title, status, priority, issue_type, labels, description } = bead ?? {};
  return JSON.parse(JSON.stringify({ title, status, priority, issue_type, labels, description })) as object;
}
