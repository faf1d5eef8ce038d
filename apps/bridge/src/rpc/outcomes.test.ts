import { readBead } from "@switchyard/beads";
import { BackendId, BeadId, PersonaId, ProjectId, SwitchyardError } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { type BeadsRead, outcomeHandlers } from "./outcomes.ts";

const [ONE, TWO, FAILED, UNREAD, REMOVED] = ["p-1", "p-2", "p-failed", "p-unread", "p-removed"].map((id) =>
  ProjectId.parse(id),
);
const [closed, open] = ["closed", "in_progress"].map((status) => readBead({ id: "b-1", title: "", status })!);
const reading = (beads: BeadsRead["beads"], failed = false): BeadsRead => ({ beads, state: { failed } });

/** What each project's tracker tells when it is read. */
type Trackers = ReadonlyMap<ProjectId | undefined, () => Promise<BeadsRead>>;

function desk(log: Parameters<typeof outcomeHandlers>[0], told: Trackers, patienceMs = 5_000) {
  const reads: ProjectId[] = [];
  const read = (projectId: ProjectId): Promise<BeadsRead> => {
    reads.push(projectId);
    return told.get(projectId)?.() ?? Promise.reject(new SwitchyardError("BD_FAILED", "It is away."));
  };
  const { getOutcomes } = outcomeHandlers(log, {
    projects: {
      ready: () => Promise.resolve(),
      need(projectId) {
        if (projectId === REMOVED) throw new SwitchyardError("PROJECT_NOT_FOUND", "");
        return { path: `/${projectId}` };
      },
    },
    trackers: { of: (projectId) => ({ read: () => read(projectId) }) },
    patienceMs,
  });
  return { getOutcomes, reads };
}

/** A log that sums up to sessions on these beads. */
const workedOn = (...beads: (readonly [projectId: ProjectId | null | undefined, beadId: string])[]) => ({
  outcomes: () =>
    Promise.resolve([
      {
        persona: PersonaId.parse("reviewer"),
        backendId: BackendId.parse("claude"),
        ...{ sessions: beads.length, turns: 1, failures: 0, costUsd: null, turnsWithoutCost: 1 },
        workedOn: beads.map(([projectId = null, beadId]) => ({ projectId, beadId: BeadId.parse(beadId) })),
      },
    ]),
});

test("what became of beads is read when it is asked for, and unknown where no tracker tells", async () => {
  let now = open!;
  const told: Trackers = new Map([
    [ONE, () => Promise.resolve(reading([now]))],
    [TWO, () => Promise.resolve(reading([open!]))],
    [FAILED, () => Promise.resolve(reading([closed!], true))],
  ]);
  const nowhere = [FAILED, UNREAD, REMOVED, null].map((each) => [each, "b-1"] as const);
  const log = workedOn([ONE, "b-1"], [ONE, "b-gone"], [TWO, "b-1"], ...nowhere);
  const { getOutcomes, reads } = desk(log, told);
  expect((await getOutcomes({})).rows).toMatchObject([{ beads: 7, beadsClosed: 0, beadsUnknown: 5 }]);
  expect(reads).toEqual([ONE, TWO, FAILED, UNREAD]);
  now = closed!;
  expect((await getOutcomes({})).rows).toMatchObject([{ beads: 7, beadsClosed: 1, beadsUnknown: 5 }]);
});

test("a tracker that does not answer in time holds nobody up, and its own beads alone are unknown", async () => {
  const told: Trackers = new Map([
    [ONE, () => new Promise<never>(() => undefined)],
    [TWO, () => Promise.resolve(reading([closed!]))],
  ]);
  const { getOutcomes } = desk(workedOn([ONE, "b-1"], [TWO, "b-1"]), told, 10);
  expect((await getOutcomes({})).rows).toMatchObject([{ beads: 2, beadsClosed: 1, beadsUnknown: 1 }]);
});

test("where the log cannot be summed up that is said", async () => {
  const log = { outcomes: () => Promise.reject(new Error("the log is closed")) };
  await expect(desk(log, new Map()).getOutcomes({})).rejects.toMatchObject({
    code: "STORAGE_FAILED",
    message: "How sessions went could not be summed up: the log is closed. Try again in a moment.",
  });
});
