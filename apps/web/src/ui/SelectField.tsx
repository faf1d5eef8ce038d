import { createUniqueId } from "solid-js";
import { describedBy, type Labelled, LabelledBox } from "./Field.tsx";
import { Icon, type IconComponent } from "./Icon.tsx";
import { ChevronDownIcon } from "./icons.ts";
import { type SelectOption, SelectOptions } from "./SelectOptions.tsx";
import "./Field.css";

/** A choice of one from a few, with a label, error and note as a `Field` has them. */
export function SelectField(
  props: Labelled & {
    icon?: IconComponent;
    value: string;
    options: readonly SelectOption[];
    onValue: (value: string) => void;
  },
) {
  const id = createUniqueId();
  return (
    <LabelledBox {...props} id={id}>
      <span data-ui="field" data-size="34" data-select="" data-invalid={props.error ? "" : undefined}>
        {props.icon === undefined ? undefined : <Icon of={props.icon} size={14} />}
        <select
          id={id}
          value={props.value}
          aria-invalid={props.error ? "true" : undefined}
          aria-describedby={describedBy(id, props)}
          onChange={(event) => props.onValue(event.currentTarget.value)}
        >
          <SelectOptions options={props.options} value={props.value} />
        </select>
        <Icon of={ChevronDownIcon} size={12} />
      </span>
    </LabelledBox>
  );
}
