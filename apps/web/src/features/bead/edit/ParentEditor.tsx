import { parentByPrefix } from "@switchyard/beads";
import { Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { beadEditWords as words } from "../../../words/bead-edit-words.ts";
import { BeadPicker, withDescendants } from "../BeadPicker.tsx";
import type { ShownBead } from "../BeadPage.tsx";
import type { FieldEdit } from "./create-field-edit.ts";
import { FieldAnswer } from "./FieldAnswer.tsx";

/** Moves a bead below another, or out of its parent; it can't come to be below itself. */
export function ParentEditor(props: ShownBead & { edit: FieldEdit; onDone: () => void }) {
  const exclude = () => withDescendants(props.bead.id, (id) => props.beads.childrenOf(id));
  const bound = () => parentByPrefix(props.bead.id, props.beads.get);
  const pick = (id: string | null) => {
    // Taken out, it would still be where it is.
    if (id === null && bound() !== undefined) return;
    props.edit.write(id ?? "");
    void props.edit.save();
    if (!props.edit.isOpen()) props.onDone();
  };
  return (
    <div
      class="bead-parent-editor"
      ref={(box) => queueMicrotask(() => box.querySelector("input")?.focus())}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        props.edit.cancel();
        props.onDone();
      }}
    >
      <BeadPicker
        projectId={props.projectId}
        label={words.parent}
        hideLabel
        exclude={exclude()}
        chosen={props.edit.text() === "" ? null : props.edit.text()}
        onPick={pick}
      />
      <Show when={bound()}>{(parent) => <p class="bead-none">{words.boundTo(parent().id)}</p>}</Show>
      <FieldAnswer edit={props.edit} onDone={() => props.onDone()} />
      <p class="bead-editor-acts">
        <Button
          size={24}
          variant="ghost"
          onClick={() => {
            props.edit.cancel();
            props.onDone();
          }}
        >
          {words.cancel}
        </Button>
      </p>
    </div>
  );
}
