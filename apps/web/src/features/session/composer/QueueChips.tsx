import type { QueuedMessage } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ClockIcon, XIcon } from "../../../ui/icons.ts";
import { sessionWords as words } from "../../../words/session-words.ts";
import { Keyed } from "../../../ui/Keyed.tsx";
import { attempt, useSession } from "../session-context.ts";

/** The messages that wait, above the composer: each can go now, be taken back into the composer, or go away. */
export function QueueChips() {
  const view = useSession();
  return (
    <Show when={view.queue.length > 0}>
      <ul class="queue" aria-label={words.queueList}>
        <Keyed each={view.queue} by={(message) => message.messageId}>
          {(message) => <QueueChip message={message()} />}
        </Keyed>
      </ul>
    </Show>
  );
}

function QueueChip(props: { message: QueuedMessage }) {
  const view = useSession();
  const withdraw = (action: string) => attempt(action, () => view.withdraw(props.message.messageId));
  const sendNow = async () => {
    const text = props.message.message;
    if (await withdraw(words.sendNow)) view.send(text, "now");
  };
  const edit = async () => {
    const text = props.message.message;
    if (!(await withdraw(words.editQueued))) return;
    view.setDraft(view.draft.trim() === "" ? text : `${text}\n\n${view.draft}`);
  };
  // A very long message is listed by its beginning: what is not all here can't be taken back.
  const isWhole = () =>
    props.message.bytes === undefined ||
    props.message.bytes === new TextEncoder().encode(props.message.message).length;
  return (
    <li class="queued">
      <Icon of={ClockIcon} size={12} />
      <span class="queued-state">{props.message.held ? words.queueHeld : words.queued}</span>
      <span class="cut grow">{props.message.message}</span>
      <Show when={isWhole()}>
        <Button size={24} variant="ghost" onClick={() => void edit()}>
          {words.editQueued}
        </Button>
        <Button size={24} variant="ghost" onClick={() => void sendNow()}>
          {words.sendNow}
        </Button>
      </Show>
      <Button
        size={24}
        variant="ghost"
        icon={XIcon}
        label={words.removeQueued}
        onClick={() => void withdraw(words.removeQueued)}
      />
    </li>
  );
}
