import { onMount } from "solid-js";
import { planWords } from "../../../words/plan-words.ts";
import type { PlanEditor } from "./plan-editor.ts";

/** A bead's title under the pen: Enter and leaving it save, Esc does not. */
export function TitleField(props: { id: string; editor: PlanEditor; onDone: () => void }) {
  return (
    <LineField
      label={planWords.edit.titleOf(props.id)}
      text={props.editor.titleText()}
      isAll
      onText={(text) => props.editor.setTitleText(text)}
      onEnter={() => {
        props.editor.saveTitle();
        props.onDone();
      }}
      onEscape={() => {
        props.editor.dropTitle();
        props.onDone();
      }}
      onLeave={() => props.editor.saveTitle()}
    />
  );
}

/** One line in a row, with the focus once it is there; its keys are its own. */
export function LineField(props: {
  label: string;
  text: string;
  placeholder?: string;
  /** All of it is selected at first. */
  isAll?: boolean;
  ref?: (element: HTMLInputElement) => void;
  onText: (text: string) => void;
  onEnter: () => void;
  onEscape: () => void;
  onLeave: () => void;
}) {
  let input!: HTMLInputElement;
  onMount(() => {
    props.ref?.(input);
    input.focus({ preventScroll: true });
    if (props.isAll) input.select();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    // What it does not take is the page's, as the keys with Mod; none of it is the tree's.
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") props.onEnter();
    else props.onEscape();
  };
  // A row that moves takes its field out of the page and puts it back: that is no leaving.
  const onBlur = () =>
    queueMicrotask(() => {
      const isLeft = input.isConnected && document.activeElement !== input && document.hasFocus();
      if (isLeft) props.onLeave();
    });
  return (
    <input
      ref={input}
      class="tree-field"
      type="text"
      autocomplete="off"
      maxlength={MOST}
      aria-label={props.label}
      placeholder={props.placeholder ?? ""}
      value={props.text}
      onInput={(event) => props.onText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={onBlur}
    />
  );
}

/** Characters of a title that a tracker takes. */
const MOST = 500;
