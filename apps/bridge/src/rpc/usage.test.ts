import { readBead } from "@switchyard/beads";
import { BeadId, PersonaId, ProjectId, SwitchyardError } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import type { Reading, Tracker } from "../beads/trackers.ts";
import { newSession, type TestLog, testLog, turnEnded, turnStarted } from "../log/test-log.ts";
import type { Sessions } from "../session/sessions.ts";
import { usageHandlers } from "./usage.ts";

const [READ, UNREAD, REMOVED] = ["p-read", "p-unread", "p-removed"].map((id) => ProjectId.parse(id));
const beads = [
  { id: "b-closed", title: "Closed", status: "closed" },
  { id: "b-open", title: "Open", status: "in_progress" },
].map((each) => readBead(each)!);

/** A tracker that fails the test where it is asked for anything but what it has in memory. */
function trackerOf(reading: Pick<Reading, "beads"> | null): Tracker {
  const asked = (): never => {
    throw new Error("A tracker was asked.");
  };
  return {
    read: asked,
    bead: asked,
    current: () => reading as Reading | null,
    get writes() {
      return asked();
    },
  };
}

const handlers = ({ log }: TestLog) =>
  usageHandlers({} as Sessions, log, {
    projects: {
      ready: () => Promise.resolve(),
      need(projectId) {
        if (projectId === REMOVED) throw new SwitchyardError("PROJECT_NOT_FOUND", "");
        return { projectId, path: `/${projectId}` } as never;
      },
    },
    trackers: { of: (projectId) => trackerOf(projectId === READ ? { beads } : null) },
  });

function workOn(stage: TestLog, projectId: ProjectId | null | undefined, beadId: string): void {
  const on = { projectId: projectId ?? null, beadId: BeadId.parse(beadId) };
  const session = newSession(stage.log, { ...on, persona: PersonaId.parse("reviewer") });
  stage.log.append(session, [turnStarted, turnEnded], 1);
}

test("beads are closed as the trackers have them in memory, and unknown where none does", async () => {
  await using stage = await testLog();
  for (const id of ["b-closed", "b-closed", "b-open", "b-gone"]) workOn(stage, READ, id);
  workOn(stage, UNREAD, "b-closed");
  workOn(stage, REMOVED, "b-closed");
  workOn(stage, null, "b-closed");
  stage.log.flush();
  const { getOutcomes } = handlers(stage);
  const sums = { persona: "reviewer", backendId: "claude", failures: 0, costUsd: null };
  expect(await getOutcomes({})).toEqual({
    rows: [
      { ...sums, sessions: 7, turns: 7, turnsWithoutCost: 7, beads: 6, beadsClosed: 1, beadsUnknown: 4 },
    ],
  });
  expect(await getOutcomes({ projectId: READ })).toEqual({
    rows: [
      { ...sums, sessions: 4, turns: 4, turnsWithoutCost: 4, beads: 3, beadsClosed: 1, beadsUnknown: 1 },
    ],
  });
  expect(await getOutcomes({ to: "2000-01-01" })).toEqual({ rows: [] });
});

test("usage by bead is labelled with the titles that are in memory", async () => {
  await using stage = await testLog();
  workOn(stage, READ, "b-open");
  workOn(stage, UNREAD, "b-other");
  stage.log.flush();
  const { rows } = await handlers(stage).getUsage({ by: "bead" });
  expect(rows.map(({ key, label }) => [key, label])).toEqual([
    ["b-open", "Open"],
    ["b-other", undefined],
  ]);
});
