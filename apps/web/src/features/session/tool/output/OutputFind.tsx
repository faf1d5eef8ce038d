import { onMount } from "solid-js";
import { Button } from "../../../../ui/Button.tsx";
import { Field } from "../../../../ui/Field.tsx";
import { ArrowDownIcon, ArrowUpIcon, SearchIcon, XIcon } from "../../../../ui/icons.ts";
import { toolWords as words } from "../../../../words/tool-words.ts";
import { MOST_PLACES } from "./find-in-lines.ts";

/** Looks for text in one output: Enter goes on, with Shift back, Esc closes. */
export function OutputFind(props: {
  query: string;
  onQuery: (query: string) => void;
  /** The place that the user is at, from 1; 0: none. */
  at: number;
  count: number;
  onStep: (way: 1 | -1) => void;
  onClose: () => void;
}) {
  let field: HTMLInputElement | undefined;
  onMount(() => field?.focus({ preventScroll: true }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    if (event.key === "Enter" && event.target !== field) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") props.onClose();
    else props.onStep(event.shiftKey ? -1 : 1);
  };
  const told = () => {
    if (props.query === "") return "";
    return props.count === 0
      ? words.searchNone
      : words.searchPlace(props.at, props.count, props.count >= MOST_PLACES);
  };
  return (
    <div class="output-find" role="search" aria-label={words.searchOutput} onKeyDown={onKeyDown}>
      <Field
        ref={(element) => (field = element)}
        type="search"
        label={words.searchOutput}
        hideLabel
        placeholder={words.searchOutput}
        icon={SearchIcon}
        value={props.query}
        onValue={props.onQuery}
      />
      <span role="status">{told()}</span>
      <Button
        variant="ghost"
        size={24}
        icon={ArrowUpIcon}
        label={words.searchPrevious}
        disabled={props.count === 0}
        onClick={() => props.onStep(-1)}
      />
      <Button
        variant="ghost"
        size={24}
        icon={ArrowDownIcon}
        label={words.searchNext}
        disabled={props.count === 0}
        onClick={() => props.onStep(1)}
      />
      <Button
        variant="ghost"
        size={24}
        icon={XIcon}
        label={words.searchClose}
        onClick={() => props.onClose()}
      />
    </div>
  );
}
