import { Show } from "solid-js";
import { planWords } from "../../../words/plan-words.ts";
import { PlanIcon } from "../tree/PlanIcons.tsx";

const words = planWords.edit;

/** What a row under the pointer, or one with the keys, has at its end: a bead below it, and all that can be done. */
export function RowActs(props: { title: string; canWrite: boolean; isActive: boolean }) {
  return (
    <span class="tree-acts">
      <Show when={props.canWrite}>
        <button
          type="button"
          class="tree-act"
          data-act="child"
          tabindex="-1"
          title={words.newBelow(props.title)}
          aria-label={words.newBelow(props.title)}
        >
          <PlanIcon of="plus" size={14} />
        </button>
      </Show>
      <button
        type="button"
        class="tree-act"
        data-act="more"
        aria-haspopup="menu"
        tabindex={props.isActive ? 0 : -1}
        title={words.acts(props.title)}
        aria-label={words.acts(props.title)}
      >
        <PlanIcon of="more" size={14} />
      </button>
    </span>
  );
}
