import { Bead, type ProjectId, type ResultOf, SwitchyardError } from "@switchyard/core/protocol";
import type { TrackerWrites } from "../beads/writing.ts";
import { listedBead } from "../projects/bounded-bead.ts";
import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";
import { createBeadHandler } from "./create-bead.ts";
import { findTracker, type FoundTracker, type ProjectTrackers } from "./find-tracker.ts";
import { makeOnce, writeKey } from "./once.ts";

type Names =
  | "createBead"
  | "updateBead"
  | "updateBeads"
  | "closeBead"
  | "reopenBead"
  | "claimBead"
  | "addDependency"
  | "removeDependency"
  | "addLabel"
  | "removeLabel"
  | "addComment";

/** Handlers of changes to what is to do in a project. */
export function beadWriteHandlers(
  sessions: Pick<Sessions, "need">,
  places: ProjectTrackers,
): Pick<Handlers, Names> {
  const comments = makeOnce<ResultOf<"addComment">>();

  const find = (named: ProjectId | undefined): Promise<FoundTracker> => findTracker(places, named);

  async function written(
    named: ProjectId | undefined,
    work: (writes: TrackerWrites) => Promise<Bead>,
  ): Promise<{ projectId: ProjectId; bead: Bead }> {
    const { projectId, tracker } = await find(named);
    return { projectId, bead: await shown(work(tracker.writes)) };
  }

  return {
    createBead: createBeadHandler({ find, session: (sessionId) => sessions.need(sessionId) }),
    updateBead: ({ projectId, beadId, patch, base }) =>
      written(projectId, (writes) => writes.update(beadId, patch, base)).catch(bounded),
    async updateBeads({ projectId: named, beadIds, patch }) {
      const { projectId, tracker } = await find(named);
      return { projectId, ...(await tracker.writes.updateMany(beadIds, patch)) };
    },
    closeBead: ({ projectId, beadId, reason, force }) =>
      written(projectId, (writes) =>
        writes.close(beadId, {
          ...(reason === undefined ? {} : { reason }),
          ...(force === undefined ? {} : { force }),
        }),
      ),
    reopenBead: ({ projectId, beadId, reason }) =>
      written(projectId, (writes) => writes.reopen(beadId, reason)),
    async claimBead({ projectId: named, beadId }) {
      const { projectId, tracker } = await find(named);
      const { bead, assignee } = await tracker.writes.claim(beadId);
      return { projectId, bead: listedBead(bead).bead, assignee };
    },
    addDependency: ({ projectId, beadId, dependsOnId, type = "blocks" }) =>
      written(projectId, (writes) => writes.addDependency(beadId, dependsOnId, type)),
    removeDependency: ({ projectId, beadId, dependsOnId }) =>
      written(projectId, (writes) => writes.removeDependency(beadId, dependsOnId)),
    addLabel: ({ projectId, beadId, label }) =>
      written(projectId, (writes) => writes.addLabel(beadId, label)),
    removeLabel: ({ projectId, beadId, label }) =>
      written(projectId, (writes) => writes.removeLabel(beadId, label)),
    async addComment({ projectId: named, beadId, text, writeId }) {
      const { projectId, tracker } = await find(named);
      return comments(writeKey(projectId, writeId), async () => ({
        projectId,
        bead: await shown(tracker.writes.comment(beadId, text)),
      }));
    },
  };
}

/** What was written has been written, however long it is. */
async function shown(bead: Promise<Bead>): Promise<Bead> {
  return listedBead(await bead).bead;
}

/** The bead that an error tells of must not be longer than a frame. */
function bounded(error: unknown): never {
  if (!(error instanceof SwitchyardError) || error.code !== "BEAD_CHANGED") throw error;
  const { bead, ...data } = error.data;
  const found = Bead.safeParse(bead);
  throw new SwitchyardError(error.code, error.message, {
    ...data,
    ...(found.success ? { bead: listedBead(found.data).bead } : {}),
  });
}
