import type { QueuedMessage } from "@switchyard/core/protocol";
import { createSignal, onCleanup, onMount, untrack } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { toast } from "../../../ui/toast.ts";
import { toWireError } from "../../../wire/wire-error.ts";
import { sessionWords } from "../../../words/session-words.ts";
import { useSession } from "../session-context.ts";
import { addToDraft } from "./add-to-draft.ts";

const words = sessionWords.queue;

/** The text of a waiting message while it is edited; what was written is never lost, though the message goes meanwhile. */
export function QueuedEditor(props: { message: QueuedMessage; onClose: () => void }) {
  const view = useSession();
  const [isSaving, setSaving] = createSignal(false);
  const { messageId, message: before } = untrack(() => props.message);
  let field!: HTMLTextAreaElement;
  let isOver = false;
  const close = () => {
    isOver = true;
    props.onClose();
  };
  const keepAsDraft = () => {
    isOver = true;
    addToDraft(view, field.value);
    toast(words.editKept);
  };
  const save = async () => {
    const text = field.value.trim();
    if (isSaving() || text === "") return;
    if (text === before) return close();
    setSaving(true);
    try {
      await view.updateQueued(messageId, text);
      if (!isOver) close();
    } catch (thrown) {
      const error = toWireError(thrown);
      if (isOver) return;
      if (error.code === "REQUEST_NOT_FOUND") {
        keepAsDraft();
        return props.onClose();
      }
      toast(sessionWords.actionFailed(words.edit, error.message));
    } finally {
      setSaving(false);
    }
  };
  onMount(() => {
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  });
  // The message was sent, or the session left, before this was saved.
  onCleanup(() => {
    if (!isOver && !isSaving() && field.value.trim() !== before) keepAsDraft();
  });
  return (
    <>
      <textarea
        ref={field}
        class="queued-edit grow"
        rows="1"
        aria-label={words.editLabel}
        value={before}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.isComposing) return;
          if (event.key === "Escape") {
            event.preventDefault();
            return close();
          }
          if (event.key !== "Enter" || event.shiftKey) return;
          event.preventDefault();
          void save();
        }}
      />
      <Button size={24} variant="ghost" onClick={close}>
        {words.cancel}
      </Button>
      <Button size={24} variant="primary" busy={isSaving()} onClick={() => void save()}>
        {words.save}
      </Button>
    </>
  );
}
