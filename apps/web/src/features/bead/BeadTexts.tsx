import { createMemo, For, Show } from "solid-js";
import { Markdown } from "../../markdown/Markdown.tsx";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { beadWords as words } from "../../words/bead-words.ts";
import { readAcceptance } from "./acceptance.ts";
import type { ShownBead } from "./BeadPage.tsx";
import { BeadSection } from "./BeadSection.tsx";
import { moreFields } from "./more-fields.ts";
import { when } from "./when.ts";

/** The long texts of a bead; its acceptance criteria as a checklist where they are one. */
export function BeadTexts(props: ShownBead) {
  const hasNone = () =>
    [props.bead.description, props.bead.design, props.bead.acceptance_criteria, props.bead.notes].every(
      (text) => (text ?? "").trim() === "",
    );
  return (
    <Show when={!hasNone()} fallback={<p class="bead-none">{words.page.noTexts}</p>}>
      <Text title={words.page.description} text={props.bead.description} />
      <AcceptancePart {...props} />
      <Text title={words.page.design} text={props.bead.design} />
      <Text title={words.page.notes} text={props.bead.notes} />
    </Show>
  );
}

function Text(props: { title: string; text: string | undefined }) {
  return (
    <Show when={props.text?.trim()}>
      {(text) => (
        <BeadSection title={props.title}>
          <Markdown text={text()} />
        </BeadSection>
      )}
    </Show>
  );
}

function AcceptancePart(props: ShownBead) {
  const criteria = createMemo(() => readAcceptance(props.bead.acceptance_criteria));
  return (
    <Show
      when={criteria()?.met !== null && criteria()}
      fallback={<Text title={words.page.acceptance} text={props.bead.acceptance_criteria} />}
    >
      {(checklist) => (
        <BeadSection
          title={words.page.acceptance}
          end={words.met(checklist().met ?? 0, checklist().lines.length)}
        >
          <ul class="bead-checklist">
            <For each={checklist().lines}>
              {(line) => (
                <li>
                  <StatusGlyph
                    glyph={line.isMet ? "check" : "waiting"}
                    label={line.isMet ? words.isMet : words.isNotMet}
                  />
                  <span>{line.text}</span>
                </li>
              )}
            </For>
          </ul>
        </BeadSection>
      )}
    </Show>
  );
}

/** What was said about a bead, the oldest first. */
export function BeadComments(props: ShownBead) {
  const comments = () => props.bead.comments ?? [];
  return (
    <Show when={comments().length > 0}>
      <BeadSection title={words.page.comments} end={comments().length}>
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
      </BeadSection>
    </Show>
  );
}

/** Fields that this page has no place for, as the tracker writes them. */
export function BeadMore(props: ShownBead) {
  const fields = createMemo(() => moreFields(props.bead));
  return (
    <Show when={fields().length > 0}>
      <details class="bead-more">
        <summary>{words.page.more(fields().length)}</summary>
        <dl>
          <For each={fields()}>
            {(field) => (
              <>
                <dt>
                  <code>{field.name}</code>
                </dt>
                <dd>
                  <pre>{field.value}</pre>
                </dd>
              </>
            )}
          </For>
        </dl>
      </details>
    </Show>
  );
}
