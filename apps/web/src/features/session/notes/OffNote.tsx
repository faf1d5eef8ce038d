import { Show } from "solid-js";
import { Icon } from "../../../ui/Icon.tsx";
import { PowerOffIcon } from "../../../ui/icons.ts";
import { Note } from "../../../ui/Note.tsx";
import { sessionWords } from "../../../words/session-words.ts";
import { backendName, isBackendOff, useSession } from "../session-context.ts";

const words = sessionWords.off;

/** The session's backend is turned off: all stays readable, and it can't go on until that is turned on. */
export function OffNote() {
  const view = useSession();
  return (
    <Show when={isBackendOff(view)}>
      <div class="off-note">
        <Note icon={<Icon of={PowerOffIcon} />} title={words.title(backendName(view))} role="status">
          {words.body}{" "}
          <a class="link" href="/settings">
            {words.toSettings}
          </a>
        </Note>
      </div>
    </Show>
  );
}
