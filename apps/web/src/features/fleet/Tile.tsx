import { A } from "@solidjs/router";
import type { SessionInfo } from "@switchyard/core/protocol";
import { createEffect, createMemo, createSignal, on, onCleanup, onMount, Show } from "solid-js";
import { useApp, useStatus } from "../../state/app.ts";
import { now } from "../../state/clock.ts";
import { sessionPath } from "../../state/sessions.ts";
import type { Status } from "../../state/status.ts";
import type { Tails } from "../../state/tails.ts";
import { PersonaIcon } from "../../ui/PersonaIcon.tsx";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { words as common } from "../../words/en.ts";
import { fleetWords as words } from "../../words/fleet-words.ts";
import { AnswerPopover } from "./AnswerPopover.tsx";
import type { OnScreen } from "./create-on-screen.ts";
import { createTileAsk, type TileAsk } from "./create-tile-ask.ts";
import { restingLines, type TailView } from "./tail-lines.ts";
import { TileFeed } from "./TileFeed.tsx";
import { TileFoot } from "./TileFoot.tsx";

export interface TileProps {
  session: SessionInfo;
  tails: Tails<TailView>;
  onScreen: OnScreen;
  /** Whether Tab leads to it. */
  isCurrent: boolean;
  /** Tells how it is answered, as long as it is there. */
  onAsk: (ask: TileAsk | null) => void;
  onFocus: () => void;
}

/** One session: what it is, its last lines, and what is to be done. Off screen it is a name, and reads nothing. */
export function Tile(props: TileProps) {
  const app = useApp();
  const status = useStatus(() => props.session.sessionId);
  let tile!: HTMLLIElement;
  let link!: HTMLAnchorElement;
  // oxlint-disable-next-line solid/reactivity -- a tile is of one session for all its life: it is keyed by its id
  const { sessionId } = props.session;
  const ask = createTileAsk(app, sessionId);
  // oxlint-disable-next-line solid/reactivity -- who is told stays the same
  props.onAsk(ask);
  onCleanup(() => props.onAsk(null));

  const [isOn, setOn] = createSignal(false);
  onMount(() => props.onScreen.watch(tile, setOn));
  const tail = createMemo(() => {
    if (!isOn()) return undefined;
    const one = props.tails.watch(sessionId);
    onCleanup(() => one.end());
    return one;
  });
  const view = () => tail()?.shown() ?? null;
  const lines = () => view()?.lines ?? [];
  const state = () => (ask.count() > 0 ? "needs" : (status()?.state ?? "idle"));
  const isRunning = () => state() === "running" || state() === "needs" || state() === "failed";

  const close = () => {
    ask.setOpen(false);
    link.focus({ preventScroll: true });
  };
  // What had the focus goes with what was answered: then the tile has it.
  createEffect(
    on(
      () => ask.request()?.requestId,
      () => {
        if (isLost()) link.focus({ preventScroll: true });
      },
      { defer: true },
    ),
  );
  let hadFocus = false;
  const isLost = () => hadFocus && (document.activeElement === document.body || !document.activeElement);

  return (
    <li
      ref={tile}
      class="tile"
      data-state={state()}
      data-tile={sessionId}
      data-resting={isRunning() ? undefined : ""}
      onFocusIn={() => {
        hadFocus = true;
        props.onFocus();
      }}
      onFocusOut={(event) => (hadFocus = event.relatedTarget === null)}
    >
      <div class="tile-head">
        <StatusGlyph glyph={ask.count() > 0 ? "needs" : (status()?.glyph ?? "idle")} />
        <A
          ref={link}
          href={sessionPath(sessionId)}
          class="tile-link cut grow"
          activeClass=""
          inactiveClass=""
          tabindex={props.isCurrent ? 0 : -1}
        >
          {props.session.title}
          <span class="sr-only">{saidOf(status(), props.session)}</span>
        </A>
        <span class="tile-age">
          {common.ago((now() - sinceOf(props.session, { ask, view: view() })) / 1000)}
        </span>
      </div>
      <Show when={isOn()}>
        <By session={props.session} />
        <TileFeed
          session={props.session}
          lines={isRunning() ? lines() : restingLines(lines())}
          empty={emptyOf(props.session, tail()?.isFailed() === true)}
          ask={ask}
        />
        <TileFoot
          session={props.session}
          status={status()}
          plan={view()?.plan ?? null}
          ask={ask}
          isCurrent={props.isCurrent}
        />
      </Show>
      <Show when={ask.isOpen() && ask.request()}>
        {(request) => (
          <AnswerPopover
            session={props.session}
            request={request()}
            count={ask.count()}
            tile={tile}
            onClose={close}
          />
        )}
      </Show>
    </li>
  );
}

function By(props: { session: SessionInfo }) {
  const app = useApp();
  const persona = () => {
    const known = app.personas.get(props.session.persona);
    return known?.id === "none" ? undefined : known;
  };
  return (
    <p class="tile-by">
      <Show when={persona()}>
        {(known) => (
          <span class="tile-fact">
            <PersonaIcon name={known().icon} size={12} />
            {known().displayName}
          </span>
        )}
      </Show>
      <span class="tile-fact cut">
        {app.backends.get(props.session.backendId)?.displayName ?? props.session.backendId}
      </span>
      <Show when={props.session.beadId}>
        {(bead) => <code class="tile-fact tile-bead cut">{bead()}</code>}
      </Show>
    </p>
  );
}

/** What the eye has from shape and place, for the link's name. */
function saidOf(status: Status | undefined, session: SessionInfo): string {
  const unread = session.unread > 0 ? common.unread(session.unread) : "";
  return [status?.word, unread]
    .filter((part) => part !== undefined && part !== "")
    .map((part) => `, ${part}`)
    .join("");
}

/** Since when it stands as it does, in Unix ms. */
function sinceOf(session: SessionInfo, { ask, view }: { ask: TileAsk; view: TailView | null }): number {
  const asked = ask.request()?.at;
  if (asked !== undefined) return asked;
  if (session.status === "running") return view?.turnSince ?? session.lastActivity * 1000;
  return session.lastTurn?.endedAt ?? session.lastActivity * 1000;
}

/** In place of lines: what the list says of it. */
function emptyOf({ activity, lastSeq }: SessionInfo, isFailed: boolean): string {
  if (activity !== undefined && activity !== "") return activity;
  if (isFailed) return words.notRead;
  return lastSeq === 0 ? words.nothingYet : "";
}
