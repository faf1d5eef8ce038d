import { type JSX, Show, splitProps } from "solid-js";
import { Icon, type IconComponent, type IconSize } from "./Icon.tsx";
import { KeyHint } from "./KeyHint.tsx";
import { Spinner } from "./Spinner.tsx";
import "./Button.css";

export interface ButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, "disabled"> {
  /** @default "default" */
  variant?: "primary" | "signal" | "default" | "ghost" | "danger";
  /** Height in px. @default 28 */
  size?: 24 | 28 | 36;
  icon?: IconComponent;
  /** Makes it icon only: this is its name, and its tooltip. */
  label?: string;
  /** A chord that is drawn in it, "Mod+Enter". */
  keys?: string;
  /** Work is under way: keeps its width, ignores presses. */
  busy?: boolean;
  /** Takes no press for a moment and looks as ever: what is under it has just changed. */
  held?: boolean;
  disabled?: boolean;
  /** Why it is disabled: it stays in the tab order and tells this. */
  reason?: string;
}

/** A button: verbs on it, its key in it. */
export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, [
    "variant",
    "size",
    "icon",
    "label",
    "keys",
    "busy",
    "held",
    "disabled",
    "reason",
    "onClick",
    "children",
    "title",
    "type",
  ]);
  const isBlocked = () => own.busy === true || own.held === true || own.disabled === true;
  const explains = () => own.disabled === true && own.reason !== undefined;
  const press: JSX.EventHandler<HTMLButtonElement, MouseEvent> = (event) => {
    if (isBlocked()) return event.preventDefault();
    if (typeof own.onClick === "function") own.onClick(event);
    else if (own.onClick !== undefined) own.onClick[0](own.onClick[1], event);
  };
  return (
    <button
      {...rest}
      type={own.type ?? "button"}
      data-ui="button"
      data-variant={own.variant ?? "default"}
      data-size={own.size ?? 28}
      data-icon-only={own.label === undefined ? undefined : ""}
      data-busy={own.busy ? "" : undefined}
      aria-label={own.label}
      aria-busy={own.busy ? "true" : undefined}
      data-held={own.held ? "" : undefined}
      aria-disabled={own.busy === true || own.held === true || explains() ? "true" : undefined}
      disabled={own.disabled === true && own.reason === undefined}
      title={explains() ? own.reason : (own.title ?? own.label)}
      onClick={press}
    >
      <Show when={own.icon}>
        {(icon) => <Icon of={icon()} size={iconSize(own.label !== undefined, own.size ?? 28)} />}
      </Show>
      {own.children}
      <Show when={own.keys}>{(keys) => <KeyHint keys={keys()} />}</Show>
      <Show when={own.busy}>
        <Spinner />
      </Show>
    </button>
  );
}

function iconSize(isAlone: boolean, height: 24 | 28 | 36): IconSize {
  if (height === 24) return isAlone ? 14 : 12;
  return isAlone ? 16 : 14;
}
