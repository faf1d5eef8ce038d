import type { Beads } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { beadWords as words } from "../../words/bead-words.ts";
import { beadState } from "./bead-state.ts";

/** A bead's state with who claimed it: "In progress, claimed by ada". */
export function stateLine(bead: Bead, beads: Beads): string {
  const { name, word } = beadState(bead, beads);
  if (name === "closed" || bead.assignee === undefined || bead.assignee === "") return word;
  return name === "in_progress" ? words.claimedBy(word, bead.assignee) : word;
}
