import { createUniqueId, type JSX, Show, splitProps } from "solid-js";
import { Icon, type IconComponent } from "./Icon.tsx";
import "./Field.css";

export interface Labelled {
  label: string;
  /** Hides the label from sight; it stays the field's name. */
  hideLabel?: boolean;
  /** Stands at the end of the label's line. */
  aside?: JSX.Element;
  /** What is wrong, under the field. */
  error?: JSX.Element;
  /** A fact about what is in it, under the field. */
  note?: JSX.Element;
}

export interface FieldProps
  extends Labelled, Omit<JSX.InputHTMLAttributes<HTMLInputElement>, "label" | "value"> {
  value: string;
  onValue?: (value: string) => void;
  icon?: IconComponent;
  /** Stands inside, at the end. */
  end?: JSX.Element;
  /** Height in px. @default 30 */
  size?: 30 | 34;
  /** Shows the text in mono: paths, commands. */
  mono?: boolean;
}

/** A one-line text field with its label, error and note. */
export function Field(props: FieldProps) {
  const [own, rest] = splitProps(props, [
    "label",
    "hideLabel",
    "aside",
    "error",
    "note",
    "value",
    "onValue",
    "icon",
    "end",
    "size",
    "mono",
    "id",
  ]);
  const id = createUniqueId();
  return (
    <LabelledBox id={own.id ?? id} {...labelled(own)}>
      <span data-ui="field" data-size={own.size ?? 30} data-invalid={own.error ? "" : undefined}>
        <Show when={own.icon}>{(icon) => <Icon of={icon()} size={14} />}</Show>
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          {...rest}
          id={own.id ?? id}
          data-mono={own.mono ? "" : undefined}
          value={own.value}
          aria-invalid={own.error ? "true" : undefined}
          aria-describedby={describedBy(own.id ?? id, own)}
          onInput={(event) => own.onValue?.(event.currentTarget.value)}
        />
        {own.end}
      </span>
    </LabelledBox>
  );
}

export interface TextAreaProps
  extends Labelled, Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, "label" | "value"> {
  value: string;
  onValue?: (value: string) => void;
}

/** A text of several lines; it grows with what is in it, up to its maximum height. */
export function TextArea(props: TextAreaProps) {
  const [own, rest] = splitProps(props, [
    "label",
    "hideLabel",
    "aside",
    "error",
    "note",
    "value",
    "onValue",
    "id",
  ]);
  const id = createUniqueId();
  return (
    <LabelledBox id={own.id ?? id} {...labelled(own)}>
      <textarea
        {...rest}
        id={own.id ?? id}
        data-ui="text-area"
        data-invalid={own.error ? "" : undefined}
        value={own.value}
        aria-invalid={own.error ? "true" : undefined}
        aria-describedby={describedBy(own.id ?? id, own)}
        onInput={(event) => own.onValue?.(event.currentTarget.value)}
      />
    </LabelledBox>
  );
}

/** A control with its label above it, its error and its note below. */
export function LabelledBox(props: Labelled & { id: string; children: JSX.Element }) {
  return (
    <div data-ui="labelled">
      <div data-part="label" class={props.hideLabel ? "sr-only" : undefined}>
        <label for={props.id}>{props.label}</label>
        <Show when={props.aside}>
          <span data-part="aside">{props.aside}</span>
        </Show>
      </div>
      {props.children}
      <Show when={props.error}>
        <div data-part="error" id={`${props.id}-error`} role="alert">
          {props.error}
        </div>
      </Show>
      <Show when={props.note}>
        <div data-part="note" id={`${props.id}-note`}>
          {props.note}
        </div>
      </Show>
    </div>
  );
}

function labelled(own: Labelled): Labelled {
  return {
    label: own.label,
    get hideLabel() {
      return own.hideLabel ?? false;
    },
    get aside() {
      return own.aside;
    },
    get error() {
      return own.error;
    },
    get note() {
      return own.note;
    },
  };
}

/** The `aria-describedby` of the control in a `LabelledBox`. */
export function describedBy(id: string, own: Labelled): string | undefined {
  const ids = [own.error ? `${id}-error` : "", own.note ? `${id}-note` : ""].filter((part) => part !== "");
  return ids.length === 0 ? undefined : ids.join(" ");
}
