import type { JSX } from "solid-js";
import type { KeyName } from "../../../keys/table.ts";
import { createShortcut } from "../../../keys/keyboard.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { ChevronDownIcon } from "../../../ui/icons.ts";
import { Menu } from "../../../ui/Menu.tsx";
import { beadEditWords as words } from "../../../words/bead-edit-words.ts";
import type { FieldEdit } from "./create-field-edit.ts";
import { FieldAnswer } from "./FieldAnswer.tsx";
import type { FieldValue } from "./fields.ts";

/** A value that is one of a few, and a menu of them under it; what is chosen is saved. */
export function ChoiceValue(props: {
  edit: FieldEdit;
  now: FieldValue;
  options: readonly { readonly value: string; readonly label: string }[];
  shortcut?: KeyName;
  children: JSX.Element;
}) {
  const name = () => words.names[props.edit.field.name];
  let button: HTMLButtonElement | undefined;
  let offered: FieldValue = null;
  // oxlint-disable-next-line solid/reactivity -- the key of a field is the same for its whole life
  if (props.shortcut !== undefined) createShortcut(props.shortcut, () => button?.click());
  const open = (run: () => void) => {
    offered = props.now;
    run();
  };
  return (
    <span class="bead-choice">
      <Menu
        label={name()}
        items={props.options.map(({ value, label }) => ({
          label,
          checked: value === String(props.now ?? ""),
          run: () => void props.edit.choose(value, offered),
        }))}
        trigger={(trigger) => (
          <button
            {...trigger}
            ref={(element) => {
              button = element;
              trigger.ref(element);
            }}
            type="button"
            class="bead-value"
            title={words.change(name())}
            onClick={() => open(trigger.onClick)}
            onKeyDown={(event) => open(() => trigger.onKeyDown(event))}
          >
            {props.children}
            <Icon of={ChevronDownIcon} size={12} />
          </button>
        )}
      />
      <FieldAnswer edit={props.edit} onDone={() => queueMicrotask(() => button?.focus())} />
    </span>
  );
}
