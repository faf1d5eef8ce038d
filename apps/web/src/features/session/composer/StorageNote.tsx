import { Show } from "solid-js";
import { Icon } from "../../../ui/Icon.tsx";
import { HardDriveIcon } from "../../../ui/icons.ts";
import { Note } from "../../../ui/Note.tsx";
import { sessionWords } from "../../../words/session-words.ts";
import { useSession } from "../session-context.ts";

const words = sessionWords.notKept;

/** What this session says can't be stored now. */
export function StorageNote() {
  const view = useSession();
  return (
    <Show when={view.info.storage === "degraded"}>
      <div class="dock-note">
        <Note tone="danger" icon={<Icon of={HardDriveIcon} />} title={words.title} role="status">
          {words.body}
        </Note>
      </div>
    </Show>
  );
}
