import { type Bead, BeadPatch, BeadsPatch, LONG_BEAD_TEXTS, NewBead } from "@switchyard/core/protocol";
import { valuesOf, withPatch } from "../state/bead-fields.ts";
import { isSameValue } from "../state/bead-values.ts";
import { bead, type fakeTracker, projectId } from "./beads.ts";
import type { fakeBridge, Handlers } from "./fake-bridge.ts";

type Params = Record<string, unknown>;

/** When the fake tracker says that a change was made. */
const AT = "2026-11-20T12:00:00Z";

/**
 * Lets a fake bridge write to a fake tracker: each write is told to all, then answered with the bead as it is. What a
 * test wants otherwise it sets in `bridge.handlers` after that.
 */
export function serveWrites(
  bridge: ReturnType<typeof fakeBridge>,
  tracker: ReturnType<typeof fakeTracker>,
): void {
  const find = (params: Params) => tracker.beads().find((one) => one.id === params["beadId"]);

  /** Writes, tells and answers. */
  function put(next: Bead) {
    const written: Bead = { ...next, updated_at: AT };
    const before = tracker.beads().find((one) => one.id === next.id);
    const isText = LONG_BEAD_TEXTS.some((text) => !isSameValue(before?.[text], next[text]));
    tracker.tell(bridge, [written], { texts: isText ? [written.id] : [] });
    return { projectId, bead: written };
  }
  const on = (params: Params, change: (before: Bead) => Bead) => {
    const before = find(params);
    return before === undefined ? { refuse: { code: "BEAD_NOT_FOUND" } } : put(change(before));
  };
  const edgesBut = (before: Bead, params: Params) =>
    (before.dependencies ?? []).filter((edge) => edge.depends_on_id !== params["dependsOnId"]);

  const writes: Handlers = {
    createBead(params) {
      const { dependencies: _edges, ...patch } = NewBead.parse(params["bead"]);
      const id = `${patch.parent ?? "pa"}.${tracker.beads().length + 1}`;
      const made = put(withPatch(bead(id), patch, AT));
      return { ...made, beadId: made.bead.id };
    },
    updateBead(params) {
      const before = find(params);
      if (before === undefined) return { refuse: { code: "BEAD_NOT_FOUND" } };
      const base = Object.entries(BeadPatch.parse(params["base"] ?? {}));
      const now = new Map(
        Object.entries(
          valuesOf(
            before,
            base.map(([field]) => field),
          ) ?? {},
        ),
      );
      if (base.some(([field, value]) => !isSameValue(now.get(field), value)))
        return { refuse: { code: "BEAD_CHANGED", message: "It was changed.", data: { bead: before } } };
      return put(withPatch(before, BeadPatch.parse(params["patch"]), AT));
    },
    updateBeads(params) {
      const { addLabels = [], removeLabels = [], ...patch } = BeadsPatch.parse(params["patch"]);
      const ids = Array.isArray(params["beadIds"]) ? params["beadIds"] : [];
      const done = tracker.beads().filter((one) => ids.includes(one.id));
      const next = done.map((before) => {
        const left = (before.labels ?? []).filter((label) => !removeLabels.includes(label));
        return withPatch(before, { ...patch, labels: [...new Set([...left, ...addLabels])] }, AT);
      });
      tracker.tell(bridge, next);
      return { projectId, done: done.map((one) => one.id), failed: [] };
    },
    closeBead: (params) =>
      on(params, (before) => ({
        ...withPatch(before, { status: "closed" }, AT),
        close_reason: typeof params["reason"] === "string" ? params["reason"] : "Closed",
      })),
    reopenBead: (params) => on(params, (before) => withPatch(before, { status: "open" }, AT)),
    claimBead(params) {
      const before = find(params);
      if (before === undefined) return { refuse: { code: "BEAD_NOT_FOUND" } };
      const who = before.assignee ?? "ada";
      if (who !== "ada")
        return { refuse: { code: "CLAIMED", message: `claimed by ${who}`, data: { assignee: who } } };
      return { ...put(withPatch(before, { status: "in_progress", assignee: who }, AT)), assignee: who };
    },
    addDependency: (params) =>
      on(params, (before) => ({
        ...before,
        dependencies: [
          ...edgesBut(before, params),
          {
            issue_id: before.id,
            depends_on_id: String(params["dependsOnId"]),
            type: typeof params["type"] === "string" ? params["type"] : "blocks",
          },
        ],
      })),
    removeDependency: (params) =>
      on(params, (before) => ({ ...before, dependencies: edgesBut(before, params) })),
    addComment: (params) =>
      on(params, (before) => {
        const comments = before.comments ?? [];
        const own = { id: comments.length + 1, author: "ada", text: String(params["text"]), created_at: AT };
        return { ...before, comments: [...comments, own] };
      }),
  };
  Object.assign(bridge.handlers, writes);
}
