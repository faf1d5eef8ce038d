import { A } from "@solidjs/router";
import type { SessionInfo } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { useApp, useStatus } from "../../state/app.ts";
import { now } from "../../state/clock.ts";
import { sessionPath } from "../../state/sessions.ts";
import { PersonaIcon } from "../../ui/PersonaIcon.tsx";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { words } from "../../words/en.ts";
import "./SessionRow.css";

/** One session in the list: a link with its state, name, age, what it does, who does it. */
export function SessionRow(props: { session: SessionInfo }) {
  const app = useApp();
  const status = useStatus(() => props.session.sessionId);
  const persona = () => app.personas.get(props.session.persona);
  const backend = () => app.backends.get(props.session.backendId)?.displayName ?? props.session.backendId;
  const line = () => subline(props.session, status()?.word ?? "");
  return (
    <A
      href={sessionPath(props.session.sessionId)}
      class="session-row"
      activeClass=""
      inactiveClass=""
      data-state={status()?.state}
      data-unread={props.session.unread > 0 ? "" : undefined}
      data-session-row=""
    >
      <StatusGlyph glyph={status()?.glyph ?? "idle"} />
      <span class="session-row-line">
        <span class="session-row-title cut">{props.session.title}</span>
        <Said text={status()?.word} />
        <span class="session-row-ago">{words.ago(now() / 1000 - props.session.lastActivity)}</span>
      </span>
      <span class="session-row-line">
        <span class="session-row-sub cut">{line()}</span>
        <span class="session-row-who" title={backend()}>
          <Show when={persona()}>{(known) => <PersonaIcon name={known().icon} size={12} />}</Show>
          <Said text={persona()?.displayName} />
          <span class="cut">{backend()}</span>
        </span>
        <Said text={props.session.unread > 0 ? words.unread(props.session.unread) : undefined} />
      </span>
    </A>
  );
}

function subline(session: SessionInfo, word: string): string {
  if (session.activity !== undefined && session.activity !== "") return session.activity;
  return session.pendingApprovals > 0 ? words.asks(session.pendingApprovals) : word;
}

/** What the eye has from shape and place, for the link's name. */
function Said(props: { text: string | undefined }) {
  return (
    <Show when={props.text}>
      <span class="sr-only">, {props.text}, </span>
    </Show>
  );
}
