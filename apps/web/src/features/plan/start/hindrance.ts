import { type Beads, isClosed } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { batchWords } from "../../../words/batch-words.ts";

const words = batchWords.dialog;

/** What speaks against starting a session on a bead. */
export interface Hindrance {
  readonly why: string;
  /** Its work is done, or somebody is at it here. */
  readonly isTwice: boolean;
}

/** Null: nothing does. `hasSession`: one that is not stopped. */
export function hindranceOf(bead: Bead, beads: Beads, hasSession: boolean): Hindrance | null {
  if (isClosed(bead)) return { why: words.isClosed, isTwice: true };
  if (hasSession) return { why: words.hasSession, isTwice: true };
  if (bead.status === "in_progress") {
    return { why: bead.assignee ? words.isClaimedBy(bead.assignee) : words.isClaimed, isTwice: false };
  }
  if (beads.isBlocked(bead.id)) return { why: words.isBlocked, isTwice: false };
  if (!beads.isReady(bead.id)) return { why: words.notReady, isTwice: false };
  // Its work is that of those below it.
  const open = beads.childrenOf(bead.id).filter((child) => !isClosed(child)).length;
  return open === 0 ? null : { why: words.holds(open), isTwice: false };
}
