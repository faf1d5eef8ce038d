import { Show } from "solid-js";
import { ariaKeys } from "../../../keys/keyboard.ts";
import { Button } from "../../../ui/Button.tsx";
import { planWords } from "../../../words/plan-words.ts";
import type { Plan } from "../create-plan.ts";
import type { LayerKind } from "./layers.ts";
import type { PlanEditor } from "./plan-editor.ts";

const words = planWords.edit;

/** What can be done with the ticked beads at once; starting them stands beside it. */
export function TickBar(props: { plan: Plan; editor: PlanEditor }) {
  const ids = () => [...props.plan.ticked()];
  const show = (kind: LayerKind, button: HTMLElement) =>
    props.editor.layers.show({ kind, ids: ids(), anchor: button, back: () => button.focus() });
  return (
    <div class="tick-bar" role="group" aria-label={words.selection}>
      <span class="strong" role="status">
        {words.beads(ids().length)}
      </span>
      <Show when={props.editor.whyNot() === null}>
        <Button
          aria-haspopup="menu"
          aria-keyshortcuts={ariaKeys("planStatus")}
          onClick={(event) => show("status", event.currentTarget)}
        >
          {words.statuses}
        </Button>
        <Button
          aria-haspopup="menu"
          aria-keyshortcuts={ariaKeys("planPriority")}
          onClick={(event) => show("priority", event.currentTarget)}
        >
          {words.priorities}
        </Button>
        <Button
          aria-haspopup="listbox"
          aria-keyshortcuts={ariaKeys("planLabels")}
          onClick={(event) => show("labels", event.currentTarget)}
        >
          {words.labels}
        </Button>
      </Show>
      <Button
        variant="ghost"
        aria-keyshortcuts={ariaKeys("planUntick")}
        onClick={() => props.plan.clearTicks()}
      >
        {words.untickAll}
      </Button>
      <Show when={ids().some((id) => props.editor.refusals.of(id)) && props.editor.lastFailed()}>
        {(failed) => (
          <span class="tick-bar-failed" role="alert">
            {words.someFailed(failed().count, failed().all)}
          </span>
        )}
      </Show>
    </div>
  );
}
