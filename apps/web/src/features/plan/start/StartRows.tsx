import type { Project } from "@switchyard/core/protocol";
import { createUniqueId, Show } from "solid-js";
import { Keyed } from "../../../ui/Keyed.tsx";
import { moveFocus } from "../../../ui/roving-focus.ts";
import { batchWords } from "../../../words/batch-words.ts";
import { MOST_STARTS, type StartList } from "./start-list.ts";
import { StartRow } from "./StartRow.tsx";

const words = batchWords.dialog;

/** The beads that could be started on; ↑ and ↓ go from tick to tick. */
export function StartRows(props: { list: StartList; project: Project }) {
  const label = createUniqueId();
  const isWhole = () => props.list.ticked().length === props.list.beads().length;
  return (
    <section aria-labelledby={label}>
      <div data-ui="legend">
        <span id={label}>{words.list}</span>
        <span data-part="aside">
          <button type="button" class="link" onClick={() => props.list.tickAll(!isWhole())}>
            {isWhole() ? words.none : words.all}
          </button>
        </span>
      </div>
      <ul
        class="start-rows"
        onKeyDown={(event) => {
          if (event.target instanceof HTMLInputElement && event.key.startsWith("Arrow")) {
            moveFocus(event, 'input[type="checkbox"]');
          }
        }}
      >
        <Keyed each={props.list.beads()} by={({ id }) => id}>
          {(bead) => <StartRow bead={bead()} list={props.list} project={props.project} />}
        </Keyed>
      </ul>
      <Show when={props.list.left > 0}>
        <p class="start-rows-left small text-3">{words.only(MOST_STARTS)}</p>
      </Show>
    </section>
  );
}
