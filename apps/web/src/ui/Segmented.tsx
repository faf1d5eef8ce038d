import { createUniqueId, For } from "solid-js";
import { Icon, type IconComponent } from "./Icon.tsx";
import "./Segmented.css";

/** A choice of one from a few short words, side by side: real radio buttons. */
export function Segmented<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { value: T; label: string; icon?: IconComponent; title?: string }[];
  onValue: (value: T) => void;
}) {
  const name = createUniqueId();
  return (
    <span role="radiogroup" aria-label={props.label} data-ui="segmented">
      <For each={props.options}>
        {(option) => (
          <label title={option.title}>
            <input
              type="radio"
              class="sr-only"
              name={name}
              value={option.value}
              checked={option.value === props.value}
              onChange={() => props.onValue(option.value)}
            />
            {option.icon === undefined ? undefined : <Icon of={option.icon} size={12} />}
            {option.label}
          </label>
        )}
      </For>
    </span>
  );
}
