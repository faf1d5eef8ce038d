import { onMount } from "solid-js";
import { keepingWords } from "../../words/keeping-words.ts";
import { endRenaming } from "./renaming.ts";
import "./TitleField.css";

/** The longest title that the bridge takes. */
const LONGEST = 200;

/** A session's title while it is edited: Enter and leaving the field keep it, Esc does not. */
export function TitleField(props: { title: string; onRename: (title: string) => void }) {
  let field!: HTMLInputElement;
  const opener = document.activeElement;
  let isOver = false;
  onMount(() => {
    field.focus();
    field.select();
  });
  const end = (does: { keep: boolean; returnFocus: boolean }) => {
    if (isOver) return;
    isOver = true;
    const title = field.value.trim();
    endRenaming();
    if (does.returnFocus && opener instanceof HTMLElement && opener.isConnected) opener.focus();
    if (does.keep && title !== "" && title !== props.title) props.onRename(title);
  };
  return (
    <input
      ref={field}
      class="title-field"
      type="text"
      maxlength={LONGEST}
      autocomplete="off"
      aria-label={keepingWords.menu.title}
      value={props.title}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.isComposing) return;
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        end({ keep: event.key === "Enter", returnFocus: true });
      }}
      onBlur={() => end({ keep: true, returnFocus: false })}
    />
  );
}
