import { createShortcut } from "../../keys/keyboard.ts";
import type { InboxItem } from "../../state/inbox.ts";
import { Button } from "../../ui/Button.tsx";
import { ClockIcon } from "../../ui/icons.ts";
import { Menu } from "../../ui/Menu.tsx";
import { offerUndo } from "../../ui/undo.ts";
import { inboxWords } from "../../words/inbox-words.ts";
import { useInbox } from "./create-inbox.ts";
import { type SnoozeTime, snoozeUntil } from "./snooze-until.ts";

const words = inboxWords.snooze;

/** Puts a thing off: it waits as before, is not counted, and comes back by itself. */
export function SnoozeMenu(props: { item: InboxItem }) {
  const inbox = useInbox();
  let button: HTMLButtonElement | undefined;
  const snooze = (time: SnoozeTime) => {
    const { key } = props.item;
    const until = snoozeUntil(time, Date.now());
    inbox.settle(key, words.done(until));
    inbox.app.snoozed.set(key, until);
    offerUndo(words.done(until), {
      undo() {
        inbox.unsettle(key);
        inbox.app.snoozed.set(key, null);
      },
    });
  };
  createShortcut("inboxSnooze", () => button?.click());
  return (
    <Menu
      label={words.title}
      align="end"
      items={[
        { label: words.short, detail: words.why, run: () => snooze("short") },
        { label: words.hour, run: () => snooze("hour") },
        { label: words.tomorrow(snoozeUntil("tomorrow", Date.now())), run: () => snooze("tomorrow") },
      ]}
      trigger={(trigger) => (
        <Button
          {...trigger}
          ref={(element) => {
            trigger.ref(element);
            button = element;
          }}
          class="inbox-snooze"
          variant="ghost"
          icon={ClockIcon}
          keys="H"
          aria-keyshortcuts="H"
        >
          <span>{words.title}</span>
        </Button>
      )}
    />
  );
}
