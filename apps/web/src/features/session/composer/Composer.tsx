import { MAX_ATTACHMENTS } from "@switchyard/core/protocol";
import { createEffect, createMemo, createSignal, onMount, Show, Suspense, useContext } from "solid-js";
import { KeyScope } from "../../../keys/keyboard.ts";
import { Button } from "../../../ui/Button.tsx";
import { ArrowUpIcon, PlayIcon } from "../../../ui/icons.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { KeyHint } from "../../../ui/KeyHint.tsx";
import { attachWords } from "../../../words/attach-words.ts";
import { limitWords } from "../../../words/limit-words.ts";
import { sessionWords as words } from "../../../words/session-words.ts";
import { AttachButtons } from "../../attach/AttachButtons.tsx";
import { addFiles } from "../../attach/add-files.ts";
import { createMentions } from "../../attach/create-mentions.ts";
import { insertText } from "../../attach/insert-text.ts";
import { mentionProps } from "../../attach/mention-props.ts";
import { takePaste } from "../../attach/take-paste.ts";
import { ModelMenu } from "../header/ModelMenu.tsx";
import { attempt, backendName, isBackendOff, namedPersona, useSession } from "../session-context.ts";
import { lazyPart } from "../../shell/lazy-part.tsx";
import { composerAct } from "./composer-act.ts";
import { lastUserText } from "./last-user-text.ts";
import "./composer.css";

const AttachTray = lazyPart(() => import("../../attach/AttachTray.tsx"));
const MentionList = lazyPart(() => import("../../attach/MentionList.tsx"));

/** Where the user writes: Enter sends (during a turn: queues), and says so. The draft is kept. */
export function Composer(props: { onInterrupt: () => void }) {
  const view = useSession();
  const [resuming, setResuming] = createSignal(false);
  const hasKeys = useContext(KeyScope);
  let field!: HTMLTextAreaElement;
  let box!: HTMLDivElement;
  const { files } = view;
  const isStopped = () => view.info.status === "stopped";
  const runs = () => view.info.status === "running";
  const isOff = () => isBackendOff(view);
  const isEmpty = createMemo(() => view.draft.trim() === "" && files.list.length === 0);
  /** Why the message can't go as it is; null: it can. */
  const blocked = createMemo(() => {
    if (isOff()) return words.off.title(backendName(view));
    if (isEmpty()) return words.sendEmpty;
    if (files.list.some(({ state }) => state === "failed")) return attachWords.blocked.failed;
    return files.list.length > MAX_ATTACHMENTS ? attachWords.blocked.many : null;
  });
  const mentions = createMentions({
    field: () => field,
    find: (query) => view.findFiles(query),
    canFind: () => view.connection === "live",
  });
  const write = (text: string) => {
    view.setDraft(text);
    field.value = text;
    fit(field);
  };
  const send = (mode: "queue" | "now") => {
    if (isStopped() || blocked() !== null) return;
    view.send(view.draft, mode, files.outgoing());
    files.clear();
    mentions.close();
    write("");
  };
  const resume = async () => {
    setResuming(true);
    await attempt(words.resumeFailed, () => view.resume());
    setResuming(false);
    field.focus();
  };
  const attach = (added: readonly File[]) => {
    field.focus();
    void addFiles(files, added, view.backend);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (mentions.takesKey(event)) {
      event.preventDefault();
      return event.stopPropagation();
    }
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
    if (!hasKeys() || matchMedia("(hover: none), (max-width: 639px)").matches) return;
    field.focus({ preventScroll: true });
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
    <div
      ref={box}
      class="composer"
      onClick={(event) => event.target === event.currentTarget && field.focus()}
    >
      <Show when={files.list.length > 0 || files.refused.length > 0}>
        <Suspense>
          <AttachTray
            tray={{
              files,
              get link() {
                return view.connection;
              },
              readBytes: (blobId) => view.readBytes(blobId),
              write: (text) => insertText(field, text),
              focus: () => field.focus(),
            }}
          />
        </Suspense>
      </Show>
      <textarea
        {...mentionProps(mentions)}
        ref={field}
        rows="1"
        aria-label={words.message}
        placeholder={placeholder()}
        enterkeyhint="send"
        onInput={() => {
          view.setDraft(field.value);
          fit(field);
          mentions.look();
        }}
        onPaste={(event) => takePaste(event, files, view.backend)}
        onKeyDown={onKeyDown}
      />
      <Show when={mentions.options()}>
        <Suspense>
          <MentionList mentions={mentions} near={box} />
        </Suspense>
      </Show>
      <div class="composer-foot">
        <AttachButtons onFiles={attach} onMention={() => mentions.begin()} />
        <ModelMenu />
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
            disabled={blocked() !== null}
            reason={blocked() ?? ""}
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
  const isQueue = () =>
    view.info.status === "running" && view.connection === "live" && view.info.hold === null;
  const text = () => {
    if (isBackendOff(view)) return words.off.draft;
    if (view.info.isArchived) return words.archivedHint;
    if (view.info.status === "stopped") return words.stoppedHint;
    if (view.connection !== "live") return words.heldHint;
    if (view.info.hold !== null) return limitWords.composer[view.info.hold.reason];
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
