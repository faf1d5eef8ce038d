import { createSignal, type JSX, Show } from "solid-js";
import { Icon, type IconComponent } from "../../../ui/Icon.tsx";
import { ChevronDownIcon, ChevronRightIcon } from "../../../ui/icons.ts";

/** A part of the session's details that folds. */
export function Part(props: {
  icon: IconComponent;
  title: string;
  end?: JSX.Element;
  folded?: boolean;
  children: JSX.Element;
}) {
  const [open, setOpen] = createSignal(!props.folded);
  return (
    <section class="part">
      <h2>
        <button type="button" aria-expanded={open()} onClick={() => setOpen(!open())}>
          <Icon of={props.icon} size={14} />
          {props.title}
          <span class="part-end">{props.end}</span>
          <Icon of={open() ? ChevronDownIcon : ChevronRightIcon} size={12} />
        </button>
      </h2>
      <Show when={open()}>{props.children}</Show>
    </section>
  );
}
