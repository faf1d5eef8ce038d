import { A } from "@solidjs/router";
import type { SessionInfo } from "@switchyard/core/protocol";
import { createSignal, Show } from "solid-js";
import { useApp, useStatus } from "../../state/app.ts";
import { now } from "../../state/clock.ts";
import { sessionPath } from "../../state/sessions.ts";
import { PersonaIcon } from "../../ui/PersonaIcon.tsx";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { words } from "../../words/en.ts";
import { keepingWords } from "../../words/keeping-words.ts";
import { isRenaming } from "../session-menu/renaming.ts";
import { SessionMenu } from "../session-menu/SessionMenu.tsx";
import { tellFailure } from "../session-menu/tell-failure.ts";
import { TitleField } from "../session-menu/TitleField.tsx";
import "./SessionRow.css";

/** One session in the list: a link with its state, name, age, what it does, who does it; and its menu. */
export function SessionRow(props: { session: SessionInfo }) {
  const app = useApp();
  // A menu a row is built where it is looked at: a list may be a thousand rows long.
  const [hasMenu, setHasMenu] = createSignal(matchMedia("(hover: none)").matches);
  let box!: HTMLDivElement;
  const rename = (title: string) =>
    tellFailure(keepingWords.menu.rename, app.sessions.rename(props.session.sessionId, title));
  const openMenu = (event: MouseEvent) => {
    event.preventDefault();
    setHasMenu(true);
    box.querySelector<HTMLElement>("[aria-haspopup=menu][aria-expanded=false]")?.click();
  };
  return (
    <div
      ref={box}
      class="session-row-box"
      onPointerEnter={() => setHasMenu(true)}
      onFocusIn={() => setHasMenu(true)}
      onContextMenu={openMenu}
    >
      <Show when={isRenaming(props.session.sessionId, "row")} fallback={<RowLink session={props.session} />}>
        <div class="session-row session-row-renaming">
          <TitleField title={props.session.title} onRename={rename} />
        </div>
      </Show>
      <Show when={hasMenu()}>
        <span class="session-row-menu">
          <SessionMenu session={props.session} place="row" />
        </span>
      </Show>
    </div>
  );
}

function RowLink(props: { session: SessionInfo }) {
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
      data-session-row={props.session.sessionId}
    >
      <StatusGlyph glyph={status()?.glyph ?? "idle"} />
      <span class="session-row-line">
        <span class="session-row-title cut">{props.session.title}</span>
        <Said text={status()?.word} />
        <span class="session-row-ago">{words.ago(now() / 1000 - props.session.lastActivity)}</span>
      </span>
      <span class="session-row-line">
        <Show when={props.session.beadId}>
          {(beadId) => <code class="session-row-bead cut">{beadId()}</code>}
        </Show>
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
  if (session.startPlace !== null) return word;
  if (session.activity !== undefined && session.activity !== "") return session.activity;
  if (session.pendingApprovals === 0) return word;
  const areQuestions = session.pendingQuestions === session.pendingApprovals;
  return (areQuestions ? words.asksQuestions : words.asks)(session.pendingApprovals);
}

/** What the eye has from shape and place, for the link's name. */
function Said(props: { text: string | undefined }) {
  return (
    <Show when={props.text}>
      <span class="sr-only">, {props.text}, </span>
    </Show>
  );
}
