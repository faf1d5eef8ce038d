import { createSignal, createUniqueId, type JSX, onMount, Show } from "solid-js";
import { isMod } from "../../../keys/keyboard.ts";
import { Button } from "../../../ui/Button.tsx";
import { TextArea } from "../../../ui/Field.tsx";
import { beadEditWords as words } from "../../../words/bead-edit-words.ts";
import { BeadSection } from "../BeadSection.tsx";
import type { FieldEdit } from "./create-field-edit.ts";
import { FieldAnswer } from "./FieldAnswer.tsx";
import { PencilButton } from "./PencilButton.tsx";

/** A long text with its heading; an empty one shows only while it is edited. */
export function TextPart(props: {
  edit: FieldEdit;
  canEdit: boolean;
  text: string | undefined;
  /** At the end of the heading. */
  end?: JSX.Element;
  children: JSX.Element;
}) {
  const id = createUniqueId();
  const name = () => words.names[props.edit.field.name];
  const isOpen = () => props.canEdit && props.edit.isOpen();
  // A draft that was found opens by itself, and takes no focus.
  const [isAsked, setAsked] = createSignal(false);
  const begin = () => {
    setAsked(true);
    props.edit.begin();
  };
  const onDone = () => queueMicrotask(() => document.getElementById(id)?.focus());
  return (
    <Show when={isOpen() || props.text?.trim()}>
      <BeadSection
        title={name()}
        beside={
          <Show when={props.canEdit && !isOpen()}>
            <PencilButton id={id} label={words.edit(name())} onClick={begin} />
          </Show>
        }
        end={props.end}
      >
        <Show
          when={isOpen()}
          fallback={<div onDblClick={() => props.canEdit && begin()}>{props.children}</div>}
        >
          <TextEditor
            edit={props.edit}
            label={name()}
            takesFocus={isAsked() || !props.text}
            onDone={onDone}
          />
        </Show>
      </BeadSection>
    </Show>
  );
}

function TextEditor(props: { edit: FieldEdit; label: string; takesFocus: boolean; onDone: () => void }) {
  const hasDraft = props.edit.text() !== "" && !props.takesFocus;
  let box!: HTMLDivElement;
  onMount(() => {
    if (props.takesFocus) box.querySelector("textarea")?.focus();
  });
  const leave = () => {
    props.edit.cancel();
    props.onDone();
  };
  const save = async () => {
    await props.edit.save();
    if (!props.edit.isOpen()) props.onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      leave();
    }
    if (event.key === "Enter" && isMod(event)) {
      event.preventDefault();
      event.stopPropagation();
      void save();
    }
  };
  return (
    <div ref={box} class="bead-text-editor" onKeyDown={onKeyDown}>
      <TextArea
        label={props.label}
        hideLabel
        value={props.edit.text()}
        readOnly={props.edit.isSaving()}
        onValue={(text) => props.edit.write(text)}
        aria-invalid={props.edit.problem() === null ? undefined : "true"}
      />
      <FieldAnswer edit={props.edit} onDone={() => props.onDone()} />
      <p class="bead-editor-acts">
        <Button
          variant="primary"
          size={28}
          keys="Mod+Enter"
          busy={props.edit.isSaving()}
          disabled={props.edit.theirs() !== null}
          onClick={() => void save()}
        >
          {words.save}
        </Button>
        <Button variant="ghost" onClick={leave}>
          {words.cancel}
        </Button>
        <Show when={hasDraft}>
          <span class="bead-none">{words.draft}</span>
        </Show>
      </p>
    </div>
  );
}
