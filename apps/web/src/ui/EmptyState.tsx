import { type JSX, Show } from "solid-js";
import { Icon, type IconComponent } from "./Icon.tsx";
import "./EmptyState.css";

/** What this place is for, and one action. */
export function EmptyState(props: {
  icon?: IconComponent;
  title: string;
  children?: JSX.Element;
  actions?: JSX.Element;
}) {
  return (
    <div data-ui="empty-state">
      <Show when={props.icon}>{(icon) => <Icon of={icon()} size={20} />}</Show>
      <h2>{props.title}</h2>
      <Show when={props.children}>
        <p>{props.children}</p>
      </Show>
      <Show when={props.actions}>
        <div data-part="actions">{props.actions}</div>
      </Show>
    </div>
  );
}
