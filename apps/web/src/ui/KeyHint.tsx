import { For, type JSX } from "solid-js";
import { Icon } from "./Icon.tsx";
import { ArrowBigUpIcon, ArrowLeftIcon, ArrowRightIcon, CommandIcon, CornerDownLeftIcon } from "./icons.ts";
import "./KeyHint.css";

/** Whether this machine has a ⌘ key; elsewhere the same chords are on Ctrl. */
export const isApple: boolean = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? "");

/**
 * The keys of an action, drawn: `keys` is a chord ("Mod+Enter", "Shift+N") or a sequence ("g s").
 * Hidden from assistive technology: give the action `aria-keyshortcuts` instead.
 */
export function KeyHint(props: { keys: string }) {
  return (
    <span data-ui="key-hint" aria-hidden="true">
      <For each={props.keys.split(/[+ ]/)}>{(key) => <kbd>{cap(key)}</kbd>}</For>
    </span>
  );
}

/** Key symbols are icons: the latin font files lack those characters. */
function cap(key: string): JSX.Element {
  switch (key) {
    case "Mod":
      return isApple ? <Icon of={CommandIcon} size={10} /> : "Ctrl";
    case "Shift":
      return <Icon of={ArrowBigUpIcon} size={10} />;
    case "Enter":
      return <Icon of={CornerDownLeftIcon} size={10} />;
    case "ArrowLeft":
      return <Icon of={ArrowLeftIcon} size={10} />;
    case "ArrowRight":
      return <Icon of={ArrowRightIcon} size={10} />;
    case "Escape":
      return "Esc";
    default:
      return key.length === 1 ? key.toUpperCase() : key;
  }
}
