import { readBead } from "@switchyard/beads";
import { BeadId, PersonaId, ProjectId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import type { Reading, Tracker } from "../beads/trackers.ts";
import type { Log } from "../log/log.ts";
import { newSession, type TestLog, testLog, turnEnded, turnStarted, usageIn } from "../log/test-log.ts";
import type { Sessions } from "../session/sessions.ts";
import { usageHandlers } from "./usage.ts";

const [READ, UNREAD] = ["p-read", "p-unread"].map((id) => ProjectId.parse(id));
const beads = [readBead({ id: "b-open", title: "Open", status: "in_progress" })!];

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

const handlers = (
  { log, file }: TestLog,
  usageSums: Log["usageSums"] = async (query) => usageIn(file, query),
) =>
  usageHandlers(
    {} as Sessions,
    { ...log, usageSums },
    {
      projects: {
        ready: () => Promise.resolve(),
        need: (projectId) => ({ projectId, path: `/${projectId}` }) as never,
      },
      trackers: { of: (projectId) => trackerOf(projectId === READ ? { beads } : null) },
    },
  );

function workOn(stage: TestLog, projectId: ProjectId | null | undefined, beadId: string): void {
  const on = { projectId: projectId ?? null, beadId: BeadId.parse(beadId) };
  const session = newSession(stage.log, { ...on, persona: PersonaId.parse("reviewer") });
  stage.log.append(session, [turnStarted, turnEnded], 1);
}

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

test("where the log cannot be summed up that is said", async () => {
  await using stage = await testLog();
  const { getUsage } = handlers(stage, () => Promise.reject(new Error("the log is closed")));
  await expect(getUsage({ by: "day" })).rejects.toMatchObject({
    code: "STORAGE_FAILED",
    message: "What turns took could not be summed up: the log is closed. Try again in a moment.",
  });
});
