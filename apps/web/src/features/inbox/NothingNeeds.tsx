import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { InboxIcon } from "../../ui/icons.ts";
import { inboxWords } from "../../words/inbox-words.ts";
import type { InboxFilter } from "./inbox-model.ts";
import { SnoozedLine } from "./SnoozedLine.tsx";

const words = inboxWords.empty;

/** Nothing waits, or nothing is unread; how much is at work, and where that can be seen. */
export function NothingNeeds(props: { filter: InboxFilter }) {
  const app = useApp();
  const running = () =>
    app.sessions.list.filter(({ sessionId }) => app.standing.statusOf(sessionId)?.state === "running").length;
  return (
    <div class="inbox-empty">
      <Show
        when={props.filter === "finished" || props.filter === "verify" ? props.filter : undefined}
        fallback={
          <EmptyState
            icon={InboxIcon}
            title={words.title}
            actions={
              <A class="link" href={running() > 0 ? "/fleet" : "/sessions"}>
                {running() > 0 ? words.fleet : words.sessions}
              </A>
            }
          >
            {running() > 0 ? words.running(running()) : words.none}
          </EmptyState>
        }
      >
        {(filter) => (
          <EmptyState
            icon={InboxIcon}
            title={filter() === "verify" ? words.verifyTitle : words.finishedTitle}
          >
            {filter() === "verify" ? words.verifyText : words.finishedText}
          </EmptyState>
        )}
      </Show>
      <SnoozedLine />
    </div>
  );
}
