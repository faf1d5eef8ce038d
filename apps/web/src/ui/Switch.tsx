import { type JSX, Show } from "solid-js";
import "./Switch.css";

/**
 * Turns one thing on and off at once. Enter and Space press it; while `busy` it takes no press, and one that
 * is disabled stays in the tab order and tells its `reason`.
 */
export function Switch(props: {
  /** What is turned on and off. */
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  busy?: boolean;
  disabled?: boolean;
  /** Why it is disabled. */
  reason?: string;
  /** A word beside it, for the eye. */
  children?: JSX.Element;
}) {
  const isBlocked = () => props.busy === true || props.disabled === true;
  return (
    <button
      type="button"
      role="switch"
      data-ui="switch"
      aria-label={props.label}
      aria-checked={props.checked}
      aria-busy={props.busy ? "true" : undefined}
      aria-disabled={isBlocked() ? "true" : undefined}
      title={props.disabled ? props.reason : undefined}
      onClick={() => isBlocked() || props.onChange(!props.checked)}
    >
      <Show when={props.children}>
        <span data-part="word" aria-hidden="true">
          {props.children}
        </span>
      </Show>
      <span data-part="track" />
    </button>
  );
}
