import { type JSX, Show } from "solid-js";
import { Icon, type IconComponent } from "../../../ui/Icon.tsx";
import { ChevronDownIcon, ChevronRightIcon } from "../../../ui/icons.ts";

/** One line that opens what belongs to it. */
export function Fold(props: {
  icon: IconComponent;
  label: JSX.Element;
  open: boolean;
  onToggle: () => void;
  children: JSX.Element;
}) {
  return (
    <div class="fold">
      <button type="button" class="fold-line" aria-expanded={props.open} onClick={() => props.onToggle()}>
        <Icon of={props.icon} size={14} />
        <span>{props.label}</span>
        <Icon of={props.open ? ChevronDownIcon : ChevronRightIcon} size={14} />
      </button>
      <Show when={props.open}>
        <div class="fold-body">{props.children}</div>
      </Show>
    </div>
  );
}
