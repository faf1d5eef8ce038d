import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { endKey, requestKey } from "../../state/needs.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ClockIcon } from "../../ui/icons.ts";
import { inboxWords } from "../../words/inbox-words.ts";

const words = inboxWords.snooze;

/** What is put off is not out of the world: how much, until when, and how to have it back. */
export function SnoozedLine() {
  const app = useApp();
  // What was dealt with meanwhile is put off no more.
  const waiting = () => {
    const keys = new Set([...app.requests.all.map(requestKey), ...app.sessions.list.map(endKey)]);
    return [...app.snoozed.all()].filter(([key]) => keys.has(key));
  };
  const bringBack = () => {
    for (const [key] of waiting()) app.snoozed.set(key, null);
  };
  return (
    <Show when={waiting().length > 0}>
      <p class="inbox-snoozed">
        <Icon of={ClockIcon} size={14} />
        <span class="grow">
          {words.some(waiting().length, Math.min(...waiting().map(([, until]) => until)))}
        </span>
        <Button size={24} variant="ghost" onClick={bringBack}>
          {words.bring}
        </Button>
      </p>
    </Show>
  );
}
