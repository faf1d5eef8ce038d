import { createSignal, For, Show } from "solid-js";
import { isMod } from "../../keys/keyboard.ts";
import { Markdown } from "../../markdown/Markdown.tsx";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { TextArea } from "../../ui/Field.tsx";
import { beadEditWords } from "../../words/bead-edit-words.ts";
import { beadWords as words } from "../../words/bead-words.ts";
import type { ShownBead } from "./BeadPage.tsx";
import { BeadSection } from "./BeadSection.tsx";
import { refOf } from "./edit/create-field-edit.ts";
import { when } from "./when.ts";

/** What was said about a bead, the oldest first, and a place to say more. */
export function BeadComments(props: ShownBead) {
  const comments = () => props.bead.comments ?? [];
  return (
    <Show when={props.canEdit || comments().length > 0}>
      <BeadSection title={words.page.comments} end={comments().length > 0 ? comments().length : undefined}>
        <For each={comments()}>
          {(comment) => (
            <div class="bead-comment">
              <p class="bead-comment-by">
                <span class="strong">{comment.author}</span>{" "}
                <span class="text-3">{when(comment.created_at)}</span>
              </p>
              <Markdown text={comment.text} />
            </div>
          )}
        </For>
        <Show when={props.canEdit}>
          <NewComment {...props} />
        </Show>
      </BeadSection>
    </Show>
  );
}

function NewComment(props: ShownBead) {
  const app = useApp();
  const key = () => `bead-comment.${props.projectId}.${props.bead.id}`;
  const [problem, setProblem] = createSignal<string | null>(null);
  const [sending, setSending] = createSignal(0);
  const text = () => app.drafts.of(key());

  async function send(): Promise<void> {
    const said = text();
    const draft = key();
    if (said.trim() === "") return;
    setProblem(null);
    app.drafts.set(draft, "");
    setSending((count) => count + 1);
    const written = await app.beadEdits.addComment(refOf(props), said);
    setSending((count) => count - 1);
    if (written.isDone) return;
    // What was written meanwhile is kept behind it.
    app.drafts.set(draft, [said, app.drafts.of(draft)].filter((part) => part !== "").join("\n\n"));
    setProblem(written.error.message);
  }
  return (
    <div
      class="bead-text-editor bead-new-comment"
      onKeyDown={(event) => {
        if (event.isComposing) return;
        if (event.key === "Enter" && isMod(event)) {
          event.preventDefault();
          event.stopPropagation();
          void send();
        }
        if (event.key === "Escape" && event.target instanceof HTMLElement) {
          event.preventDefault();
          event.stopPropagation();
          event.target.blur();
        }
      }}
    >
      <TextArea
        label={beadEditWords.addComment}
        hideLabel
        placeholder={beadEditWords.addComment}
        maxLength={100_000}
        value={text()}
        onValue={(written) => app.drafts.set(key(), written)}
        error={problem() ?? undefined}
      />
      <Show when={text().trim() !== "" || sending() > 0}>
        <p class="bead-editor-acts">
          <Button keys="Mod+Enter" busy={sending() > 0 && text() === ""} onClick={() => void send()}>
            {problem() === null ? beadEditWords.comment : beadEditWords.again}
          </Button>
        </p>
      </Show>
    </div>
  );
}
