import { createUniqueId, type JSX, Show } from "solid-js";
import { Icon } from "../../../ui/Icon.tsx";
import { PencilIcon } from "../../../ui/icons.ts";
import { beadEditWords as words } from "../../../words/bead-edit-words.ts";
import { Flashing } from "../Flashing.tsx";
import type { FieldEdit } from "./create-field-edit.ts";
import { LineEditor } from "./LineEditor.tsx";
import { PencilButton } from "./PencilButton.tsx";

/** A fact of one line that is edited where it stands; an empty one shows only while it is edited. */
export function LineFact(props: {
  edit: FieldEdit;
  canEdit: boolean;
  value: string | undefined;
  type?: "text" | "date";
  suggestions?: readonly string[];
  /** A value with something to press in it has its button beside it. */
  link?: JSX.Element;
}) {
  const id = createUniqueId();
  const name = () => words.names[props.edit.field.name];
  const isOpen = () => props.canEdit && props.edit.isOpen();
  const backToValue = () => queueMicrotask(() => document.getElementById(id)?.focus());
  return (
    <Show when={isOpen() || props.value}>
      <dt>{name()}</dt>
      <dd>
        <Show
          when={isOpen()}
          fallback={
            <Flashing value={props.value ?? ""}>
              <Show when={props.canEdit} fallback={props.link ?? props.value}>
                <Show
                  when={props.link}
                  fallback={
                    <ValueButton id={id} name={name()} onClick={() => props.edit.begin()}>
                      {props.value}
                    </ValueButton>
                  }
                >
                  {props.link}
                  <PencilButton id={id} label={words.edit(name())} onClick={() => props.edit.begin()} />
                </Show>
              </Show>
            </Flashing>
          }
        >
          <LineEditor
            edit={props.edit}
            label={name()}
            type={props.type ?? "text"}
            {...(props.suggestions !== undefined && { suggestions: props.suggestions })}
            onDone={backToValue}
          />
        </Show>
      </dd>
    </Show>
  );
}

/** A value as it is read, that a press begins to edit. */
export function ValueButton(props: { id: string; name: string; onClick: () => void; children: JSX.Element }) {
  return (
    <button
      type="button"
      id={props.id}
      class="bead-value"
      title={words.edit(props.name)}
      onClick={() => props.onClick()}
    >
      {props.children}
      <Icon of={PencilIcon} size={12} />
    </button>
  );
}
