import { createUniqueId, type JSX, Show } from "solid-js";
import "./RadioGroup.css";

/**
 * A group of real radio buttons with a name; the browser gives arrow keys and one tab stop.
 * Its options are `RadioCard`s or `RadioRow`s that share `name`.
 */
export function RadioGroup(props: {
  label: string;
  aside?: JSX.Element;
  error?: JSX.Element;
  layout: "cards" | "rows";
  children: (name: string) => JSX.Element;
}) {
  const id = createUniqueId();
  return (
    <div role="radiogroup" aria-labelledby={id} data-ui="radio-group">
      <div data-ui="legend">
        <span id={id}>{props.label}</span>
        <Show when={props.aside}>
          <span data-part="aside">{props.aside}</span>
        </Show>
      </div>
      <div data-part="options" data-layout={props.layout}>
        {props.children(id)}
      </div>
      <Show when={props.error}>
        <div data-part="error" role="alert">
          {props.error}
        </div>
      </Show>
    </div>
  );
}

export interface RadioProps {
  name: string;
  value: string;
  checked: boolean;
  onChoose: (value: string) => void;
  title: string;
  children?: JSX.Element;
}

/** A radio button as a card: title with its icon, a line below. */
export function RadioCard(props: RadioProps & { icon?: JSX.Element }) {
  const note = createUniqueId();
  return (
    <label data-ui="radio-card">
      <input
        type="radio"
        class="sr-only"
        name={props.name}
        value={props.value}
        checked={props.checked}
        aria-label={props.title}
        aria-describedby={note}
        onChange={() => props.onChoose(props.value)}
      />
      <span data-part="title">
        {props.icon}
        <span class="cut">{props.title}</span>
      </span>
      <span data-part="text" id={note}>
        {props.children}
      </span>
    </label>
  );
}

/**
 * A radio button as a row: title, its state, and at the end what helps. One that is `unavailable` can be
 * focused and read, and not chosen.
 */
export function RadioRow(props: RadioProps & { unavailable?: boolean; end?: JSX.Element }) {
  const note = createUniqueId();
  const refuse = (event: Event) => {
    if (props.unavailable) event.preventDefault();
  };
  const choose: JSX.EventHandler<HTMLInputElement, Event> = (event) => {
    if (!props.unavailable) return props.onChoose(props.value);
    event.currentTarget.checked = props.checked;
  };
  return (
    <div data-ui="radio-row" data-unavailable={props.unavailable ? "" : undefined}>
      <label>
        <input
          type="radio"
          name={props.name}
          value={props.value}
          checked={props.checked}
          aria-label={props.title}
          aria-describedby={note}
          aria-disabled={props.unavailable ? "true" : undefined}
          onClick={refuse}
          onChange={choose}
        />
        <span data-part="title">{props.title}</span>
        <span data-part="text" id={note}>
          {props.children}
        </span>
      </label>
      <Show when={props.end}>
        <span data-part="end">{props.end}</span>
      </Show>
    </div>
  );
}
