import { createSignal, Show } from "solid-js";
import { waitsInBatch } from "../../../state/status.ts";
import { Button } from "../../../ui/Button.tsx";
import { PlayIcon } from "../../../ui/icons.ts";
import { Note } from "../../../ui/Note.tsx";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { batchWords } from "../../../words/batch-words.ts";
import { words as pageWords } from "../../../words/en.ts";
import { sessionWords } from "../../../words/session-words.ts";
import { HoldNote } from "../../usage/HoldNote.tsx";
import { useSession } from "../session-context.ts";
import { isWhole, runNow } from "./queued-message.ts";

const words = sessionWords.line;

/** What the session waits for: a free process, the others of its batch, a limit; where it stands, and the ways on. */
export function WaitingNote() {
  const view = useSession();
  return (
    <>
      <Show when={view.info.startPlace}>
        {(place) => (
          <div class="dock-note">
            <Note
              icon={<StatusGlyph glyph="waiting" />}
              title={pageWords.status.inLine(place())}
              role="status"
            >
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
      <Show when={waitsInBatch(view.info)}>
        <BatchNote />
      </Show>
      <HoldNote />
    </>
  );
}

/** It is one of several starts. Sent by the user, its first message does not wait for the others. */
function BatchNote() {
  const view = useSession();
  const [isStarting, setStarting] = createSignal(false);
  const batch = () => view.info.batch;
  const isHeld = () => batch()?.isHeld === true;
  const first = () => view.queue.find(isWhole);
  const startNow = async () => {
    const message = first();
    if (message === undefined) return;
    setStarting(true);
    await runNow(view, message);
    setStarting(false);
  };
  return (
    <div class="dock-note">
      <Note
        icon={<StatusGlyph glyph="waiting" />}
        title={isHeld() ? batchWords.status.held : batchWords.status.inLine(batch()?.place ?? 1)}
        role="status"
        actions={
          <Show when={first()}>
            <Button size={24} icon={PlayIcon} busy={isStarting()} onClick={() => void startNow()}>
              {batchWords.note.startNow}
            </Button>
          </Show>
        }
      >
        {isHeld() ? batchWords.note.heldWhy : batchWords.note.why(batch()?.limit ?? 1)}{" "}
        <Show when={view.info.projectId}>
          {(projectId) => (
            <a class="link" href={`/plan?project=${projectId()}`}>
              {batchWords.note.plan}
            </a>
          )}
        </Show>
      </Note>
    </div>
  );
}
