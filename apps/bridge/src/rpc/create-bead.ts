import {
  type Bead,
  type BeadOrigin,
  type NewBead,
  ORIGIN_KEY,
  type ProjectId,
  type ResultOf,
  type SessionId,
} from "@switchyard/core/protocol";
import type { TrackerWrites } from "../beads/writing.ts";
import { listedBead } from "../projects/bounded-bead.ts";
import type { Handlers } from "../server/handlers.ts";
import type { SessionRecord } from "../session/record.ts";
import { makeOnce, writeKey } from "./once.ts";

export interface CreateBeadOptions {
  /** @throws {SwitchyardError} PROJECT_NOT_FOUND */
  find(projectId: ProjectId | undefined): Promise<Found>;
  /** @throws {SwitchyardError} SESSION_NOT_FOUND */
  session(sessionId: SessionId): { readonly record: Pick<SessionRecord, "beadId" | "projectId"> };
}

/** A project, and what is asked of its tracker. */
interface Found {
  readonly projectId: ProjectId;
  readonly tracker: {
    readonly writes: Pick<TrackerWrites, "create">;
    read(): Promise<{ readonly beads: readonly Pick<Bead, "id">[] }>;
  };
}

/** Makes beads; one that is sent twice is made once. */
export function createBeadHandler({ find, session }: CreateBeadOptions): Handlers["createBead"] {
  const creations = makeOnce<ResultOf<"createBead">>();

  /** With the session that the thought was had in, and the bead that it was on. */
  async function made(
    { projectId, tracker }: Found,
    bead: NewBead,
    origin: BeadOrigin | undefined,
  ): Promise<Bead> {
    if (origin === undefined) return tracker.writes.create(bead);
    const { record } = session(origin.sessionId);
    const parts = { metadata: { [ORIGIN_KEY]: origin }, note: `From session ${origin.sessionId}` };
    if (record.beadId === null || record.projectId !== projectId) return tracker.writes.create(bead, parts);
    const { beads } = await tracker.read();
    const isThere = beads.some(({ id }) => id === record.beadId);
    const linked = isThere ? withSource(bead, record.beadId) : bead;
    return tracker.writes.create(linked, parts);
  }

  return async ({ projectId: named, bead, origin, writeId }) => {
    const found = await find(named);
    const { projectId } = found;
    return creations(writeKey(projectId, writeId), async () => {
      const created = listedBead(await made(found, bead, origin)).bead;
      return { projectId, bead: created, beadId: created.id };
    });
  };
}

/** One pair of beads has one edge. */
function withSource(bead: NewBead, sourceId: string): NewBead {
  const { dependencies = [], parent } = bead;
  const isLinked = parent === sourceId || dependencies.some((edge) => edge.depends_on_id === sourceId);
  if (isLinked) return bead;
  return { ...bead, dependencies: [...dependencies, { depends_on_id: sourceId, type: "discovered-from" }] };
}
