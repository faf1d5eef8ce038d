import { Show } from "solid-js";
import { Note } from "../../../ui/Note.tsx";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { words as pageWords } from "../../../words/en.ts";
import { sessionWords } from "../../../words/session-words.ts";
import { useSession } from "../session-context.ts";

const words = sessionWords.line;

/** The session's start waits in line for a free process: which place it has, and why it waits. */
export function WaitingNote() {
  const view = useSession();
  return (
    <Show when={view.info.startPlace}>
      {(place) => (
        <div class="dock-note">
          <Note icon={<StatusGlyph glyph="waiting" />} title={pageWords.status.inLine(place())} role="status">
            {words.why(view.processLimit)}{" "}
            <a class="link" href="/processes">
              {words.processes}
            </a>
            {" · "}
            <a class="link" href="/settings">
              {words.settings}
            </a>
          </Note>
        </div>
      )}
    </Show>
  );
}
