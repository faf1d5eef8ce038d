import type { Beads } from "@switchyard/beads";
import type { Bead, ProjectId } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { beadPath } from "../../state/beads.ts";
import { BeadIcon } from "../../ui/BeadIcon.tsx";
import { BeadId } from "../../ui/BeadId.tsx";
import { beadWords as words } from "../../words/bead-words.ts";
import { beadState } from "./bead-state.ts";
import { BeadStateMark } from "./BeadStateMark.tsx";
import "./BeadLink.css";

/** Another bead in one line: what it is, its title and id, how it stands; one that is not here is its id alone. */
export function BeadLink(props: { projectId: ProjectId; id: string; bead: Bead | undefined; beads: Beads }) {
  const app = useApp();
  // One that is only to be has no page, and no id of its own.
  const isMade = () => app.beadEdits.isMade(props.projectId, props.id);
  return (
    <Show
      when={props.bead}
      fallback={
        <span class="bead-link" data-missing="">
          <BeadId id={props.id} />
          <span class="text-3">{words.notInProject}</span>
        </span>
      }
    >
      {(bead) => (
        <a
          class="bead-link"
          href={isMade() ? undefined : beadPath(props.projectId, bead().id)}
          data-closed={isDone() ? "" : undefined}
        >
          <BeadIcon type={bead().issue_type} />
          <span class="bead-link-title cut">{bead().title}</span>
          <Show when={!isMade()}>
            <BeadId id={bead().id} />
          </Show>
          <span class="bead-link-state">
            <BeadStateMark state={beadState(bead(), props.beads).name} />
            {beadState(bead(), props.beads).word}
          </span>
        </a>
      )}
    </Show>
  );

  function isDone(): boolean {
    return props.bead !== undefined && beadState(props.bead, props.beads).name === "closed";
  }
}
