import { type Bead, type BeadId, SwitchyardError } from "@switchyard/core/protocol";
import { failed } from "./failures.ts";
import { outcome } from "./outcome.ts";
import type { Slot } from "./slot.ts";

/** @throws {SwitchyardError} CLAIMED: `data.assignee` has it; BEAD_NOT_FOUND, BD_FAILED */
export async function claim(slot: Slot, beadId: BeadId): Promise<{ bead: Bead; assignee: string }> {
  const { actor } = slot;
  const before = await slot.show(beadId);
  // Old versions would take it, and leave it closed or not as they like.
  if (before.status === "closed") {
    throw failed(`${beadId} is closed: reopen it to claim it.`, { beadId });
  }
  const fields = { assignee: actor, status: "in_progress" };
  const told = await slot.tell(["update", beadId, "--claim", "--json"]);
  try {
    return { bead: await outcome(slot, { before, fields, told }), assignee: actor };
  } catch (error) {
    const now = slot.learned.get(beadId) ?? before;
    if (now.assignee === actor && now.status === "open")
      return { bead: await begin(slot, now), assignee: actor };
    const holder = now.assignee ?? "";
    if (holder !== "" && holder !== actor) throw claimed(beadId, holder);
    throw error;
  }
}

/** Versions before 0.63 do not let one claim what is assigned to oneself. */
async function begin(slot: Slot, before: Bead): Promise<Bead> {
  const told = await slot.tell(["update", before.id, "--status=in_progress", "--json"]);
  return outcome(slot, { before, fields: { status: "in_progress", assignee: slot.actor }, told });
}

function claimed(beadId: BeadId, assignee: string): SwitchyardError {
  return new SwitchyardError("CLAIMED", `${beadId} is already claimed by ${assignee}.`, { beadId, assignee });
}
