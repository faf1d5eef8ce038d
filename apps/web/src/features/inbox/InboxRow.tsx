import { A } from "@solidjs/router";
import { type JSX, Match, Show, Switch } from "solid-js";
import { now } from "../../state/clock.ts";
import { type InboxItem, pathOfItem } from "../../state/inbox.ts";
import { PersonaIcon } from "../../ui/PersonaIcon.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { type Glyph, StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { words as common } from "../../words/en.ts";
import { inboxWords as words } from "../../words/inbox-words.ts";
import { useInbox } from "./create-inbox.ts";
import type { ShownItem } from "./inbox-model.ts";
import { requestLine } from "./request-line.ts";

/** One thing: a link with its state, session, what it asks or says, age and who. */
export function InboxRow(props: { row: ShownItem }) {
  const { app } = useInbox();
  const item = () => props.row.item;
  const persona = () => app.personas.get(item().session.persona);
  const backend = () => app.backends.get(item().session.backendId);
  const backendName = () => backend()?.displayName ?? item().session.backendId;
  return (
    <RowLink row={props.row} class="inbox-row">
      <StatusGlyph glyph={glyphOf(item(), app.standing.statusOf(item().session.sessionId)?.glyph)} />
      <span class="inbox-row-line">
        <span class="inbox-row-title cut grow">{item().session.title}</span>
        <span class="sr-only">, {words.states[item().kind]}, </span>
        <Age at={item().at} />
      </span>
      <span class="inbox-row-line">
        <span class="inbox-row-sub grow">
          <Sub row={props.row} />
        </span>
        <span class="inbox-row-who" title={backendName()}>
          <Show when={persona()}>{(known) => <PersonaIcon name={known().icon} size={12} />}</Show>
          <span class="sr-only">{persona()?.displayName}, </span>
          <span class="cut">{backendName()}</span>
        </span>
      </span>
    </RowLink>
  );
}

/** The link of a row; on a phone it leads to a screen of its own, which the way back leaves. */
export function RowLink(props: { row: ShownItem; class: string; children: JSX.Element }) {
  const inbox = useInbox();
  const key = () => props.row.item.key;
  return (
    <A
      href={pathOfItem(props.row.item)}
      class={props.class}
      activeClass=""
      inactiveClass=""
      replace={inbox.chosen() !== undefined}
      noScroll
      end
      data-inbox-row={key()}
      data-gone={props.row.isGone ? "" : undefined}
      aria-current={inbox.chosen()?.item.key === key() ? "page" : undefined}
    >
      {props.children}
    </A>
  );
}

export function Age(props: { at: number }) {
  return <span class="inbox-row-ago">{common.ago(now() / 1000 - props.at / 1000)}</span>;
}

/** What is asked, why it failed, or the last words; how it was dealt with, once it was. */
function Sub(props: { row: ShownItem }) {
  const inbox = useInbox();
  const item = () => props.row.item;
  return (
    <Switch>
      <Match when={props.row.isGone}>
        <Gone row={props.row} />
      </Match>
      <Match when={inbox.faultOf(item().key)}>{(why) => <span class="cut text-danger">{why()}</span>}</Match>
      <Match when={item().request}>
        {(request) => {
          const line = () => requestLine(request());
          return (
            <>
              <Show when={inbox.app.requests.isAnswering(request().requestId)}>
                <Spinner />
              </Show>
              <span class="cut">
                {line().verb} {line().isCode ? <code>{line().text}</code> : line().text}
              </span>
            </>
          );
        }}
      </Match>
      <Match when={true}>
        <span class="cut">
          {lastLine(item(), inbox.app.standing.statusOf(item().session.sessionId)?.word)}
        </span>
      </Match>
    </Switch>
  );
}

/** How a thing was dealt with that leaves the list. */
export function Gone(props: { row: ShownItem }) {
  const inbox = useInbox();
  const elsewhere = () => (props.row.item.request === null ? words.noLonger : words.elsewhere);
  return <span class="inbox-done cut">{inbox.wordOf(props.row.item.key) ?? elsewhere()}</span>;
}

function lastLine({ kind, session }: InboxItem, word: string | undefined): string {
  if (kind === "failure") return session.lastTurn?.error?.message ?? (session.activity || words.failedPlain);
  if (session.hold !== null && word !== undefined) return word;
  return session.activity ?? word ?? "";
}

function glyphOf({ kind }: InboxItem, glyph: Glyph | undefined): Glyph {
  if (kind === "failure") return "failed";
  if (kind === "verify") return "finished";
  if (kind === "finished") return glyph === "waiting" ? "waiting" : "finished";
  return "needs";
}
