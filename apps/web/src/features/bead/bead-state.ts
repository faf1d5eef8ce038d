import { type Beads, isClosed } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { beadWords as words } from "../../words/bead-words.ts";

export type BeadStateName = "closed" | "in_progress" | "blocked" | "ready" | "deferred" | "other";

/** The state of a bead by its tracker, whatever sessions do. */
export interface BeadState {
  readonly name: BeadStateName;
  readonly word: string;
}

export function beadState(bead: Bead, beads: Beads): BeadState {
  const name = nameOf(bead, beads);
  return { name, word: name === "other" ? words.ownStatus(bead.status) : words.states[name] };
}

function nameOf(bead: Bead, beads: Beads): BeadStateName {
  if (isClosed(bead)) return "closed";
  if (bead.status === "in_progress") return "in_progress";
  if (bead.status === "blocked" || beads.isBlocked(bead.id)) return "blocked";
  if (beads.isReady(bead.id)) return "ready";
  if (bead.status === "deferred") return "deferred";
  // Deferred by its time: `defer_until` is the only thing that keeps an open bead that nothing blocks from being ready,
  // but for a parent that is held up.
  return bead.status === "open" && bead.defer_until !== undefined ? "deferred" : "other";
}

/** Statuses that the tracker sets by commands of their own. */
export const UNASKED: ReadonlySet<string> = new Set(["tombstone", "pinned", "hooked"]);
