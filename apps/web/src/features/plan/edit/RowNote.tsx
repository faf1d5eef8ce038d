import { For, onMount } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { TriangleAlertIcon, XIcon } from "../../../ui/icons.ts";
import { planWords } from "../../../words/plan-words.ts";
import type { Refusal } from "./refusals.ts";

/** Why a change was refused, under the row of its bead and over the rows there, until it is dismissed. */
export function RowNote(props: { refusal: Refusal; onDismiss: () => void; onDone: () => void }) {
  let note!: HTMLSpanElement;
  onMount(() => {
    const room = note.closest(".tree")?.getBoundingClientRect();
    // At the foot of the tree there is no room below its row.
    if (room && note.getBoundingClientRect().bottom > room.bottom) note.dataset["above"] = "";
  });
  return (
    <span
      ref={note}
      class="tree-note"
      role="alert"
      onKeyDown={(event) => {
        // A key pressed in it is for its buttons, not for the row.
        event.stopPropagation();
        if (event.key !== "Escape") return;
        event.preventDefault();
        props.onDismiss();
        props.onDone();
      }}
    >
      <Icon of={TriangleAlertIcon} size={14} />
      <span class="tree-note-text">{props.refusal.text}</span>
      <span class="tree-note-acts">
        <For each={props.refusal.acts}>
          {(act) => (
            <Button
              size={24}
              onClick={() => {
                props.onDismiss();
                props.onDone();
                act.run();
              }}
            >
              {act.label}
            </Button>
          )}
        </For>
        <Button
          size={24}
          variant="ghost"
          icon={XIcon}
          label={planWords.edit.dismiss}
          onClick={() => {
            props.onDismiss();
            props.onDone();
          }}
        />
      </span>
    </span>
  );
}
