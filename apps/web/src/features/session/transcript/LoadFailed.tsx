import { Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { RotateCwIcon, TriangleAlertIcon } from "../../../ui/icons.ts";
import { Note } from "../../../ui/Note.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { useSession } from "../session-context.ts";

/** Why the history is not there, and one way on. */
export function LoadFailed() {
  const view = useSession();
  return (
    <Show when={!view.loading && view.loadError}>
      {(error) => (
        <div class="turn-column">
          <Note
            tone="danger"
            icon={<Icon of={TriangleAlertIcon} />}
            title={words.loadFailed}
            actions={
              <Button size={24} icon={RotateCwIcon} onClick={() => view.pages.reload()}>
                {words.ends.retry}
              </Button>
            }
          >
            {error().message}
          </Note>
        </div>
      )}
    </Show>
  );
}
