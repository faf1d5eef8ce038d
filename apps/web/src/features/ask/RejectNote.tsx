import { createSignal, onMount } from "solid-js";
import { Button } from "../../ui/Button.tsx";
import { askWords as words } from "../../words/ask-words.ts";

/** A rejection with a word on what to do instead; the user opened it, so it takes the focus. */
export function RejectNote(props: { onSend: (note: string) => void; onCancel: () => void }) {
  const [note, setNote] = createSignal("");
  let field!: HTMLInputElement;
  onMount(() => field.focus());
  const send = (event: Event) => {
    event.preventDefault();
    props.onSend(note().trim());
  };
  return (
    <form class="ask-note" onSubmit={send}>
      <input
        ref={field}
        type="text"
        aria-label={words.note}
        placeholder={words.notePlaceholder}
        value={note()}
        onInput={(event) => setNote(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || event.isComposing) return;
          event.preventDefault();
          event.stopPropagation();
          props.onCancel();
        }}
      />
      <Button type="submit" disabled={note().trim() === ""}>
        {words.sendNote}
      </Button>
      <Button variant="ghost" onClick={() => props.onCancel()}>
        {words.cancel}
      </Button>
    </form>
  );
}
