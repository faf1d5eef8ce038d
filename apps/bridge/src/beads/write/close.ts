import type { Bead, BeadId } from "@switchyard/core/protocol";
import { comment } from "./comment.ts";
import { failed } from "./failures.ts";
import { argument } from "./flags.ts";
import { outcome } from "./outcome.ts";
import type { Slot } from "./slot.ts";
import type { Told } from "./told.ts";

export interface Closing {
  readonly reason?: string | undefined;
  /** Passes over what the tracker guards. */
  readonly force?: boolean | undefined;
}

/** @throws {SwitchyardError} BEAD_NOT_FOUND, BD_FAILED: `data.canForce`, where force would do it; TOO_LARGE */
export async function close(slot: Slot, beadId: BeadId, how: Closing): Promise<Bead> {
  const before = await slot.show(beadId);
  if (before.status === "closed") return before;
  const told = await closeCall(slot, [beadId], how);
  return outcome(slot, { before, fields: { status: "closed" }, told });
}

/** The reason is kept as a comment, also of one that is open already. @throws {SwitchyardError} BEAD_NOT_FOUND, BD_FAILED, TOO_LARGE */
export async function reopen(slot: Slot, beadId: BeadId, reason?: string): Promise<Bead> {
  const before = await slot.show(beadId);
  if (before.status === "open") return reason === undefined ? before : comment(slot, beadId, reason);
  if (before.status !== "closed") {
    throw failed(`${beadId} is not closed: its status is ${before.status}.`, { beadId });
  }
  const told = await reopenCall(slot, [beadId], reason);
  const bead = await outcome(slot, { before, fields: { status: "open" }, told });
  // The reason has become a comment.
  return reason === undefined ? bead : slot.reread(beadId, told);
}

export function closeCall(slot: Slot, beadIds: readonly BeadId[], how: Closing): Promise<Told> {
  const reason = how.reason === undefined ? [] : [argument("reason", how.reason)];
  const force = how.force === true ? ["--force"] : [];
  return slot.tell(["close", ...beadIds, "--json", ...reason, ...force]);
}

export function reopenCall(slot: Slot, beadIds: readonly BeadId[], reason?: string): Promise<Told> {
  const why = reason === undefined ? [] : [argument("reason", reason)];
  return slot.tell(["reopen", ...beadIds, "--json", ...why]);
}
