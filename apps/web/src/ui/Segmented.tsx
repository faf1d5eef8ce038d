import { createUniqueId, Index, Show } from "solid-js";
import { Icon, type IconComponent } from "./Icon.tsx";
import "./Segmented.css";

const number = new Intl.NumberFormat("en");

export interface SegmentedOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: IconComponent;
  /** How many there are of it. */
  readonly count?: number;
  readonly title?: string;
  /** It can be read and not chosen; `title` says why. */
  readonly unavailable?: boolean;
}

/** A choice of one from a few short words, side by side: real radio buttons, which stay while counts change. */
export function Segmented<T extends string>(props: {
  label: string;
  value: T;
  options: readonly SegmentedOption<T>[];
  onValue: (value: T) => void;
}) {
  const name = createUniqueId();
  return (
    <span role="radiogroup" aria-label={props.label} data-ui="segmented">
      <Index each={props.options}>
        {(option) => (
          <label title={option().title} data-unavailable={option().unavailable ? "" : undefined}>
            <input
              type="radio"
              class="sr-only"
              name={name}
              value={option().value}
              checked={option().value === props.value}
              disabled={option().unavailable === true}
              onChange={() => props.onValue(option().value)}
            />
            <Show when={option().icon}>{(icon) => <Icon of={icon()} size={12} />}</Show>
            {option().label}
            <Show when={option().count !== undefined}>
              {" "}
              <span data-part="count">{number.format(option().count ?? 0)}</span>
            </Show>
          </label>
        )}
      </Index>
    </span>
  );
}
