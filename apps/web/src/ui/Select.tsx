import { Icon } from "./Icon.tsx";
import { ChevronDownIcon } from "./icons.ts";
import { type SelectOption, SelectOptions } from "./SelectOptions.tsx";
import "./Field.css";

/** A choice of one from a few, as the system shows it. */
export function Select(props: {
  label: string;
  value: string;
  options: readonly SelectOption[];
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
        <SelectOptions options={props.options} value={props.value} />
      </select>
      <Icon of={ChevronDownIcon} size={12} />
    </span>
  );
}
