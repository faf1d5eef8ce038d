import { createEffect, createMemo, createResource, Match, Show, Switch } from "solid-js";
import { Markdown } from "../../markdown/Markdown.tsx";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RotateCwIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { words as common } from "../../words/en.ts";
import { inboxWords as words } from "../../words/inbox-words.ts";
import { AskCard } from "./AskCard.tsx";
import { useInbox } from "./create-inbox.ts";
import { createWhole } from "./create-whole.ts";
import type { ShownItem } from "./inbox-model.ts";
import { readEnd } from "./read-led.ts";

/** What is asked and the ways to answer; of what was answered elsewhere, how it ended. */
export function RequestDetail(props: { shown: ShownItem; prose: string | null }) {
  const inbox = useInbox();
  const item = () => props.shown.item;
  const whole = createWhole(
    inbox.app,
    createMemo(() => item().request),
  );
  // Like requests that take more than a line can be ticked once they were looked at here.
  createEffect(() => {
    if (whole.isThere()) inbox.ticks.markRead(item().key);
  });
  const isElsewhere = () => props.shown.isGone && inbox.wordOf(item().key) === undefined;
  return (
    <>
      <Show when={props.prose}>
        {(prose) => (
          <div class="inbox-prose">
            <Markdown text={prose()} />
          </div>
        )}
      </Show>
      <Switch>
        <Match when={isElsewhere()}>
          <Elsewhere shown={props.shown} />
        </Match>
        <Match when={whole.isReading()}>
          <p class="inbox-reading" role="status">
            <Spinner /> {words.readInput}
          </p>
        </Match>
        <Match when={whole.fault()}>
          {(why) => (
            <Note
              icon={<Icon of={TriangleAlertIcon} />}
              title={words.inputFailed}
              role="alert"
              actions={
                <Button size={24} icon={RotateCwIcon} onClick={() => whole.again()}>
                  {common.tryNow}
                </Button>
              }
            >
              {why()}
            </Note>
          )}
        </Match>
        <Match when={whole.request()}>{(request) => <AskCard item={item()} request={request()} />}</Match>
      </Switch>
    </>
  );
}

/** It was answered in another tab, or its turn ended: the history tells which. */
function Elsewhere(props: { shown: ShownItem }) {
  const inbox = useInbox();
  const [end] = createResource(() => readEnd(inbox.app.wire, props.shown.item).catch(() => null));
  return (
    <div class="inbox-elsewhere" role="status">
      <Show when={!end.loading} fallback={<Spinner />}>
        <p class="strong">{words.left.how(end.state === "ready" ? end() : null)}</p>
        <p class="text-2">{words.left.text}</p>
        <Button onClick={() => inbox.goOn()}>{words.next}</Button>
      </Show>
    </div>
  );
}
