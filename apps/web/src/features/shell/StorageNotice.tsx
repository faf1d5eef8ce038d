import { useLocation } from "@solidjs/router";
import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import { Icon } from "../../ui/Icon.tsx";
import { HardDriveIcon } from "../../ui/icons.ts";
import { keepingWords } from "../../words/keeping-words.ts";
import "./StorageNotice.css";

/** A line over the content while the bridge can't store what sessions say; an open one tells it of itself. */
export function StorageNotice() {
  const app = useApp();
  const location = useLocation();
  const degraded = () => app.sessions.list.filter((session) => session.storage === "degraded");
  const isTold = () => degraded().some((session) => sessionPath(session.sessionId) === location.pathname);
  const count = () => (isTold() ? 0 : degraded().length);
  return (
    <div role="status">
      <Show when={count() > 0}>
        <div class="storage-notice">
          <Icon of={HardDriveIcon} size={14} />
          <span class="grow">
            <b>{keepingWords.disk.full}</b> {keepingWords.disk.fullText(count())}
          </span>
        </div>
      </Show>
    </div>
  );
}
