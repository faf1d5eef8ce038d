import type { PermissionDecision } from "@switchyard/core/protocol";
import type { RequestItem } from "@switchyard/core/session";
import { createEffect, createMemo, createSignal, on, Show } from "solid-js";
import { createShortcut } from "../../../keys/keyboard.ts";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ArrowRightIcon } from "../../../ui/icons.ts";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { WireError } from "../../../wire/wire-error.ts";
import { words as common } from "../../../words/en.ts";
import { sessionWords } from "../../../words/session-words.ts";
import { createNow } from "../clock.ts";
import { messageOf, useSession } from "../session-context.ts";
import { sessionKeys } from "../session-keys.ts";
import { oneLine } from "../tool/tool-facts.ts";
import { AlwaysMenu, NoReject, RejectButtons } from "./AnswerButtons.tsx";
import { createArming } from "./create-arming.ts";
import { InputBox } from "./InputBox.tsx";
import { RejectNote } from "./RejectNote.tsx";
import { kindOfRequest, requestParts } from "./request-facts.ts";
import { resolvedWords } from "./resolved-words.ts";

const words = sessionWords.ask;

/**
 * A request: what would be done, exactly, and the answers. Never optimistic: it is busy until the answer
 * comes back as a chunk. Nothing is taken for 400 ms after another request came under the buttons.
 */
export function ApprovalCard(props: {
  request: RequestItem;
  position: { at: number; all: number };
  onNext: () => void;
}) {
  const view = useSession();
  const [seenId, setSeenId] = createSignal<string>();
  const [noteFor, setNoteFor] = createSignal<string>();
  const [error, setError] = createSignal<string>();
  const armed = createArming(() => props.request.requestId);
  const parts = createMemo(() => requestParts(view.transcript, props.request));
  const kind = () => kindOfRequest(view.transcript, props.request);
  const title = () => words.titles[kind()];
  const seen = () => seenId() === props.request.requestId;
  const busy = () => view.isAnswering(props.request.requestId);
  const option = (decision: PermissionDecision) =>
    props.request.options.find((option) => option.decision === decision);
  const noting = () => noteFor() === props.request.requestId;
  createEffect(
    on(
      () => props.request.requestId,
      () => setError(undefined),
    ),
  );

  const answer = (decision: PermissionDecision, note?: string) => {
    if (!armed() || busy() || props.request.resolved || option(decision) === undefined) return;
    if (decision.startsWith("allow") && !seen()) return;
    setError(undefined);
    view.answer(props.request.requestId, decision, note).catch((reason: unknown) => {
      // Answered elsewhere is no error: the chunk that says so is on its way.
      if (reason instanceof WireError && reason.code === "ALREADY_ANSWERED") return;
      setError(messageOf(reason));
    });
  };
  /** A no is a no, for once where that is offered. */
  const rejection = () => option("reject_once") ?? option("reject_always");
  const reject = (note?: string) => {
    const offered = rejection();
    if (offered !== undefined) answer(offered.decision, note);
  };
  const openNote = () => armed() && !busy() && rejection() && setNoteFor(props.request.requestId);
  let more: HTMLButtonElement | undefined;
  createShortcut(sessionKeys.allow, () => answer("allow_once"));
  createShortcut(sessionKeys.always, () => armed() && seen() && more?.click());
  createShortcut(sessionKeys.reject, () => reject());
  createShortcut(sessionKeys.rejectNote, openNote);
  const always = () => option("allow_always");
  return (
    <section
      class="ask"
      aria-label={words.label(title())}
      data-busy={busy() ? "" : undefined}
      data-answered={props.request.resolved ? "" : undefined}
    >
      <div class="ask-grab" aria-hidden="true" />
      <div class="ask-head">
        <Show when={!props.request.resolved}>
          <StatusGlyph glyph="needs" />
        </Show>
        <h2>{title()}</h2>
        <Show when={kind() === "other"}>
          <span class="cut ask-title">{oneLine(props.request.title)}</span>
        </Show>
        <span class="grow" />
        <Show when={!props.request.resolved}>
          <span class="small text-3 nowrap">
            <Asked at={props.request.at} />
          </span>
        </Show>
      </div>
      <InputBox parts={parts()} seen={seen()} onSeen={() => setSeenId(props.request.requestId)} />
      <Show when={kind() === "execute"}>
        <p class="ask-where">
          {words.inFolder} <code>{view.info.cwd}</code>
        </p>
      </Show>
      <Show when={error()}>
        <p class="ask-error" role="alert">
          {words.answerFailed}: {error()}
        </p>
      </Show>
      <Show when={busy() && view.connection !== "live"}>
        <p class="ask-where" role="status">
          {words.answerHeld}
        </p>
      </Show>
      <Show
        when={!props.request.resolved}
        fallback={
          <p class="ask-answered" role="status">
            {words.elsewhere(resolvedWords(props.request, false) ?? "")}
          </p>
        }
      >
        <div class="ask-acts">
          <Show when={option("allow_once")}>
            <Button
              variant="signal"
              keys="A"
              class="ask-allow"
              busy={busy()}
              held={!armed()}
              disabled={!seen()}
              reason={words.readFirst}
              aria-keyshortcuts="A"
              onClick={() => answer("allow_once")}
            >
              {words.allowOnce}
            </Button>
          </Show>
          <Show when={always()}>
            {(always) => (
              <AlwaysMenu
                ref={(element) => (more = element)}
                option={always()}
                held={!armed()}
                disabled={!seen()}
                onChoose={() => answer("allow_always")}
              />
            )}
          </Show>
          <span class="grow ask-space" />
          <Show when={rejection()} fallback={<NoReject busy={busy()} />}>
            <RejectButtons
              always={option("reject_once") && option("reject_always")}
              held={!armed()}
              disabled={busy()}
              onReject={() => reject()}
              onAlways={() => answer("reject_always")}
              onNote={openNote}
            />
          </Show>
        </div>
        <Show when={noting()}>
          <RejectNote
            onSend={(note) => {
              setNoteFor(undefined);
              reject(note);
            }}
            onCancel={() => setNoteFor(undefined)}
          />
        </Show>
      </Show>
      <Show when={props.position.all > 1}>
        <div class="ask-foot">
          <span class="small text-2">{words.position(props.position.at, props.position.all)}</span>
          <Button variant="ghost" size={24} onClick={() => props.onNext()}>
            {words.next}
            <Icon of={ArrowRightIcon} size={12} />
          </Button>
        </div>
      </Show>
    </section>
  );
}

function Asked(props: { at: number }) {
  const now = createNow();
  const seconds = () => (now() - props.at) / 1000;
  return <>{seconds() < 5 ? words.askedNow : words.asked(common.ago(seconds()))}</>;
}
