import { createMemo, For, Show } from "solid-js";
import { beadWords as words } from "../../words/bead-words.ts";
import { BeadLink } from "./BeadLink.tsx";
import type { ShownBead } from "./BeadPage.tsx";
import { relatedTo } from "./related.ts";

/** What a bead is part of, its own parts, and what else it hangs together with, both ways. */
export function BeadRelations(props: ShownBead) {
  const parent = () => props.beads.parentOf(props.bead.id);
  const children = () => props.beads.childrenOf(props.bead.id);
  const progress = () => props.beads.progressOf(props.bead.id);
  const related = createMemo(() => relatedTo(props.bead, props.beads));
  const link = (id: string) => (
    <BeadLink projectId={props.projectId} id={id} bead={props.beads.get(id)} beads={props.beads} />
  );
  return (
    <Show when={parent() !== undefined || children().length > 0 || related().length > 0}>
      <dl class="bead-relations">
        <Show when={parent()}>
          {(parent) => (
            <>
              <dt>{words.fields.parent}</dt>
              <dd>{link(parent().id)}</dd>
            </>
          )}
        </Show>
        <For each={related()}>
          {(group) => (
            <>
              <dt>{group.label}</dt>
              <dd>
                <For each={group.others.map((other) => other.id)}>{link}</For>
              </dd>
            </>
          )}
        </For>
        <Show when={children().length > 0}>
          <dt>
            {words.page.children}
            <span class="bead-progress">{words.page.progress(progress().closed, progress().total)}</span>
          </dt>
          <dd>
            <For each={children().map((child) => child.id)}>{link}</For>
          </dd>
        </Show>
      </dl>
    </Show>
  );
}
