import { createEffect, createSignal, on, Show } from "solid-js";
import { waitsInBatch } from "../../../state/status.ts";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ClockIcon, PlayIcon } from "../../../ui/icons.ts";
import { Keyed } from "../../../ui/Keyed.tsx";
import { sessionWords } from "../../../words/session-words.ts";
import { endedByRestart } from "../../ask/resolved-words.ts";
import { attempt, useSession } from "../session-context.ts";
import { QueueChip } from "./QueueChip.tsx";

const words = sessionWords.queue;

/** The messages that wait, above the composer, the next one first; and why, where they wait for the user. */
export function QueueChips() {
  const view = useSession();
  let list: HTMLOListElement | undefined;
  const [isReleasing, setReleasing] = createSignal(false);
  // One of several starts waits for the others, one behind a limit for that: the note above says so, and has
  // the way on.
  const isHeld = () =>
    !waitsInBatch(view.info) && view.info.hold === null && view.queue.some((message) => message.held);
  const release = async () => {
    setReleasing(true);
    await attempt(words.runAll, () => view.goOn());
    setReleasing(false);
  };
  createEffect(
    on(
      () => view.queue.length,
      (length, before = 0) => {
        // What was just sent is at the end of a list that may have to scroll.
        if (list !== undefined && before > 0 && length > before) list.scrollTop = list.scrollHeight;
      },
    ),
  );
  return (
    <Show when={view.queue.length > 0}>
      <div class="queue">
        <Show when={isHeld()}>
          <p class="queue-why">
            <Icon of={ClockIcon} size={12} />
            <span class="grow">{why()}</span>
            <Show when={view.info.status !== "stopped"}>
              <Button size={24} icon={PlayIcon} busy={isReleasing()} onClick={() => void release()}>
                {view.queue.length > 1 ? words.runAll : words.runNow}
              </Button>
            </Show>
          </p>
        </Show>
        <ol ref={list} aria-label={words.list}>
          <Keyed each={view.queue} by={(message) => message.messageId}>
            {(message) => <QueueChip message={message()} />}
          </Keyed>
        </ol>
      </div>
    </Show>
  );

  function why(): string {
    if (view.info.status === "stopped") return words.waitsForResume;
    const last = view.transcript.sections.findLast((section) => section.end !== undefined);
    const how = last?.end?.stopReason;
    if (how === "interrupted") return words.heldByInterrupt;
    if (last === undefined || endedByRestart(last)) return words.heldByRestart;
    return how === "error" || how === "process_exit" ? words.heldByFailure : words.heldByRestart;
  }
}
