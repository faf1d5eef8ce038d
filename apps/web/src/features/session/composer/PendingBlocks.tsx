import { For, Show } from "solid-js";
import type { PendingMessage } from "../../../state/session-view.ts";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ClockIcon, RotateCwIcon, TriangleAlertIcon } from "../../../ui/icons.ts";
import { Spinner } from "../../../ui/Spinner.tsx";
import { attachWords } from "../../../words/attach-words.ts";
import { sessionWords as words } from "../../../words/session-words.ts";
import { Attachments } from "../pictures/Attachments.tsx";
import { useSession } from "../session-context.ts";
import { addToDraft } from "./add-to-draft.ts";

/** Messages that were sent here and are not in the log yet: they stand where they will stand. */
export function PendingBlocks() {
  const view = useSession();
  return (
    <For each={view.pending}>
      {(message) => (
        <div class="turn-column">
          <div class="you" data-state={message.state}>
            <Show when={message.text.trim() !== ""}>
              <div class="you-text">{shown(message.text)}</div>
            </Show>
            <Attachments attachments={message.attachments ?? []} />
            <Mark message={message} />
          </div>
        </div>
      )}
    </For>
  );
}

/** The whole of a very long one is in the composer again with Edit. */
function shown(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

const MAX_SHOWN = 10_000;

function Mark(props: { message: PendingMessage }) {
  const view = useSession();
  const held = () => (props.message.isOnlyHere === true ? words.heldHere : words.heldHint);
  const uploads = () => props.message.uploads ?? [];
  const why = () =>
    props.message.error?.message ?? (uploads().length > 0 ? attachWords.lost(uploads()) : undefined);
  const edit = () => {
    const { text, messageId } = props.message;
    addToDraft(view, text, view.discard(messageId));
  };
  return (
    <>
      <Show when={props.message.state === "sending"}>
        <p class="you-mark" role="status">
          <Spinner /> {uploads().length > 0 ? attachWords.uploadingCount(uploads().length) : words.sending}
        </p>
      </Show>
      <Show when={props.message.state === "held"}>
        <p class="you-mark" role="status">
          <Icon of={ClockIcon} size={12} /> {props.message.error?.message ?? held()}
        </p>
      </Show>
      <Show when={props.message.state === "failed"}>
        <p class="you-mark" data-tone="danger" role="alert">
          <Icon of={TriangleAlertIcon} size={12} />
          <span class="grow">
            {words.failedSend}
            {why() === undefined ? "" : `: ${why()}`}
          </span>
          <Button size={24} variant="ghost" onClick={() => edit()}>
            {words.editQueued}
          </Button>
          <Button size={24} icon={RotateCwIcon} onClick={() => view.retry(props.message.messageId)}>
            {words.retry}
          </Button>
          <Button size={24} variant="ghost" onClick={() => view.discard(props.message.messageId)}>
            {words.discard}
          </Button>
        </p>
      </Show>
    </>
  );
}
