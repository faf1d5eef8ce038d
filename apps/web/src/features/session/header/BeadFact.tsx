import { createMemo, Show } from "solid-js";
import { beadPath } from "../../../state/beads.ts";
import { BeadIcon } from "../../../ui/BeadIcon.tsx";
import { BeadId } from "../../../ui/BeadId.tsx";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { beadWords as words } from "../../../words/bead-words.ts";
import { beadState } from "../../bead/bead-state.ts";
import { useSession } from "../session-context.ts";

/** The bead that the session works on, by its id; its title and its own state are in the tooltip. */
export function BeadFact(props: { id: string }) {
  const view = useSession();
  const bead = createMemo(() => view.bead?.beads.relations().get(props.id));
  const state = createMemo(() => {
    const [known, beads] = [bead(), view.bead?.beads.relations()];
    return known && beads && beadState(known, beads);
  });
  return (
    <span class="fact">
      <Show when={state()?.name === "closed"} fallback={<BeadIcon type={bead()?.issue_type ?? "task"} />}>
        <StatusGlyph glyph="check" size={14} label={words.states.closed} />
      </Show>
      <BeadId
        id={props.id}
        href={view.bead === null ? undefined : beadPath(view.bead.projectId, props.id)}
        title={words.openBead(props.id, bead()?.title, state()?.word)}
      />
    </span>
  );
}
