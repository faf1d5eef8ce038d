import { isClosed } from "@switchyard/beads";
import { createSignal, Match, onMount, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { isToVerify } from "../../state/to-verify.ts";
import { Button } from "../../ui/Button.tsx";
import { Field, TextArea } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { CheckIcon, RotateCwIcon, TriangleAlertIcon, CornerDownLeftIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { verifyWords as words } from "../../words/verify-words.ts";
import { createVerifyActs, type OnBead, type VerifyActs } from "./verify-acts.ts";
import "./verify-acts.css";

/** Closes a session's bead, opens it again, sends it back with a note, or leaves it: what the user says of the work. */
export function VerifyForm(
  props: OnBead & {
    onDone: (word: string) => void;
    /** Among the details of a session: small, and no louder than its composer. @default false */
    isSmall?: boolean;
  },
) {
  const app = useApp();
  const acts = createVerifyActs(
    app,
    () => props,
    (word) => props.onDone(word),
  );
  const [asks, setAsks] = createSignal<"reason" | "note" | null>(null);
  const bead = () => app.beads.of(props.projectId).relations().get(props.beadId);
  const closed = () => {
    const known = bead();
    return known !== undefined && isClosed(known);
  };
  const isDue = () => isToVerify(props.session);
  const readOnly = () => app.beadEdits.readOnlyWhy(props.projectId);
  const size = () => (props.isSmall === true ? 24 : 28);
  const first = () => (props.isSmall === true ? "default" : "primary");
  let group!: HTMLDivElement;
  const cancel = () => {
    const asked = asks();
    acts.forget();
    setAsks(null);
    if (asked !== null) group.querySelector<HTMLElement>(`[data-asks="${asked}"]`)?.focus();
  };
  return (
    <div ref={group} class="verify-acts" role="group" aria-label={words.acts}>
      <Switch>
        <Match when={asks() === "reason"}>
          <CloseForm acts={acts} onCancel={cancel} />
        </Match>
        <Match when={asks() === "note"}>
          <NoteForm acts={acts} isClosed={closed()} onCancel={cancel} />
        </Match>
        <Match when={true}>
          <div class="verify-acts-row">
            <Show when={closed() && isDue()}>
              <Button
                variant={first()}
                size={size()}
                icon={CheckIcon}
                busy={acts.busy() === "leave"}
                onClick={() => void acts.leave()}
              >
                {words.looksRight}
              </Button>
            </Show>
            <Show when={bead() !== undefined && !closed()}>
              <Button
                variant={first()}
                size={size()}
                icon={CheckIcon}
                data-asks="reason"
                {...disabledBy(readOnly())}
                onClick={() => setAsks("reason")}
              >
                {words.close}
              </Button>
            </Show>
            <Button
              size={size()}
              icon={CornerDownLeftIcon}
              data-asks="note"
              onClick={() => setAsks("note")}
              {...disabledBy(closed() ? readOnly() : null)}
            >
              {words.sendBack}
            </Button>
            <Show when={closed()}>
              <Button
                size={size()}
                icon={RotateCwIcon}
                busy={acts.busy() === "reopen"}
                {...disabledBy(readOnly())}
                onClick={() => void acts.reopen()}
              >
                {words.reopen}
              </Button>
            </Show>
            <Show when={!closed() && isDue()}>
              <Button
                variant="ghost"
                size={size()}
                busy={acts.busy() === "leave"}
                onClick={() => void acts.leave()}
              >
                {words.leave}
              </Button>
            </Show>
          </div>
        </Match>
      </Switch>
      <Show when={asks() === null && acts.refusal()}>
        {(refusal) => <RefusedNote title={refusal().title} text={refusal().text} />}
      </Show>
    </div>
  );
}

function CloseForm(props: { acts: VerifyActs; onCancel: () => void }) {
  const [reason, setReason] = createSignal("");
  let form!: HTMLFormElement;
  onMount(() => form.querySelector("input")?.focus());
  return (
    <form
      ref={form}
      class="verify-acts-form"
      onSubmit={(event) => {
        event.preventDefault();
        void props.acts.close(reason(), false);
      }}
      onKeyDown={(event) => cancelsOn(event, props.onCancel)}
    >
      <Field label={words.reason} note={words.reasonHint} value={reason()} onValue={setReason} />
      <Show when={props.acts.refusal()}>
        {(refusal) => <RefusedNote title={refusal().title} text={refusal().text} />}
      </Show>
      <div class="verify-acts-row">
        <Button variant="primary" type="submit" busy={props.acts.busy() === "close"}>
          {words.close}
        </Button>
        <Show when={props.acts.refusal()?.canForce}>
          <Button variant="danger" onClick={() => void props.acts.close(reason(), true)}>
            {words.closeAnyway}
          </Button>
        </Show>
        <Button variant="ghost" onClick={() => props.onCancel()}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}

function NoteForm(props: { acts: VerifyActs; isClosed: boolean; onCancel: () => void }) {
  const [note, setNote] = createSignal("");
  let form!: HTMLFormElement;
  onMount(() => form.querySelector("textarea")?.focus());
  const send = () => {
    if (note().trim() !== "") void props.acts.sendBack(note(), props.isClosed);
  };
  return (
    <form
      ref={form}
      class="verify-acts-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
          event.preventDefault();
          send();
        }
        cancelsOn(event, props.onCancel);
      }}
    >
      <TextArea label={words.note} note={words.noteHint} rows={3} value={note()} onValue={setNote} />
      <Show when={props.acts.refusal()}>
        {(refusal) => <RefusedNote title={refusal().title} text={refusal().text} />}
      </Show>
      <div class="verify-acts-row">
        <Button
          variant="primary"
          type="submit"
          keys="Mod+Enter"
          busy={props.acts.busy() === "sendBack"}
          disabled={note().trim() === ""}
        >
          {words.send}
        </Button>
        <Button variant="ghost" onClick={() => props.onCancel()}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}

function RefusedNote(props: { title: string; text: string }) {
  return (
    <Note tone="danger" role="alert" icon={<Icon of={TriangleAlertIcon} />} title={props.title}>
      {props.text}
    </Note>
  );
}

function cancelsOn(event: KeyboardEvent, cancel: () => void): void {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  cancel();
}

function disabledBy(why: string | null): { disabled?: boolean; reason?: string } {
  return why === null ? {} : { disabled: true, reason: why };
}
