import { useSearchParams } from "@solidjs/router";
import type { SessionInfo } from "@switchyard/core/protocol";
import { createMemo, createResource, type JSX, Match, Show, Switch, untrack } from "solid-js";
import { ariaKeys } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { createSessionView } from "../../state/create-session-view.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ColumnsIcon, SquareTerminalIcon, XIcon } from "../../ui/icons.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { words as common } from "../../words/en.ts";
import { fleetWords } from "../../words/fleet-words.ts";
import { SessionScreen } from "../session/SessionScreen.tsx";
import { SessionMenu } from "../session-menu/SessionMenu.tsx";
import { DeletedSession, NoSuchSession } from "../shell/EmptyPlace.tsx";
import { SignalPill } from "../signal/SignalPill.tsx";

const words = fleetWords.split;

interface PaneProps {
  sessionId: string;
  /** Whether others are beside it. */
  isSplit: boolean;
  /** Whether it is the one that the address leads to. */
  isFirst: boolean;
  /** Whether it stands in the top right corner. */
  isLast: boolean;
  isFocused: boolean;
  onFocus: () => void;
  onSplit: () => void;
  onClose: () => void;
}

/** One session, whole: by itself, or side by side with others. */
export function Pane(props: PaneProps) {
  const app = useApp();
  const title = () => app.sessions.get(props.sessionId)?.title ?? common.empty.unknownTitle;
  return (
    <section
      class="pane"
      aria-label={props.isSplit ? words.pane(title()) : undefined}
      data-session-pane={props.sessionId}
      data-focused={props.isSplit && props.isFocused ? "" : undefined}
      on:focusin={() => props.onFocus()}
      on:pointerdown={{ capture: true, handleEvent: () => props.onFocus() }}
    >
      <PaneBody {...props} title={title()} />
    </section>
  );
}

function PaneBody(props: PaneProps & { title: string }) {
  const app = useApp();
  const isKnown = () => app.sessions.get(props.sessionId) !== undefined;
  const [older] = createResource(
    () =>
      app.sessions.isLoaded() && !isKnown() && !app.sessions.isDeleted(props.sessionId) && props.sessionId,
    (sessionId) => app.sessions.find([sessionId]).catch(() => undefined),
  );
  return (
    <Switch>
      <Match when={app.sessions.isDeleted(props.sessionId)}>
        <Gone {...props}>
          <DeletedSession />
        </Gone>
      </Match>
      <Match when={isKnown()}>
        <OpenSession {...props} />
      </Match>
      <Match when={app.sessions.isLoaded() && older.state === "ready"}>
        <Gone {...props}>
          <NoSuchSession />
        </Gone>
      </Match>
      <Match when={true}>
        <PaneLoading />
      </Match>
    </Switch>
  );
}

/** One of several can be taken out; one by itself leads elsewhere. */
function Gone(props: PaneProps & { title: string; children: JSX.Element }) {
  return (
    <Show when={props.isSplit} fallback={props.children}>
      <EmptyState
        icon={SquareTerminalIcon}
        title={words.gone}
        actions={<Button onClick={() => props.onClose()}>{words.remove}</Button>}
      />
    </Show>
  );
}

export function PaneLoading() {
  return (
    <div class="session-place-loading">
      <Skeleton label={common.list.loading} lines={["half", "full", "long", "full", "short"]} />
    </div>
  );
}

function OpenSession(props: PaneProps & { title: string }) {
  const app = useApp();
  const initial = untrack(() => app.sessions.get(props.sessionId));
  if (initial === undefined) return <NoSuchSession />;
  // A session that leaves the list keeps its last facts until the address changes.
  const info = createMemo<SessionInfo>((before) => app.sessions.get(props.sessionId) ?? before, initial);
  const view = createSessionView(app, info);
  const isNeeded = createMemo(() => props.isLast && app.standing.needs() > 0);
  const pill = createMemo(() => (isNeeded() ? <SignalPill /> : undefined));
  const menu = (
    <>
      <Show when={props.isLast}>
        <span class="pane-split">
          <Button
            variant="ghost"
            icon={ColumnsIcon}
            label={props.isSplit ? words.add : words.open}
            aria-keyshortcuts={ariaKeys("split")}
            onClick={() => props.onSplit()}
          />
        </span>
      </Show>
      <SessionMenu session={info()} place="header" {...(props.isSplit ? { onLeave: props.onClose } : {})} />
      <Show when={props.isSplit}>
        <Button
          variant="ghost"
          icon={XIcon}
          label={words.close(props.title)}
          onClick={() => props.onClose()}
        />
      </Show>
    </>
  );
  const [search, setSearch] = useSearchParams<{ at?: string }>();
  const at = createMemo(() =>
    props.isFirst && /^[1-9]\d*$/.test(search.at ?? "") ? Number(search.at) : undefined,
  );
  return (
    <SessionScreen
      view={view}
      signal={pill()}
      menu={menu}
      isBeside={props.isSplit}
      at={at()}
      // The same address leads there again.
      onArrived={() => setSearch({ at: undefined }, { replace: true, scroll: false })}
    />
  );
}
