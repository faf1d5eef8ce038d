import { type Beads, isClosed } from "@switchyard/beads";
import type { Bead, SessionInfo } from "@switchyard/core/protocol";
import type { Status } from "../../../state/status.ts";
import { planWords as words } from "../../../words/plan-words.ts";

/** How a bead is drawn, in tree and timeline. */
export type BeadKind =
  | "closed"
  | "needs"
  | "failed"
  | "running"
  | "waiting"
  | "finished"
  | "idle"
  | "ready"
  | "claimed"
  | "blocked"
  | "other";

export interface BeadStanding {
  readonly kind: BeadKind;
  readonly word: string;
  /** The session that the kind is of; undefined: it is the bead's own. */
  readonly session: SessionInfo | undefined;
}

/** The strongest session of a bead, and how it stands. */
export interface SessionStanding {
  readonly session: SessionInfo | undefined;
  readonly status: Status | undefined;
}

/** The state of a bead with its session's: what somebody is at, or must see, before what the tracker says. */
export function standingOf(bead: Bead, beads: Beads, at: SessionStanding): BeadStanding {
  const { session, status } = at;
  if (session !== undefined && status !== undefined && says(status, bead)) {
    return { kind: status.state === "stopped" ? "idle" : status.state, word: status.word, session };
  }
  return { ...ownStanding(bead, beads), session: undefined };
}

/** A closed bead is done, whatever session rests on it; one that works on it still, or waits for the user, is told. */
function says(status: Status, bead: Bead): boolean {
  if (status.state === "stopped") return false;
  if (!isClosed(bead)) return true;
  return status.state === "needs" || status.state === "running" || status.state === "failed";
}

function ownStanding(bead: Bead, beads: Beads): Pick<BeadStanding, "kind" | "word"> {
  if (isClosed(bead)) return { kind: "closed", word: words.state.closed };
  if (bead.status === "in_progress") return { kind: "claimed", word: words.state.claimed };
  if (beads.isBlocked(bead.id) || bead.status === "blocked") {
    return { kind: "blocked", word: words.state.blocked };
  }
  if (beads.isReady(bead.id)) return { kind: "ready", word: words.state.ready };
  if (bead.status !== "open") return { kind: "other", word: words.ownState(bead.status) };
  const isDeferred = bead.defer_until !== undefined && !isHeldByParent(bead, beads);
  return isDeferred
    ? { kind: "other", word: words.state.deferred }
    : { kind: "blocked", word: words.state.notYet };
}

function isHeldByParent(bead: Bead, beads: Beads): boolean {
  const parent = beads.parentOf(bead.id);
  return parent !== undefined && beads.isBlocked(parent.id);
}

/** Why a bead is not ready, in words; undefined: nothing holds it up that is known. */
export function whyHeld(bead: Bead, beads: Beads): string | undefined {
  if (isClosed(bead)) return undefined;
  if (bead.status === "in_progress") return bead.assignee && words.claimedBy(bead.assignee);
  const open = beads.openBlockersOf(bead.id);
  if (open.length > 0) {
    const named = open.slice(0, NAMED).map((blocker) => blocker.title);
    return words.blockedBy(named, open.length - named.length);
  }
  return isHeldByParent(bead, beads) ? words.parentHeld : undefined;
}

const NAMED = 3;
