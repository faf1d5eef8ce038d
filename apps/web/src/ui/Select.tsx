import { For } from "solid-js";
import { Icon } from "./Icon.tsx";
import { ChevronDownIcon } from "./icons.ts";
import "./Field.css";

/** A choice of one from a few, as the system shows it. */
export function Select(props: {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onValue: (value: string) => void;
  disabled?: boolean;
}) {
  return (
    <span data-ui="select">
      <select
        aria-label={props.label}
        value={props.value}
        disabled={props.disabled === true}
        onChange={(event) => props.onValue(event.currentTarget.value)}
      >
        <For each={props.options}>
          {(option) => (
            <option value={option.value} selected={option.value === props.value}>
              {option.label}
            </option>
          )}
        </For>
      </select>
      <Icon of={ChevronDownIcon} size={12} />
    </span>
  );
}
