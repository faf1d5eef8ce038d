import { type JSX, Show } from "solid-js";
import "./Note.css";

/** What happened, what is kept, one way on: in place, beside what it is about. */
export function Note(props: {
  /** @default "neutral" */
  tone?: "neutral" | "danger";
  /** An `Icon` or a `StatusGlyph`. */
  icon?: JSX.Element;
  title: JSX.Element;
  /** Exact text: a command, the last line of an error. */
  code?: string;
  actions?: JSX.Element;
  /** `alert` where it comes in answer to what the user did; `status` where it comes by itself. */
  role?: "alert" | "status" | "note";
  children?: JSX.Element;
}) {
  return (
    <div data-ui="note" data-tone={props.tone ?? "neutral"} role={props.role}>
      {props.icon}
      <div class="grow">
        <div class="strong">{props.title}</div>
        <Show when={props.children}>
          <div data-part="body">{props.children}</div>
        </Show>
        <Show when={props.code}>
          <pre>{props.code}</pre>
        </Show>
        <Show when={props.actions}>
          <div data-part="actions">{props.actions}</div>
        </Show>
      </div>
    </div>
  );
}
