import { createEffect, createMemo, createSignal, onMount, Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { ArrowUpIcon, PlayIcon } from "../../../ui/icons.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { KeyHint } from "../../../ui/KeyHint.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { attempt, backendName, isBackendOff, namedPersona, useSession } from "../session-context.ts";
import { composerAct } from "./composer-act.ts";
import { lastUserText } from "./last-user-text.ts";
import "./composer.css";

/** Where the user writes: Enter sends (during a turn: queues), and says so. The draft is kept. */
export function Composer(props: { onInterrupt: () => void }) {
  const view = useSession();
  const [resuming, setResuming] = createSignal(false);
  let field!: HTMLTextAreaElement;
  const isStopped = () => view.info.status === "stopped";
  const runs = () => view.info.status === "running";
  const isOff = () => isBackendOff(view);
  const isEmpty = createMemo(() => view.draft.trim() === "");
  const write = (text: string) => {
    view.setDraft(text);
    field.value = text;
    fit(field);
  };
  const send = (mode: "queue" | "now") => {
    if (isStopped() || isOff() || isEmpty()) return;
    view.send(view.draft, mode);
    write("");
  };
  const resume = async () => {
    setResuming(true);
    await attempt(words.resumeFailed, () => view.resume());
    setResuming(false);
    field.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    switch (composerAct(event, { empty: view.draft === "", running: runs() })) {
      case "send":
        event.preventDefault();
        return send("queue");
      case "send_now":
        event.preventDefault();
        return send(runs() ? "now" : "queue");
      case "recall":
        event.preventDefault();
        return write(lastUserText(view));
      case "interrupt":
        event.preventDefault();
        return props.onInterrupt();
      case null:
    }
  };
  onMount(() => {
    if (!matchMedia("(hover: none), (max-width: 639px)").matches) field.focus({ preventScroll: true });
  });
  // Another tab, or a reload, may bring a draft that was not written here.
  createEffect(() => {
    const text = view.draft;
    if (field.value !== text) field.value = text;
    fit(field);
  });
  const placeholder = () => {
    const persona = namedPersona(view);
    return persona ? words.messageTo(persona.displayName.toLowerCase()) : words.messagePlain;
  };
  return (
    <div class="composer" onClick={(event) => event.target === event.currentTarget && field.focus()}>
      <textarea
        ref={field}
        rows="1"
        aria-label={words.message}
        placeholder={placeholder()}
        enterkeyhint="send"
        onInput={() => {
          view.setDraft(field.value);
          fit(field);
        }}
        onKeyDown={onKeyDown}
      />
      <div class="composer-foot">
        <Hint />
        <Show
          when={!isStopped()}
          fallback={
            <Button
              variant="primary"
              icon={PlayIcon}
              busy={resuming()}
              disabled={isOff()}
              reason={words.off.title(backendName(view))}
              onClick={() => void resume()}
            >
              {words.resume}
            </Button>
          }
        >
          <Button
            variant="primary"
            class="composer-send"
            keys="Enter"
            disabled={isOff() || isEmpty()}
            reason={isOff() ? words.off.title(backendName(view)) : words.sendEmpty}
            onClick={() => send("queue")}
          >
            <span class="composer-send-word">{words.send}</span>
            <span class="composer-send-icon">
              <Icon of={ArrowUpIcon} />
            </span>
          </Button>
        </Show>
      </div>
    </div>
  );
}

/** What sending does now. */
function Hint() {
  const view = useSession();
  const isQueue = () => view.info.status === "running" && view.connection === "live";
  const text = () => {
    if (isBackendOff(view)) return words.off.draft;
    if (view.info.isArchived) return words.archivedHint;
    if (view.info.status === "stopped") return words.stoppedHint;
    if (view.connection !== "live") return words.heldHint;
    if (view.info.process === "asleep") return words.asleep;
    return "";
  };
  return (
    <p class="composer-hint">
      <Show when={isQueue()} fallback={text()}>
        {words.queuesHint} <KeyHint keys="Mod+Enter" /> <span class="composer-now">{words.sendsNow}</span>
      </Show>
    </p>
  );
}

/** Grows with its text where the browser can't do that by itself. */
function fit(field: HTMLTextAreaElement): void {
  if (CSS.supports?.("field-sizing", "content")) return;
  field.style.setProperty("height", "auto");
  field.style.setProperty("height", `${field.scrollHeight}px`);
}
