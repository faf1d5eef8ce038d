import type { Section, TurnEnd } from "@switchyard/core/session";
import { createSignal, Match, Show, Switch } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { CircleStopIcon, ClockIcon, PlayIcon, RotateCwIcon, TriangleAlertIcon } from "../../../ui/icons.ts";
import { Note } from "../../../ui/Note.tsx";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { sessionWords } from "../../../words/session-words.ts";
import { duration } from "../format.ts";
import { endedByRestart } from "../../ask/resolved-words.ts";
import { handFocusOn } from "../hand-focus-on.ts";
import { attempt, backendName, useSession } from "../session-context.ts";
import { NotReadyNote } from "./NotReadyNote.tsx";

const words = sessionWords.ends;

/** What there is to say of a turn that did not simply end; nothing where it did. */
export function TurnEndNote(props: { section: Section; end: TurnEnd; isLast: boolean }) {
  const code = () => props.end.error?.code;
  return (
    <Switch>
      <Match when={code() === "CLI_NOT_FOUND" || code() === "CLI_NOT_LOGGED_IN"}>
        <NotReadyNote code={code() ?? ""} message={props.end.error?.message ?? ""} isLast={props.isLast} />
      </Match>
      <Match when={props.end.stopReason === "interrupted"}>
        <div class="line">
          <Icon of={CircleStopIcon} size={14} />
          <span>{words.interrupted}</span>
          <GoOn isLast={props.isLast} label={words.continue} />
        </div>
      </Match>
      <Match when={code() === "RATE_LIMITED"}>
        <Note
          icon={<Icon of={ClockIcon} />}
          title={props.end.error?.message ?? words.limited}
          actions={<GoOn isLast={props.isLast} label={words.continue} />}
        >
          {words.limitedBody}
        </Note>
      </Match>
      <Match when={endedByRestart(props.section)}>
        <RestartNote {...props} />
      </Match>
      <Match when={props.end.stopReason === "error" || props.end.stopReason === "process_exit"}>
        <FailedNote {...props} />
      </Match>
      <Match when={props.end.stopReason === "refusal"}>
        <Note icon={<Icon of={TriangleAlertIcon} />} title={words.refusal}>
          {props.end.error?.message ?? words.refusalBody}
        </Note>
      </Match>
      <Match when={props.end.stopReason === "max_tokens"}>
        <Note
          icon={<Icon of={TriangleAlertIcon} />}
          title={words.maxTokens}
          actions={<GoOn isLast={props.isLast} label={words.continue} />}
        >
          {words.maxTokensBody}
        </Note>
      </Match>
    </Switch>
  );
}

/** What ended, what is kept, one way on. */
function FailedNote(props: { section: Section; end: TurnEnd; isLast: boolean }) {
  const view = useSession();
  const name = () => backendName(view);
  const kept = () => {
    const { code } = props.end.error ?? {};
    const isAway = code === "BACKEND_UNAVAILABLE" || code === "UNKNOWN_BACKEND";
    return (isAway ? words.keptUntil : words.kept)(
      props.section.turn,
      duration(props.end.durationMs),
      name(),
    );
  };
  const lastLine = () =>
    lastLineOf(props.end.error?.detail) ?? (props.isLast ? view.stderr.at(-1) : undefined);
  const details = () =>
    [
      props.end.error?.code,
      props.end.error?.message,
      props.end.error?.detail,
      ...(props.isLast ? view.stderr : []),
    ]
      .filter((part) => part !== undefined && part !== "")
      .join("\n");
  return (
    <Note
      tone="danger"
      icon={<StatusGlyph glyph="failed" label={sessionWords.stopReasons[props.end.stopReason]} />}
      title={props.end.error?.message ?? words.notRunTitle(name())}
      {...codeOf(lastLine())}
      actions={
        <>
          <GoOn isLast={props.isLast} label={words.retry} primary />
          <CopyButton text={details} label={words.copyDetails} words={words.copyDetails} variant="ghost" />
        </>
      }
    >
      {kept()}
    </Note>
  );
}

/** The bridge went down in mid-turn: nobody's fault, and what waited for the user was not done. */
function RestartNote(props: { section: Section; end: TurnEnd; isLast: boolean }) {
  const view = useSession();
  const hasClosed = () =>
    props.section.items.some(
      (item) => (item.kind === "request" || item.kind === "question") && item.resolved?.by === "session_end",
    );
  return (
    <Note
      icon={<Icon of={RotateCwIcon} />}
      title={words.restarted}
      actions={<GoOn isLast={props.isLast} label={words.continue} primary />}
    >
      {hasClosed() ? `${words.closedByRestart} ` : ""}
      {words.kept(props.section.turn, duration(props.end.durationMs), backendName(view))}
    </Note>
  );
}

/** Makes the conversation go on, with what waits or with a word; only after the last turn. */
function GoOn(props: { isLast: boolean; label: string; primary?: boolean }) {
  const view = useSession();
  return (
    <Show when={props.isLast && view.info.status !== "stopped" && view.info.hold === null}>
      <GoOnButton label={props.label} isPrimary={props.primary === true} />
    </Show>
  );
}

function GoOnButton(props: { label: string; isPrimary: boolean }) {
  const view = useSession();
  const [busy, setBusy] = createSignal(false);
  let button: HTMLButtonElement | undefined;
  handFocusOn(() => button);
  const goOn = async () => {
    setBusy(true);
    await attempt(words.continueFailed, () => view.goOn());
    setBusy(false);
  };
  return (
    <Button
      ref={(element) => (button = element)}
      size={24}
      variant={props.isPrimary ? "primary" : "default"}
      icon={props.isPrimary ? RotateCwIcon : PlayIcon}
      busy={busy()}
      onClick={() => void goOn()}
    >
      {props.label}
    </Button>
  );
}

function lastLineOf(text: string | undefined): string | undefined {
  return text?.trimEnd().split("\n").at(-1);
}

function codeOf(line: string | undefined): { code?: string } {
  return line === undefined || line === "" ? {} : { code: line };
}
