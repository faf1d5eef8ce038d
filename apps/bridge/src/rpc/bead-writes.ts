import {
  Bead,
  type BeadOrigin,
  type NewBead,
  ORIGIN_KEY,
  type ProjectId,
  type ResultOf,
  SwitchyardError,
} from "@switchyard/core/protocol";
import type { Tracker, Trackers } from "../beads/trackers.ts";
import { listedBead } from "../projects/bounded-bead.ts";
import type { Projects } from "../projects/projects.ts";
import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";
import { makeOnce } from "./once.ts";

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

export interface BeadWriteOptions {
  projects: Pick<Projects, "ready" | "need">;
  trackers: Pick<Trackers, "of">;
}

/** Handlers of changes to what is to do in a project. */
export function beadWriteHandlers(
  sessions: Pick<Sessions, "need">,
  { projects, trackers }: BeadWriteOptions,
): Pick<Handlers, Names> {
  const creations = makeOnce<ResultOf<"createBead">>();
  const comments = makeOnce<ResultOf<"addComment">>();

  async function find(named: ProjectId | undefined): Promise<Found> {
    await projects.ready();
    const { projectId, path } = projects.need(named);
    return { projectId, tracker: trackers.of(projectId, path) };
  }

  async function written(
    named: ProjectId | undefined,
    work: (writes: Tracker["writes"]) => Promise<Bead>,
  ): Promise<{ projectId: ProjectId; bead: Bead }> {
    const { projectId, tracker } = await find(named);
    return { projectId, bead: await shown(work(tracker.writes)) };
  }

  /** With the session that the thought was had in, and the bead that it was on. */
  async function made(
    { projectId, tracker }: Found,
    bead: NewBead,
    origin: BeadOrigin | undefined,
  ): Promise<Bead> {
    if (origin === undefined) return tracker.writes.create(bead);
    const { record } = sessions.need(origin.sessionId);
    const parts = { metadata: { [ORIGIN_KEY]: origin }, note: `From session ${origin.sessionId}` };
    if (record.beadId === null || record.projectId !== projectId) return tracker.writes.create(bead, parts);
    const { beads } = await tracker.read();
    const isThere = beads.some(({ id }) => id === record.beadId);
    const linked = isThere ? withSource(bead, record.beadId) : bead;
    return tracker.writes.create(linked, parts);
  }

  return {
    async createBead({ projectId: named, bead, origin, writeId }) {
      const found = await find(named);
      const { projectId } = found;
      return creations(keyOf(projectId, writeId), async () => {
        const created = await shown(made(found, bead, origin));
        return { projectId, bead: created, beadId: created.id };
      });
    },
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
      return comments(keyOf(projectId, writeId), async () => ({
        projectId,
        bead: await shown(tracker.writes.comment(beadId, text)),
      }));
    },
  };
}

interface Found {
  readonly projectId: ProjectId;
  readonly tracker: Tracker;
}

/** Null: it is done as often as it is sent. */
function keyOf(projectId: ProjectId, writeId: string | undefined): string | null {
  return writeId === undefined ? null : JSON.stringify([projectId, writeId]);
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

/** One pair of beads has one edge. */
function withSource(bead: NewBead, sourceId: string): NewBead {
  const { dependencies = [], parent } = bead;
  const isLinked = parent === sourceId || dependencies.some((edge) => edge.depends_on_id === sourceId);
  if (isLinked) return bead;
  return { ...bead, dependencies: [...dependencies, { depends_on_id: sourceId, type: "discovered-from" }] };
}
