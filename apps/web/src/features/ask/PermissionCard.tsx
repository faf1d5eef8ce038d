import type { PermissionDecision } from "@switchyard/core/protocol";
import { createEffect, createSignal, Show } from "solid-js";
import { createShortcut } from "../../keys/keyboard.ts";
import { Button } from "../../ui/Button.tsx";
import { askWords as words } from "../../words/ask-words.ts";
import { oneLine } from "../session/tool/tool-facts.ts";
import { AlwaysMenu, NoReject, RejectButtons } from "./AnswerButtons.tsx";
import { AskFrame, type AskProps } from "./AskFrame.tsx";
import { askKeys } from "./ask-keys.ts";
import type { AskedPermission } from "./asked.ts";
import { createAnswering } from "./create-answering.ts";
import { createArming } from "./create-arming.ts";
import { InputBox } from "./InputBox.tsx";
import { RejectNote } from "./RejectNote.tsx";
import { resolvedWords } from "./resolved-words.ts";

export interface PermissionCardProps extends AskProps {
  request: AskedPermission;
  /** Of the session, shown with commands. */
  cwd: string;
  onAnswer: (decision: PermissionDecision, note?: string) => Promise<void>;
  /** Ends the turn: the only way not to allow what can't be rejected. */
  onInterrupt?: () => void;
}

/**
 * A request: what would be done, exactly, and the answers. Never optimistic: it is busy until the answer
 * comes back. Nothing is taken for 400 ms after another request came under the buttons.
 */
export function PermissionCard(props: PermissionCardProps) {
  const [seenId, setSeenId] = createSignal<string>();
  const [noteFor, setNoteFor] = createSignal<string>();
  const id = () => props.request.requestId;
  const answering = createAnswering(id);
  const armed = createArming(id);
  const kind = () => props.request.toolKind;
  const title = () => words.titles[kind()];
  const isCut = () => props.request.isCut === true;
  const seen = () => !isCut() && seenId() === id();
  const why = () => (isCut() ? words.cutTitle : words.readFirst);
  const option = (decision: PermissionDecision) =>
    props.request.options.find((option) => option.decision === decision);
  const noting = () => noteFor() === id();

  const answer = (decision: PermissionDecision, note?: string) => {
    if (!armed() || props.isAnswering || props.request.resolved || option(decision) === undefined) return;
    if (decision.startsWith("allow") && !seen()) return;
    answering.give(() => props.onAnswer(decision, note));
  };
  /** A no is a no, for once where that is offered. */
  const rejection = () => option("reject_once") ?? option("reject_always");
  const reject = (note?: string) => {
    const offered = rejection();
    if (offered !== undefined) answer(offered.decision, note);
  };
  const openNote = () => armed() && !props.isAnswering && rejection() && setNoteFor(id());
  let more: HTMLButtonElement | undefined;
  createEffect(() => {
    if (props.keys !== true) return;
    createShortcut(askKeys.allow, () => answer("allow_once"));
    createShortcut(askKeys.always, () => armed() && seen() && more?.click());
    createShortcut(askKeys.reject, () => reject());
    createShortcut(askKeys.rejectNote, openNote);
  });
  const buttonSize = () => (props.variant === "inbox" ? 36 : props.variant === "tile" ? 24 : 28);
  return (
    <AskFrame
      {...props}
      label={words.label(title())}
      title={title()}
      about={kind() === "other" ? oneLine(props.request.title) : undefined}
      at={props.request.at}
      error={answering.error()}
      ended={resolvedWords(props.request, false)}
      body={
        <>
          <InputBox parts={props.request.parts} seen={seen() || isCut()} onSeen={() => setSeenId(id())} />
          <Show when={kind() === "execute" && props.variant !== "tile"}>
            <p class="ask-where">
              {words.inFolder} <code>{props.cwd}</code>
            </p>
          </Show>
        </>
      }
      acts={
        <>
          <div class="ask-acts">
            <Show when={option("allow_once")}>
              <Button
                variant="signal"
                size={buttonSize()}
                {...(props.keys === true ? { keys: "A" } : {})}
                class="ask-allow"
                busy={props.isAnswering}
                held={!armed()}
                disabled={!seen()}
                reason={why()}
                aria-keyshortcuts={props.keys === true ? "A" : undefined}
                onClick={() => answer("allow_once")}
              >
                {words.allowOnce}
              </Button>
            </Show>
            <Show when={option("allow_always")}>
              {(always) => (
                <AlwaysMenu
                  ref={(element) => (more = element)}
                  option={always()}
                  size={buttonSize()}
                  keys={props.keys === true}
                  held={!armed()}
                  disabled={!seen() || props.isAnswering}
                  reason={props.isAnswering ? words.answering : why()}
                  onChoose={() => answer("allow_always")}
                />
              )}
            </Show>
            <span class="grow ask-space" />
            <Show
              when={rejection()}
              fallback={
                <Show when={props.onInterrupt}>
                  {(interrupt) => (
                    <NoReject size={buttonSize()} busy={props.isAnswering} onInterrupt={interrupt()} />
                  )}
                </Show>
              }
            >
              <RejectButtons
                always={option("reject_once") && option("reject_always")}
                size={buttonSize()}
                keys={props.keys === true}
                held={!armed()}
                disabled={props.isAnswering}
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
        </>
      }
    />
  );
}
