import type { Beads } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { BeadIcon } from "../../ui/BeadIcon.tsx";
import type { ComboOption } from "../../ui/Combobox.tsx";
import { beadState } from "./bead-state.ts";
import { BeadStateMark } from "./BeadStateMark.tsx";
import "./bead-option.css";

/** A bead as it is offered where one is picked: its type, its id, its title and how it stands. */
export function beadOption(bead: Bead, beads: Beads): ComboOption {
  return {
    key: bead.id,
    text: bead.title,
    code: bead.id,
    icon: () => <BeadIcon type={bead.issue_type} />,
    end: () => (
      <span class="bead-option-state">
        <BeadStateMark state={beadState(bead, beads).name} />
        {beadState(bead, beads).word}
      </span>
    ),
  };
}
