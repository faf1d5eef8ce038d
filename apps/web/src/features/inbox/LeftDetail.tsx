import { useParams } from "@solidjs/router";
import { Show } from "solid-js";
import { sessionPath } from "../../state/sessions.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { InboxIcon } from "../../ui/icons.ts";
import { inboxWords as words } from "../../words/inbox-words.ts";
import { useInbox } from "./create-inbox.ts";

/** An address whose thing was dealt with before it was opened: by a notification, or an old link. */
export function LeftDetail(props: { onBack: () => void; onOpen: (path: string) => void }) {
  const inbox = useInbox();
  const params = useParams<{ sessionId?: string }>();
  const session = () => inbox.app.sessions.get(params.sessionId ?? "");
  return (
    <EmptyState
      icon={InboxIcon}
      title={words.left.title}
      actions={
        <>
          <Show when={session()}>
            {(known) => (
              <Button variant="primary" onClick={() => props.onOpen(sessionPath(known().sessionId))}>
                {words.openSession}
              </Button>
            )}
          </Show>
          <Button onClick={() => props.onBack()}>{words.back}</Button>
        </>
      }
    >
      {words.left.text}
    </EmptyState>
  );
}
