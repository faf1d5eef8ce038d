import { useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import { createShortcut, KeyScope } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import { toast } from "../../ui/toast.ts";
import { fleetWords } from "../../words/fleet-words.ts";
import { setFocusedPane } from "./focused-pane.ts";
import { Pane } from "./Pane.tsx";
import { PaneTabs } from "./PaneTabs.tsx";
import { fitting, MOST_PANES, paneIds, splitPath } from "./split-path.ts";
import { SplitPicker } from "./SplitPicker.tsx";
import "./split.css";

const words = fleetWords.split;

/** What a session needs beside another, in CSS pixels. */
const PANE_WIDTH = 480;
const PHONE_WIDTH = 640;

/** The session that the address names, and those beside it: one has the focus, and keys act there. */
export default function SessionPanes() {
  const app = useApp();
  const navigate = useNavigate();
  const params = useParams<{ sessionId: string }>();
  const [search] = useSearchParams<{ split?: string; window?: string }>();
  const [isPicking, setPicking] = createSignal(false);
  const [width, setWidth] = createSignal(innerWidth);
  const [chosen, setChosen] = createSignal<string>();
  let panes!: HTMLDivElement;

  const ids = createMemo(() => paneIds(params.sessionId, search.split), [], { equals: areSame });
  const isSplit = () => ids().length > 1;
  const focused = createMemo(() => ids().find((id) => id === chosen()) ?? ids()[0]);
  const isPhone = () => width() < PHONE_WIDTH;
  const shown = createMemo(
    () => {
      if (isPhone()) return ids().slice(0, 1);
      return fitting(ids(), focused(), Math.max(1, Math.floor(width() / PANE_WIDTH)));
    },
    [],
    { equals: areSame },
  );
  const go = (next: readonly string[]) => navigate(splitPath(next, search.window === "1"));

  onMount(() => {
    const measure = () => setWidth(panes.clientWidth || innerWidth);
    measure();
    const watcher = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(measure);
    watcher?.observe(panes);
    onCleanup(() => watcher?.disconnect());
  });
  createEffect(() => setFocusedPane(isSplit() ? focused() : undefined));
  onCleanup(() => setFocusedPane(undefined));
  // Simple clients and scripts mean the session that the user looks at; this page always names its own.
  const active = createMemo(() => app.sessions.get(focused() ?? "")?.sessionId);
  createEffect(
    on([app.connection.epoch, active], ([epoch, sessionId]) => {
      if (epoch === 0 || sessionId === undefined) return;
      app.wire.call("switchActiveSession", { sessionId }).catch(() => undefined);
    }),
  );

  const pick = () => {
    if (isPhone()) return;
    if (ids().length >= MOST_PANES) return toast(words.full);
    setPicking(true);
  };
  const add = (id: string) => {
    setPicking(false);
    setChosen(id);
    go([...ids(), id]);
  };
  const close = (id: string) => {
    const at = ids().indexOf(id);
    const rest = ids().filter((other) => other !== id);
    focus(rest[Math.min(at, rest.length - 1)]);
    go(rest);
  };
  const focus = (id: string | undefined) => {
    setChosen(id);
    queueMicrotask(() =>
      panes
        .querySelector<HTMLElement>(`[data-session-pane="${id}"] textarea`)
        ?.focus({ preventScroll: true }),
    );
  };
  const toNeed = (step: 1 | -1) => {
    const next = app.standing.nextSession(focused(), step);
    if (next === undefined) return;
    if (isSplit() && ids().includes(next.sessionId)) focus(next.sessionId);
    else navigate(sessionPath(next.sessionId));
  };
  createShortcut("split", pick);
  createShortcut("nextPane", () => focus(ids()[(ids().indexOf(focused() ?? "") + 1) % ids().length]));
  createShortcut("nextNeed", () => toNeed(1));
  createShortcut("previousNeed", () => toNeed(-1));

  return (
    <div class="split">
      <Show when={!isPhone() && shown().length < ids().length}>
        <PaneTabs ids={ids()} shown={shown()} onChoose={focus} />
      </Show>
      <div ref={panes} class="panes" data-split={isSplit() ? "" : undefined}>
        <For each={shown()}>
          {(id) => (
            <KeyScope.Provider value={() => focused() === id}>
              <Pane
                sessionId={id}
                isSplit={isSplit() && !isPhone()}
                isFirst={ids()[0] === id}
                isLast={shown().at(-1) === id}
                isFocused={focused() === id}
                onFocus={() => setChosen(id)}
                onSplit={pick}
                onClose={() => close(id)}
              />
            </KeyScope.Provider>
          )}
        </For>
      </div>
      <Show when={isPicking()}>
        <SplitPicker besides={ids()} onChoose={add} onClose={() => setPicking(false)} />
      </Show>
    </div>
  );
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}
