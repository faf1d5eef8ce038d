import { A, useNavigate } from "@solidjs/router";
import { createMemo, createResource, Match, Show, Switch } from "solid-js";
import { ariaKeys } from "../../keys/keyboard.ts";
import { now } from "../../state/clock.ts";
import { type InboxItem, isNews } from "../../state/inbox.ts";
import { sessionPath } from "../../state/sessions.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ChevronLeftIcon, SquareTerminalIcon } from "../../ui/icons.ts";
import { PersonaIcon } from "../../ui/PersonaIcon.tsx";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { words as common } from "../../words/en.ts";
import { inboxWords as words } from "../../words/inbox-words.ts";
import { useInbox } from "./create-inbox.ts";
import { EndDetail } from "./EndDetail.tsx";
import type { ShownItem } from "./inbox-model.ts";
import { LedHere } from "./LedHere.tsx";
import { readLed } from "./read-led.ts";
import { RequestDetail } from "./RequestDetail.tsx";
import { SnoozeMenu } from "./SnoozeMenu.tsx";
import "./detail.css";

/** One thing in full: what is asked and the ways to answer, or how it ended; and what led there. */
export function Detail(props: { first: ShownItem }) {
  const inbox = useInbox();
  const navigate = useNavigate();
  const shown = createMemo<ShownItem>((before) => {
    const chosen = inbox.chosen();
    return chosen?.item.key === before.item.key ? chosen : { item: before.item, isGone: true };
  }, props.first);
  const item = () => shown().item;
  const session = () => item().session;
  const [led] = createResource(
    () => item().key,
    () => readLed(inbox.app.wire, item()).catch(() => null),
  );
  // Looked at before it is there, it would hold back all around it.
  const told = () => (led.state === "ready" ? led() : undefined);
  const needsUser = () => item().request !== null;
  return (
    <>
      <header class="inbox-detail-head">
        <A class="inbox-back" href="/inbox" aria-label={words.back}>
          <Icon of={ChevronLeftIcon} size={20} />
        </A>
        <StatusGlyph
          glyph={glyphOf(shown())}
          label={shown().isGone ? words.noLonger : words.states[item().kind]}
        />
        <h2 class="cut">{session().title}</h2>
        <Show when={session().beadId}>{(beadId) => <code class="inbox-bead cut">{beadId()}</code>}</Show>
        <span class="grow" />
        <Show when={!shown().isGone}>
          <SnoozeMenu item={item()} />
        </Show>
        <Button
          class="inbox-open"
          icon={SquareTerminalIcon}
          keys="O"
          aria-keyshortcuts={ariaKeys("inboxOpen")}
          onClick={() => navigate(sessionPath(session().sessionId))}
        >
          <span>{words.openSession}</span>
        </Button>
      </header>
      <div class="inbox-detail-body">
        <div class="inbox-detail-text">
          <Who item={item()} isWaiting={needsUser() && !shown().isGone} />
          <Switch>
            <Match when={needsUser()}>
              <RequestDetail shown={shown()} prose={told()?.prose ?? null} />
            </Match>
            <Match when={true}>
              <EndDetail shown={shown()} led={told() ?? null} isRead={led.state === "ready"} />
            </Match>
          </Switch>
          <LedHere led={told()} cwd={session().cwd} />
        </div>
      </div>
    </>
  );
}

function Who(props: { item: InboxItem; isWaiting: boolean }) {
  const { app } = useInbox();
  const session = () => props.item.session;
  const persona = () => app.personas.get(session().persona);
  const backend = () => app.backends.get(session().backendId)?.displayName ?? session().backendId;
  const ago = () => common.ago(now() / 1000 - props.item.at / 1000);
  const isEnd = () => props.item.request === null;
  return (
    <p class="inbox-who">
      <Show when={persona()}>{(known) => <PersonaIcon name={known().icon} />}</Show>
      <span>{words.who(namedPersona(persona()), backend())}</span>
      <span>{isEnd() ? words.endedAgo(ago()) : words.askedAgo(ago())}</span>
      <Show when={props.isWaiting}>
        <span>{words.waits}</span>
      </Show>
    </p>
  );
}

/** Where a session has no persona, its backend alone is named. */
function namedPersona(persona: { id: string; displayName: string } | undefined): string | null {
  return persona === undefined || persona.id === "none" ? null : persona.displayName;
}

function glyphOf({ item: { kind }, isGone }: ShownItem): "idle" | "failed" | "finished" | "needs" {
  if (isGone) return "idle";
  if (kind === "failure") return "failed";
  return isNews(kind) ? "finished" : "needs";
}
