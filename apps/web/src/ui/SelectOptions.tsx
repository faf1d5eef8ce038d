import { For } from "solid-js";

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

/** The options inside a `select`, with the chosen one marked. */
export function SelectOptions(props: { options: readonly SelectOption[]; value: string }) {
  return (
    <For each={props.options}>
      {(option) => (
        <option value={option.value} selected={option.value === props.value}>
          {option.label}
        </option>
      )}
    </For>
  );
}
