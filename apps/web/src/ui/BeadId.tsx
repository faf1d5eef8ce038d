import { Show } from "solid-js";
import "./BeadId.css";

/** A bead's id, exactly as it is; a link where it leads somewhere. */
export function BeadId(props: { id: string; href?: string | undefined; title?: string | undefined }) {
  return (
    <Show
      when={props.href}
      fallback={
        <code data-ui="bead-id" title={props.title}>
          {props.id}
        </code>
      }
    >
      {(href) => (
        <a href={href()} data-ui="bead-id" data-mono="" title={props.title}>
          {props.id}
        </a>
      )}
    </Show>
  );
}
