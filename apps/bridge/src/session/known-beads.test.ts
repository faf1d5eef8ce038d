import { type Bead, BeadId, ProjectId, SwitchyardError, type TrackerState } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import type { Reading } from "../beads/trackers.ts";
import { beadIn, readBeads, readBeadsInTime } from "./known-beads.ts";

const project = { projectId: ProjectId.parse("p"), path: "/srv/shop", name: "shop" };
const [ONE, TWO] = [BeadId.parse("s-1"), BeadId.parse("s-2")];

function reading(ids: readonly BeadId[], state: Partial<TrackerState> = {}): Reading {
  const beads = ids.map((id): Bead => ({ id, title: id, status: "open", priority: 2, issue_type: "task" }));
  const whole: TrackerState = {
    source: "bd",
    stale: false,
    version: "1.0.5",
    note: null,
    faults: [],
    failed: false,
  };
  return { beads, state: { ...whole, ...state }, revision: 1 };
}

/** A tracker that answers one after the other, and counts. */
function tracker(answers: readonly (Reading | SwitchyardError | "never")[], current: Reading | null = null) {
  const asked: (boolean | undefined)[] = [];
  const read = async (options?: { refresh?: boolean }): Promise<Reading> => {
    const answer = answers[asked.length];
    asked.push(options?.refresh);
    if (answer === undefined || answer === "never") return new Promise(() => undefined);
    if (answer instanceof SwitchyardError) throw answer;
    return answer;
  };
  return { asked, options: { tracker: () => ({ read, current: () => current }), patienceMs: 20 } };
}

test("what is in memory is enough where the bead is in it, else it is read anew", async () => {
  const enough = tracker([reading([ONE])]);
  expect(beadIn(await readBeads(enough.options, project, [ONE]), ONE)?.id).toBe(ONE);
  expect(enough.asked).toEqual([undefined]);
  const old = tracker([reading([ONE]), reading([ONE, TWO])]);
  expect(beadIn(await readBeads(old.options, project, [ONE, TWO]), TWO)?.id).toBe(TWO);
  expect(old.asked).toEqual([undefined, true]);
});

test("a bead that is nowhere is none, and the project is named", async () => {
  const { options } = tracker([reading([]), reading([])]);
  const known = await readBeads(options, project, [ONE]);
  expect(() => beadIn(known, ONE)).toThrow("There is no bead s-1 in shop. getBeads tells which there are.");
});

test.each([
  ["has failed", reading([], { failed: true, note: "The lock is taken." }), "The lock is taken."],
  ["is stale", reading([], { source: "jsonl", stale: true }), "What was read of it may be out of date."],
  ["could never be read", new SwitchyardError("BD_FAILED", "It is broken."), "It is broken."],
])("of a tracker that %s nobody can say that a bead is none", async (_, answer, fault) => {
  const { options } = tracker([answer, answer]);
  const known = await readBeads(options, project, [ONE]);
  expect(known.fault).toBe(fault);
  expect(beadIn(known, ONE)).toBeNull();
});

test("a folder without a tracker has no bead to find, and is read once", async () => {
  const { options, asked } = tracker([reading([], { source: "none" })]);
  const known = await readBeads(options, project, [ONE]);
  expect([known.fault, beadIn(known, ONE), asked.length]).toEqual([null, null, 1]);
});

test("a start does not wait for a tracker that never answers, and takes what was known before", async () => {
  const hung = tracker(["never"]);
  const nothing = await readBeadsInTime(hung.options, project, ONE);
  expect(nothing).toMatchObject({ beads: null, fault: "It has not answered for 0.02 s." });
  const known = await readBeadsInTime(tracker(["never"], reading([ONE])).options, project, ONE);
  expect(beadIn(known, ONE)?.id).toBe(ONE);
});

test("what is no fault of the tracker's is not hidden", async () => {
  const broken = {
    tracker: () => ({ read: () => Promise.reject(new TypeError("a bug")), current: () => null }),
    patienceMs: 1000,
  };
  await expect(readBeadsInTime(broken, project, ONE)).rejects.toThrow("a bug");
});
