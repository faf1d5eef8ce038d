import { createEffect, createSignal, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { byStart } from "../../state/sessions.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ChevronRightIcon } from "../../ui/icons.ts";
import { Spinner } from "../../ui/Spinner.tsx";
import { words } from "../../words/en.ts";
import { matchesFilter, type ListFacts } from "./group-sessions.ts";
import { SessionRows } from "./SessionRows.tsx";

/** What was put away, folded at the foot of the list; read from the bridge when it is opened first. */
export function ArchivedFold(props: { facts: ListFacts; filter: string }) {
  const app = useApp();
  const [isOpen, setOpen] = createSignal(false);
  const [isReading, setReading] = createSignal(false);
  const shown = () =>
    app.sessions.archived
      .filter((session) => matchesFilter(session, props.facts, props.filter))
      .toSorted(byStart)
      .map((session) => session.sessionId);
  const read = async () => {
    setReading(true);
    await app.sessions.loadArchived();
    setReading(false);
  };
  let isRead = false;
  createEffect(() => {
    if (!isOpen() || isRead) return;
    isRead = true;
    void read();
  });
  return (
    <Show when={app.sessions.archivedCount() > 0}>
      <section class="session-group" aria-label={words.list.archived}>
        <h3>
          <button
            type="button"
            class="session-fold"
            aria-expanded={isOpen()}
            onClick={() => setOpen((open) => !open)}
          >
            <Icon of={ChevronRightIcon} size={12} />
            <span class="grow">{words.list.archived}</span> <span>{app.sessions.archivedCount()}</span>
          </button>
        </h3>
        <Show when={isOpen()}>
          <SessionRows sessionIds={shown()} />
          <Show when={isReading()}>
            <p class="session-list-more" role="status">
              <Spinner /> {words.list.loading}
            </p>
          </Show>
          <Show when={!isReading() && isRead && app.sessions.hasOlderArchived()}>
            <p class="session-list-more">
              <Button size={24} variant="ghost" onClick={() => void read()}>
                {words.list.older}
              </Button>
            </p>
          </Show>
        </Show>
      </section>
    </Show>
  );
}
