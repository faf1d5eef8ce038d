import type {
  Bead,
  BeadId,
  BeadOrigin,
  BeadPatch,
  BeadsPatch,
  NewBead,
  ProjectId,
} from "@switchyard/core/protocol";
import { BeadId as BeadIdSchema } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import { beadUndoWords as words } from "../words/bead-undo-words.ts";
import type { BeadRef, ManyWritten, Written } from "./bead-edits.ts";
import { changed, withPatch } from "./bead-fields.ts";
import type { BeadChange } from "./bead-overlay.ts";
import type { BeadsState } from "./beads.ts";

/**
 * Changes of beads that show at once, and go again where the tracker refuses them; none rejects. Several of one bead
 * go out one after the other, in the order in which they were made.
 */
export function createBeadWrites(wire: Wire, beads: BeadsState) {
  const inTurn = createTurns();

  function write(
    { projectId, beadId }: BeadRef,
    change: Pick<BeadChange, "fields" | "over">,
    call: () => Promise<{ bead: Bead }>,
  ): Promise<Written> {
    const settle = beads.of(projectId).overlay.lay({ beadIds: [beadId], ...change });
    return inTurn([`${projectId} ${beadId}`], () => settled(call, settle));
  }

  return {
    update: (ref: BeadRef, patch: BeadPatch, base?: BeadPatch) =>
      write(ref, patched(patch), () =>
        wire.call("updateBead", { ...ref, patch, ...(base !== undefined && { base }) }),
      ),

    updateMany(
      projectId: ProjectId,
      beadIds: readonly BeadId[],
      patch: BeadsPatch,
    ): Promise<ManyWritten | WireError> {
      const settle = beads.of(projectId).overlay.lay({ beadIds, ...patchedAlike(patch) });
      const keys = beadIds.map((beadId) => `${projectId} ${beadId}`);
      return inTurn(keys, async () => {
        try {
          return await wire.call("updateBeads", { projectId, beadIds: [...beadIds], patch });
        } catch (thrown) {
          return toWireError(thrown);
        } finally {
          settle();
        }
      });
    },

    create(projectId: ProjectId, bead: NewBead, origin?: BeadOrigin): Promise<Written> {
      const isBelow = typeof bead.parent === "string";
      const settle = beads
        .of(projectId)
        .overlay.lay({ beadIds: [], fields: [], over: same, made: toBe(bead), isShown: isBelow });
      const call = () =>
        wire.call("createBead", {
          ...{ projectId, bead, writeId: uuid() },
          ...(origin !== undefined && { origin }),
        });
      return settled(call, settle);
    },

    close(ref: BeadRef, how: { reason?: string; force?: boolean } = {}) {
      const { fields, over } = patched({ status: "closed" });
      const close_reason = how.reason;
      const change = { fields, over: (bead: Bead) => changed(over(bead), { close_reason }) };
      return write(ref, change, () => wire.call("closeBead", { ...ref, ...how }));
    },

    reopen: (ref: BeadRef, reason?: string) =>
      write(ref, patched({ status: "open", defer_until: null }), () =>
        wire.call("reopenBead", { ...ref, ...(reason !== undefined && { reason }) }),
      ),

    claim(ref: BeadRef) {
      const { over } = patched({ status: "in_progress" });
      // Whose name it gets the tracker knows alone.
      return write(ref, { fields: ["status", "assignee"], over }, () => wire.call("claimBead", ref));
    },

    addDependency(ref: BeadRef, dependsOnId: string, type?: string) {
      const over = (bead: Bead) => {
        const { dependencies = [] } = bead;
        if (dependencies.some((edge) => edge.depends_on_id === dependsOnId)) return bead;
        const own = { issue_id: bead.id, depends_on_id: dependsOnId, type: type ?? "blocks" };
        return changed(bead, { dependencies: [...dependencies, own] });
      };
      return write(ref, { fields: EDGES, over }, () =>
        wire.call("addDependency", { ...ref, dependsOnId, ...(type !== undefined && { type }) }),
      );
    },

    removeDependency(ref: BeadRef, dependsOnId: string) {
      const isOther = (edge: { depends_on_id: string }) => edge.depends_on_id !== dependsOnId;
      const over = (bead: Bead) =>
        changed(bead, {
          dependencies: (bead.dependencies ?? []).filter(isOther),
          ...(bead["parent"] === dependsOnId && { parent: null }),
        });
      return write(ref, { fields: EDGES, over }, () =>
        wire.call("removeDependency", { ...ref, dependsOnId }),
      );
    },

    addComment(ref: BeadRef, text: string) {
      const own = { id: uuid(), author: words.you, text, created_at: new Date().toISOString() };
      const over = (bead: Bead) => {
        const { comments = [], comment_count: count = comments.length } = bead;
        return changed(bead, { comments: [...comments, own], comment_count: count + 1 });
      };
      return write(ref, { fields: ["comments"], over }, () =>
        wire.call("addComment", { ...ref, text, writeId: uuid() }),
      );
    },
  };
}

const EDGES = ["dependencies", "parent"];
const same = (bead: Bead) => bead;

async function settled(call: () => Promise<{ bead: Bead }>, settle: (bead?: Bead) => void): Promise<Written> {
  try {
    const { bead } = await call();
    settle(bead);
    return { isDone: true, bead };
  } catch (thrown) {
    settle();
    return { isDone: false, error: toWireError(thrown) };
  }
}

function patched(patch: BeadPatch): Pick<BeadChange, "fields" | "over"> {
  const at = new Date().toISOString();
  const fields = Object.keys(patch);
  return {
    fields: fields.includes("parent") ? [...fields, ...EDGES] : fields,
    over: (bead) => withPatch(bead, patch, at),
  };
}

function patchedAlike({ addLabels = [], removeLabels = [], ...patch }: BeadsPatch) {
  const { fields, over } = patched(patch);
  const hasLabels = addLabels.length + removeLabels.length > 0;
  return {
    fields: hasLabels ? [...fields, "labels"] : fields,
    over(bead: Bead): Bead {
      if (!hasLabels) return over(bead);
      const left = (bead.labels ?? []).filter((label) => !removeLabels.includes(label));
      return changed(over(bead), { labels: [...new Set([...left, ...addLabels])] });
    },
  };
}

/** How a bead shows that has no id yet. */
function toBe({ dependencies: _dependencies, ...patch }: NewBead): Bead {
  const at = new Date().toISOString();
  const bare: Bead = {
    id: BeadIdSchema.parse(`new-${uuid()}`),
    title: patch.title,
    status: "open",
    priority: 2,
    issue_type: "task",
    created_at: at,
  };
  return withPatch(bare, patch, at);
}

/** Work on one key begins when the work on it that was asked for before has ended. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return async function inTurn<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.flatMap((key) => last.get(key) ?? []);
    const done = before.length === 0 ? work() : Promise.all(before).then(work);
    for (const key of keys) last.set(key, done);
    try {
      return await done;
    } finally {
      for (const key of keys) if (last.get(key) === done) last.delete(key);
    }
  };
}
