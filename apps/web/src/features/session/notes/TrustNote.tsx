import { createSignal, For, Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ShieldIcon } from "../../../ui/icons.ts";
import { Note } from "../../../ui/Note.tsx";
import { words as common } from "../../../words/en.ts";
import { sessionWords } from "../../../words/session-words.ts";
import { attempt, useSession } from "../session-context.ts";

const words = sessionWords.trust;

/** What the folder would run, shown before anything starts there. */
export function TrustNote() {
  const view = useSession();
  const [busy, setBusy] = createSignal(false);
  const trust = async () => {
    setBusy(true);
    await attempt(words.accept, () => view.trust());
    setBusy(false);
  };
  return (
    <Show when={view.trustQuestion()}>
      {(question) => (
        <Note
          icon={<Icon of={ShieldIcon} />}
          title={words.title}
          role="status"
          actions={
            <Button size={24} busy={busy()} onClick={() => void trust()}>
              {words.accept}
            </Button>
          }
        >
          {words.body}
          <ul class="trust-brings">
            <For each={question().brings}>
              {(brings) => (
                <li>
                  <code>{brings.file}</code> {common.start.brings[brings.kind]}
                  <For each={brings.detail}>{(detail) => <code class="trust-detail">{detail}</code>}</For>
                </li>
              )}
            </For>
          </ul>
        </Note>
      )}
    </Show>
  );
}
