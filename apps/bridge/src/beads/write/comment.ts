import type { Bead, BeadId } from "@switchyard/core/protocol";
import { readBead } from "@switchyard/beads";
import { notDone } from "./failures.ts";
import { argument, shortEnough } from "./flags.ts";
import type { Slot } from "./slot.ts";
import type { Told } from "./told.ts";

/** @throws {SwitchyardError} BEAD_NOT_FOUND, BD_FAILED, TOO_LARGE */
export async function comment(slot: Slot, beadId: BeadId, text: string): Promise<Bead> {
  const words = shortEnough("comment", text);
  const before = await slot.show(beadId);
  const author = slot.program.name === "bd" ? [argument("author", slot.actor)] : [];
  const flags = [...author, "--json"];
  const named = words.startsWith("-") ? [...flags, "--", beadId, words] : [beadId, words, ...flags];
  const told = await slot.tell(["comments", "add", ...named]);
  const comments = before.comments ?? [];
  const printed = told.fault === null ? commentIn(told, beadId, text) : undefined;
  if (printed !== undefined && slot.program.name === "bd") {
    const count = comments.length + 1;
    return slot.learn({ ...before, comments: [...comments, printed], comment_count: count });
  }
  const now = await slot.reread(beadId, told);
  if (countOf(now, text) > countOf(before, text)) return now;
  if (printed !== undefined) return slot.learn({ ...now, comments: [...comments, printed] });
  throw notDone({ program: slot.program, beadId, told, instead: `${beadId} does not have this comment` });
}

type Comment = NonNullable<Bead["comments"]>[number];

function commentIn(told: Told, beadId: BeadId, text: string): Comment | undefined {
  const comments = readBead({ id: beadId, comments: told.rows })?.comments ?? [];
  return comments.find((each) => each.text.trim() === text.trim());
}

function countOf({ comments = [] }: Bead, text: string): number {
  return comments.filter((each) => each.text.trim() === text.trim()).length;
}
