import { useParams, useSearchParams } from "@solidjs/router";
import type { SessionInfo } from "@switchyard/core/protocol";
import { createEffect, createMemo, createResource, lazy, Match, on, Switch, untrack } from "solid-js";
import { useApp } from "../../state/app.ts";
import { createSessionView } from "../../state/create-session-view.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { words } from "../../words/en.ts";
import { SessionMenu } from "../session-menu/SessionMenu.tsx";
import { SignalPill } from "../signal/SignalPill.tsx";
import { DeletedSession, NoSuchSession } from "./EmptyPlace.tsx";
import "./SessionPlace.css";

const SessionScreen = lazy(async () => ({
  default: (await import("../session/SessionScreen.tsx")).SessionScreen,
}));

/** Fetches the session view before it is asked for, so that opening a session waits for nothing. */
export function preloadSessionView(): void {
  void SessionScreen.preload();
}

/** The session that the address names; each session has a view of its own. */
export function SessionPlace() {
  const app = useApp();
  const params = useParams<{ sessionId: string }>();
  const [older] = createResource(
    () =>
      app.sessions.isLoaded() &&
      app.sessions.get(params.sessionId) === undefined &&
      !app.sessions.isDeleted(params.sessionId) &&
      params.sessionId,
    (sessionId) => app.sessions.find([sessionId]).catch(() => undefined),
  );
  const isKnown = () => app.sessions.get(params.sessionId) !== undefined;
  return (
    <Switch>
      <Match when={app.sessions.isDeleted(params.sessionId)}>
        <DeletedSession />
      </Match>
      <Match when={isKnown() && params.sessionId} keyed>
        {(sessionId) => <OpenSession sessionId={sessionId} />}
      </Match>
      <Match when={app.sessions.isLoaded() && older.state === "ready"}>
        <NoSuchSession />
      </Match>
      <Match when={true}>
        <div class="session-place-loading">
          <Skeleton label={words.list.loading} lines={["half", "full", "long", "full", "short"]} />
        </div>
      </Match>
    </Switch>
  );
}

function OpenSession(props: { sessionId: string }) {
  const app = useApp();
  const initial = untrack(() => app.sessions.get(props.sessionId));
  if (initial === undefined) return <NoSuchSession />;
  // A session that leaves the list keeps its last facts until the address changes.
  const info = createMemo<SessionInfo>((before) => app.sessions.get(props.sessionId) ?? before, initial);
  const view = createSessionView(app, info);
  // Simple clients and scripts mean the session that the user looks at; this page always names its own.
  createEffect(
    on(app.connection.epoch, (epoch) => {
      if (epoch === 0) return;
      app.wire.call("switchActiveSession", { sessionId: initial.sessionId }).catch(() => undefined);
    }),
  );
  const isNeeded = createMemo(() => app.standing.needs() > 0);
  const pill = createMemo(() => (isNeeded() ? <SignalPill /> : undefined));
  const menu = <SessionMenu session={info()} place="header" />;
  const [search, setSearch] = useSearchParams<{ at?: string }>();
  const at = createMemo(() => (/^[1-9]\d*$/.test(search.at ?? "") ? Number(search.at) : undefined));
  return (
    <SessionScreen
      view={view}
      signal={pill()}
      menu={menu}
      at={at()}
      // The same address leads there again.
      onArrived={() => setSearch({ at: undefined }, { replace: true, scroll: false })}
    />
  );
}
