import type { QueuedMessage } from "@switchyard/core/protocol";
import { createSignal, Show } from "solid-js";
import { waitsInBatch } from "../../../state/status.ts";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { PaperclipIcon, PencilIcon, XIcon } from "../../../ui/icons.ts";
import { attachWords } from "../../../words/attach-words.ts";
import { sessionWords } from "../../../words/session-words.ts";
import { useSession } from "../session-context.ts";
import { QueuedEditor } from "./QueuedEditor.tsx";
import { isWhole, remove, runNow } from "./queued-message.ts";

const words = sessionWords.queue;

/** A message that waits: it can be changed in its place, go now, or go away. */
export function QueueChip(props: { message: QueuedMessage }) {
  const view = useSession();
  const [isEditing, setEditing] = createSignal(false);
  /** One of several starts: it waits for them, and not for the user. */
  const waitsForOthers = () => waitsInBatch(view.info) && view.info.batch?.isHeld === false;
  const names = () => (props.message.attachments ?? []).map(({ name }) => name);
  let row!: HTMLLIElement;
  const close = () => {
    setEditing(false);
    row.querySelector("button")?.focus();
  };
  const takeOut = async () => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const composer = row.closest(".dock")?.querySelector<HTMLElement>(".composer textarea");
    if (!(await remove(view, props.message))) return;
    (next?.querySelector<HTMLElement>("button:last-of-type") ?? composer)?.focus();
  };
  return (
    <li ref={row} class="queued">
      <Show when={!isEditing()} fallback={<QueuedEditor message={props.message} onClose={close} />}>
        <span class="queued-state">{props.message.held && !waitsForOthers() ? words.held : words.waits}</span>
        <span class="cut grow">
          {props.message.message.trim() === "" ? attachWords.withFiles(names()) : props.message.message}
        </span>
        <Show when={names().length > 0 && props.message.message.trim() !== ""}>
          <span class="queued-files" title={names().join(", ")}>
            <Icon of={PaperclipIcon} size={12} />
            {names().length}
            <span class="sr-only">{attachWords.withFiles(names())}</span>
          </span>
        </Show>
        <Show when={isWhole(props.message)}>
          <Button
            size={24}
            variant="ghost"
            icon={PencilIcon}
            label={words.edit}
            onClick={() => setEditing(true)}
          />
          <Show when={view.info.status !== "stopped"}>
            <Button size={24} variant="ghost" onClick={() => void runNow(view, props.message)}>
              {words.runNow}
            </Button>
          </Show>
        </Show>
        <Button size={24} variant="ghost" icon={XIcon} label={words.remove} onClick={() => void takeOut()} />
      </Show>
    </li>
  );
}
