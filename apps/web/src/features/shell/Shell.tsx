import { type RouteSectionProps, useLocation, useNavigate } from "@solidjs/router";
import { createEffect, createSignal, lazy, onMount, Show, Suspense } from "solid-js";
import { createShortcut, listenToKeys } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { recall, remember } from "../../state/local.ts";
import { areNoticesOn } from "../../state/notices.ts";
import { Toasts } from "../../ui/Toasts.tsx";
import { undoLast } from "../../ui/undo.ts";
import { usePlanProject } from "../plan/plan-project.ts";
import { SessionList } from "../session-list/SessionList.tsx";
import { focusedPane } from "../split/focused-pane.ts";
import { useGoToNeed } from "../signal/SignalPill.tsx";
import { ConnectionNotice } from "./ConnectionNotice.tsx";
import { lazyDialog, OrTrouble, preloadTrouble } from "./lazy-part.tsx";
import { places } from "./places.ts";
import { Rail } from "./Rail.tsx";
import { preloadSessionView } from "./SessionPlace.tsx";
import { type NewBeadFor, type NewSessionFor, ShellContext } from "./shell-context.ts";
import { StorageNotice } from "./StorageNotice.tsx";
import "./Shell.css";

const NewSessionDialog = lazyDialog(() => import("../new-session/NewSessionDialog.tsx"));
const CaptureDialog = lazyDialog(() => import("../capture/CaptureDialog.tsx"));
const TakeOverDialog = lazyDialog(() => import("../take-over/TakeOverDialog.tsx"));
const NeedAnnouncer = lazy(() => import("../signal/NeedAnnouncer.tsx"));
const Notifier = lazy(() => import("../notify/Notifier.tsx"));
const Palette = lazyDialog(() => import("../palette/Palette.tsx"));
const ShortcutSheet = lazyDialog(() => import("./ShortcutSheet.tsx"));

