import { createSignal, Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { RotateCwIcon, TriangleAlertIcon } from "../../../ui/icons.ts";
import { Note } from "../../../ui/Note.tsx";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { sessionWords } from "../../../words/session-words.ts";
import { attempt, backendName, useSession } from "../session-context.ts";

const words = sessionWords.ends;

/**
 * The CLI is missing or not logged in: the one command that helps, and a way to look again. A login that
 * nobody knows is no fault: then only the next message tells.
 */
export function NotReadyNote(props: { code: string; message: string; isLast: boolean }) {
  const view = useSession();
  const [checking, setChecking] = createSignal(false);
  const name = () => backendName(view);
  const isReady = () => props.isLast && view.backend?.state === "ready";
  const hint = () => (props.isLast ? view.backend?.hint : null);
  const title = () => (props.code === "CLI_NOT_FOUND" ? words.missing(name()) : words.loggedOut(name()));
  const check = async () => {
    setChecking(true);
    await attempt(words.checkAgain, () => view.checkBackend());
    setChecking(false);
  };
  return (
    <Show
      when={!isReady()}
      fallback={
        <Note icon={<StatusGlyph glyph="check" />} title={words.ready(name())} role="status">
          {view.backend?.login === "unknown" ? words.readyUnknown : words.readyBody}
        </Note>
      }
    >
      <Note
        icon={
          props.code === "CLI_NOT_FOUND" ? <StatusGlyph glyph="waiting" /> : <Icon of={TriangleAlertIcon} />
        }
        title={title()}
        {...(hint() ? { code: hint()?.command ?? "" } : {})}
        actions={
          <Show when={props.isLast}>
            <Show when={hint()}>
              {(hint) => (
                <CopyButton text={hint().command} label={words.copyCommand} words={words.copyCommand} />
              )}
            </Show>
            <Button
              variant="ghost"
              size={24}
              icon={RotateCwIcon}
              busy={checking()}
              onClick={() => void check()}
            >
              {words.checkAgain}
            </Button>
          </Show>
        }
      >
        {words.hintKept} {hint()?.text ?? props.message}
      </Note>
    </Show>
  );
}
