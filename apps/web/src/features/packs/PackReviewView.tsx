import type { PackReview } from "@switchyard/core/protocol";
import { type JSX, onMount, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RotateCwIcon, ShieldIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { packWords } from "../../words/pack-words.ts";
import type { PackLook } from "./create-pack-look.ts";
import { CutList } from "./CutList.tsx";
import { ReviewFacts } from "./ReviewFacts.tsx";
import { isSame, standingWords } from "./review-words.ts";
import { ReviewFiles } from "./ReviewFiles.tsx";
import { Visible } from "./Visible.tsx";
import "./review.css";

const words = packWords.review;

/** All that a pack holds and asks for: it is read before it is installed. */
export function PackReviewView(props: { review: PackReview; look: PackLook }) {
  const app = useApp();
  const installed = () => app.packs.get(props.review.kind, props.review.name);
  /** What is installed is no longer what it was when it was accepted. */
  const isAltered = () => installed()?.state === "changed";
  /** Then what it changes is what is read. */
  const isUpdate = () => props.review.before !== null && !isSame(props.review);
  const files = () => <ReviewFiles review={props.review} onLookAgain={() => void props.look.look()} />;
  let root!: HTMLDivElement;
  // What was pressed to come here is gone: reading begins at the top.
  onMount(() =>
    queueMicrotask(() => {
      root.focus({ preventScroll: true });
      root.parentElement?.scrollTo?.({ top: 0 });
    }),
  );
  return (
    <div ref={root} class="pack-review" tabindex="-1" role="group" aria-label={words.holds}>
      <Show when={props.look.isOther()}>
        <Note icon={<Icon of={RotateCwIcon} />} title={words.isOther} role="alert">
          {words.isOtherText}
        </Note>
      </Show>
      <Show when={props.look.isOvertaken()}>
        <Note
          icon={<Icon of={RotateCwIcon} />}
          title={words.isOvertaken}
          role="alert"
          actions={
            <Button size={24} busy={props.look.isLooking()} onClick={() => void props.look.look()}>
              {words.lookAgain}
            </Button>
          }
        >
          {words.isOvertakenText(installed()?.version)}
        </Note>
      </Show>
      <Show when={isSame(props.review)}>
        <Note title={isAltered() ? words.isAltered : words.isSame} role="status">
          {isAltered() ? words.isAlteredText : words.isSameText}
        </Note>
      </Show>
      <Show when={props.review.kind === "backend"}>
        <Note icon={<Icon of={ShieldIcon} />} title={words.code}>
          {words.codeText}
        </Note>
        <Show when={app.packs.isSafe()}>
          <Note title={packWords.isSafe}>{packWords.isSafeText}</Note>
        </Show>
      </Show>
      <Unseen review={props.review} />
      <Show when={props.review.description}>
        {(text) => (
          <p class="pack-description">
            <Visible text={text()} />
          </p>
        )}
      </Show>
      <ReviewFacts review={props.review} installed={installed()} />
      <Show when={isUpdate()}>{files()}</Show>
      <Show when={props.review.personas.length > 0}>
        <Part title={words.personas(props.review.personas.length)}>
          <CutList each={props.review.personas} first={12} class="pack-personas">
            {(persona) => (
              <>
                <span class="strong">
                  <Visible text={persona.displayName} />
                </span>{" "}
                <code>{persona.id}</code>
                <p>
                  <Visible text={persona.description} />
                </p>
                <Show when={standingWords(persona)}>
                  {(text) => (
                    <p>
                      <Visible text={text()} />
                    </p>
                  )}
                </Show>
              </>
            )}
          </CutList>
        </Part>
      </Show>
      <Show when={props.review.ignored.length > 0}>
        <Part title={words.ignored} text={words.ignoredText}>
          <CutList each={props.review.ignored} first={8} class="pack-ignored">
            {({ field, file, value }) => (
              <>
                <span class="text-3">
                  <Visible text={file} />
                </span>{" "}
                <code>
                  <Visible text={field} />
                </code>
                : <Visible text={value} />
              </>
            )}
          </CutList>
        </Part>
      </Show>
      <Show when={props.review.kind === "backend"}>
        <Show
          when={props.review.dependencies.length > 0}
          fallback={<p class="small text-3">{words.noDependencies}</p>}
        >
          <Part title={words.dependencies(props.review.dependencies.length)}>
            <CutList each={props.review.dependencies} first={12} class="pack-dependencies">
              {(name) => (
                <code>
                  <Visible text={name} />
                </code>
              )}
            </CutList>
          </Part>
        </Show>
      </Show>
      <Show when={!isUpdate()}>{files()}</Show>
    </div>
  );
}

function Unseen(props: { review: PackReview }) {
  const marked = () => props.review.files.filter(({ unseen }) => unseen > 0);
  const count = () => marked().reduce((sum, { unseen }) => sum + unseen, 0);
  return (
    <Show when={count() > 0}>
      <Note
        tone="danger"
        icon={<Icon of={TriangleAlertIcon} />}
        title={words.unseen(count(), marked().length)}
      >
        {words.unseenText}
      </Note>
    </Show>
  );
}

function Part(props: { title: string; text?: string; children: JSX.Element }) {
  return (
    <section>
      <h3>{props.title}</h3>
      <Show when={props.text}>
        <p class="small text-3">{props.text}</p>
      </Show>
      {props.children}
    </section>
  );
}