/** The frame around every place: rail, session list, what is open, and the dialogs over it. */
export function Shell(props: RouteSectionProps) {
  const app = useApp();
  const navigate = useNavigate();
  const location = useLocation();
  const goToNeed = useGoToNeed();
  const planProject = usePlanProject();
  const [dialog, setDialog] = createSignal<
    "new-session" | "new-bead" | "take-over" | "shortcuts" | "palette" | null
  >(null);
  const [isListHidden, setListHidden] = createSignal(recall("list") === "hidden");
  const [isDrawerOpen, setDrawerOpen] = createSignal(false);

  const isSessions = () => location.pathname.startsWith("/sessions");
  const isSessionOpen = () => /^\/sessions\/./.test(location.pathname);
  /** A session in a window of its own: nothing stands around it. */
  const isAlone = () => isSessionOpen() && new URLSearchParams(location.search).get("window") === "1";
  const isFirstRun = () => app.sessions.isLoaded() && app.sessions.isEmpty() && !isSessionOpen();
  const hasList = () => isSessions() && !isFirstRun() && !isAlone();
  const toggleList = () => {
    if (isSessionOpen() && isNarrow()) return toggleDrawer();
    setListHidden((hidden) => !hidden);
    remember("list", isListHidden() ? "hidden" : null);
  };
  const toggleDrawer = () => {
    if (setDrawerOpen((open) => !open)) queueMicrotask(() => focusCurrentRow());
  };
  const [startFor, setStartFor] = createSignal<NewSessionFor>({});
  const planHere = () =>
    location.pathname.startsWith("/plan") ? planProject.project()?.projectId : undefined;
  /** On the plan a new session is one of the project that is looked at. */
  const here = (): NewSessionFor => {
    const projectId = planHere();
    return projectId === undefined ? {} : { projectId };
  };
  const openNewSession = (on: NewSessionFor = {}) => {
    setStartFor(on);
    setDialog("new-session");
  };
  const [beadFor, setBeadFor] = createSignal<NewBeadFor>({});
  const sessionHere = () =>
    app.sessions.get(focusedPane() ?? /^\/sessions\/([^/]+)/.exec(location.pathname)?.[1] ?? "");
  const openNewBead = (on: NewBeadFor = {}) => {
    const projectId = on.projectId ?? sessionHere()?.projectId ?? planHere();
    setBeadFor({ ...on, ...(projectId !== undefined && { projectId }) });
    setDialog("new-bead");
  };
  const openTakeOver = () => {
    // The dialog before it returns the focus first: what opened that is where this one's goes back to.
    setDialog(null);
    queueMicrotask(() => setDialog("take-over"));
  };

  const openPalette = () => setDialog("palette");

  onMount(() =>
    setTimeout(() => {
      void preloadTrouble();
      preloadSessionView();
      // What comes to mind is written down also while the bridge is away.
      void CaptureDialog.preload();
      void Palette.preload();
    }),
  );
  listenToKeys();
  createShortcut("newSession", () => openNewSession(here()));
  createShortcut("newBead", () => openNewBead());
  createShortcut("palette", openPalette);
  createShortcut("help", () => setDialog("shortcuts"));
  createShortcut("nextNeed", () => goToNeed(1));
  createShortcut("previousNeed", () => goToNeed(-1));
  for (const { key, path } of places) createShortcut(key, () => navigate(path));
  createShortcut("undo", undoLast);
  createShortcut("toggleList", toggleList);
  createEffect(() => {
    if (location.pathname === "") return;
    setDrawerOpen(false);
    setDialog(null);
  });

  return (
    <ShellContext.Provider value={{ openNewSession, openNewBead, openTakeOver, openPalette, toggleList }}>
      <div
        class="shell"
        data-list={hasList() ? (isListHidden() ? "hidden" : "shown") : "none"}
        data-drawer={isDrawerOpen() ? "open" : undefined}
        data-place={isSessionOpen() ? "session" : isSessions() ? "sessions" : "other"}
        data-alone={isAlone() ? "" : undefined}
        data-first-run={isFirstRun() ? "" : undefined}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || !isDrawerOpen()) return;
          event.preventDefault();
          setDrawerOpen(false);
        }}
      >
        <Show when={!isAlone()}>
          <Rail hasList={hasList()} onToggleList={toggleList} />
        </Show>
        <Show when={hasList()}>
          <SessionList onNewSession={() => openNewSession()} onHide={toggleList} />
          <div class="shell-scrim" onClick={() => setDrawerOpen(false)} />
        </Show>
        <main class="shell-main">
          <ConnectionNotice />
          <StorageNotice />
          <OrTrouble>
            <Suspense>{props.children}</Suspense>
          </OrTrouble>
        </main>
      </div>
      <Suspense>
        <NeedAnnouncer />
        <Show when={areNoticesOn()}>
          <Notifier />
        </Show>
      </Suspense>
      <Show when={dialog() === "new-session"}>
        <NewSessionDialog on={startFor()} onClose={() => setDialog(null)} />
      </Show>
      <Show when={dialog() === "new-bead"}>
        <CaptureDialog on={beadFor()} sessionId={sessionHere()?.sessionId} onClose={() => setDialog(null)} />
      </Show>
      <Show when={dialog() === "take-over"}>
        <TakeOverDialog onClose={() => setDialog(null)} />
      </Show>
      <Show when={dialog() === "palette"}>
        {/* What was chosen there may have opened another. */}
        <Palette onClose={() => setDialog((now) => (now === "palette" ? null : now))} />
      </Show>
      <Show when={dialog() === "shortcuts"}>
        <ShortcutSheet onClose={() => setDialog(null)} />
      </Show>
      <Toasts />
    </ShellContext.Provider>
  );
}

/** Under 1024 px the list is a drawer over the content. */
function isNarrow(): boolean {
  return window.matchMedia("(max-width: 1023px)").matches;
}

function focusCurrentRow(): void {
  document.querySelector<HTMLElement>('[data-session-row][aria-current="page"]')?.focus();
}
