import { createUniqueId, For, onMount, Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { XIcon } from "../../../ui/icons.ts";
import { beadEditWords as words } from "../../../words/bead-edit-words.ts";
import type { FieldEdit } from "./create-field-edit.ts";
import { FieldAnswer } from "./FieldAnswer.tsx";

/** A field of one line while it is edited: Enter and leaving it save, Esc leaves it as it was. */
export function LineEditor(props: {
  edit: FieldEdit;
  label: string;
  /** @default "text" */
  type?: "text" | "date";
  suggestions?: readonly string[];
  /** Where the focus goes from here, once it is done. */
  onDone: () => void;
}) {
  const listId = createUniqueId();
  let box!: HTMLDivElement;
  onMount(() => {
    const isReopened = props.edit.problem() !== null || props.edit.theirs() !== null;
    // Who went on to something else meanwhile stays there.
    if (isReopened && document.activeElement !== document.body) return;
    const input = box.querySelector("input");
    input?.focus();
    if (props.type !== "date") input?.select();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      props.edit.cancel();
      props.onDone();
    }
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      void props.edit.save();
      if (!props.edit.isOpen()) props.onDone();
    }
  };
  const onFocusOut = (event: FocusEvent) => {
    if (event.relatedTarget instanceof Node && box.contains(event.relatedTarget)) return;
    void props.edit.save();
  };
  return (
    <div ref={box} class="bead-line" onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      <Field
        label={props.label}
        hideLabel
        type={props.type ?? "text"}
        placeholder={words.examples[props.edit.field.name]}
        list={props.suggestions === undefined ? undefined : listId}
        aria-invalid={props.edit.problem() === null ? undefined : "true"}
        value={props.edit.text()}
        onValue={(text) => props.edit.write(text)}
        end={
          <Button
            size={24}
            variant="ghost"
            icon={XIcon}
            label={words.leave}
            // A press leaves the focus in the field: leaving it would save.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              props.edit.cancel();
              props.onDone();
            }}
          />
        }
      />
      <Show when={props.suggestions}>
        {(suggestions) => (
          <datalist id={listId}>
            <For each={suggestions()}>{(value) => <option value={value} />}</For>
          </datalist>
        )}
      </Show>
      <FieldAnswer edit={props.edit} onDone={() => props.onDone()} />
    </div>
  );
}
