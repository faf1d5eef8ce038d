import { createEffect, createSignal, type JSX, onCleanup, Show, Suspense, untrack } from "solid-js";
import { createShortcut } from "../../keys/keyboard.ts";
import type { SessionView } from "../../state/session-view.ts";
import { sessionWords as words } from "../../words/session-words.ts";
import { lazyPart } from "../shell/lazy-part.tsx";
import { Announcer } from "./Announcer.tsx";
import { SessionDrop } from "../attach/SessionDrop.tsx";
import { ChangesProvider, createSessionChanges } from "../changes/session-changes.ts";
import { AskDock } from "./asks/AskDock.tsx";
import { copyTurn } from "./copy-turn.ts";
import { Composer } from "./composer/Composer.tsx";
import { QueueChips } from "./composer/QueueChips.tsx";
import { StorageNote } from "./composer/StorageNote.tsx";
import { WaitingNote } from "./composer/WaitingNote.tsx";
import { endFinding, finding, startFinding } from "../session-menu/finding.ts";
import { SessionHeader } from "./header/SessionHeader.tsx";
import { Inspector } from "./inspector/Inspector.tsx";
import { OffNote } from "./notes/OffNote.tsx";
import { TrustNote } from "./notes/TrustNote.tsx";
import { attempt, SessionProvider } from "./session-context.ts";
import { sessionKeys } from "./session-keys.ts";
import { isPreparing } from "../worktree/worktree-state.ts";
import type { LogMoves } from "./transcript/create-moves.ts";
import { TranscriptLog } from "./transcript/TranscriptLog.tsx";
import "./session.css";

const WorktreeNote = lazyPart(() => import("../worktree/WorktreeNote.tsx"));
const ChangesView = lazyPart(() => import("../changes/ChangesView.tsx"));

/** One session: what it is doing, and talking to it. Mount it anew for another session. */
export function SessionScreen(props: {
  view: SessionView;
  /** A chunk to go to, and what is done once it was gone to. */
  at?: number | undefined;
  onArrived?: (() => void) | undefined;
  /** Others are side by side with it: its details begin closed. */
  isBeside?: boolean;
  /** What stands at the end of the header on every screen. */
  signal?: JSX.Element;
  /** Everything that can be done with the session as a whole. */
  menu?: JSX.Element;
}) {
  const [details, setDetails] = createSignal(matchMedia("(min-width: 1280px)").matches);
  createEffect(() => props.isBeside && setDetails(false));
  const [interrupting, setInterrupting] = createSignal(false);
  let moves: LogMoves | undefined;
  const interrupt = async () => {
    if (interrupting() || props.view.info.status !== "running") return;
    setInterrupting(true);
    await attempt(words.interruptFailed, () => props.view.interrupt());
    setInterrupting(false);
  };
  // A session that is deleted takes its facts with it: a cleanup that reads them would break the page.
  const { sessionId } = untrack(() => props.view.info);
  const closeFind = () => endFinding(sessionId);
  const isFinding = () => finding()?.sessionId === sessionId;
  onCleanup(closeFind);
  const oddWorktree = () => {
    const { worktree, lastTurn } = props.view.info;
    if (worktree === null || worktree.state === "ready") return undefined;
    if (worktree.state === "preparing") return isPreparing(props.view.info) ? worktree : undefined;
    // The end of the turn that it failed in has said it.
    const isSaid = worktree.state === "failed" && lastTurn?.error?.message === worktree.message;
    return isSaid ? undefined : worktree;
  };
  const changes = createSessionChanges(untrack(() => props.view));
  let screen!: HTMLDivElement;
  // Where there is no room for both, the details lie over the transcript, and over a diff.
  createEffect(() => changes.spot() && isNarrow(screen) && setDetails(false));
  const isCovered = () => details() && isNarrow(screen);
  const hasLayer = () => isFinding() || changes.spot() !== null || isCovered();
  const closeLayer = () => {
    if (isFinding()) return closeFind();
    if (isCovered()) return void setDetails(false);
    changes.close();
  };
  // One thing a press, also from the message that is being written: first what lies over the turn, then the turn.
  const onTalkKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing || !hasLayer()) return;
    event.preventDefault();
    event.stopPropagation();
    closeLayer();
  };
  createShortcut(sessionKeys.interrupt, () => {
    if (hasLayer()) closeLayer();
    else void interrupt();
  });
  createShortcut(sessionKeys.find, () => {
    changes.close();
    startFinding(sessionId);
  });
  createShortcut(sessionKeys.details, () => setDetails(!details()));
  createShortcut(sessionKeys.follow, () => moves?.toEnd());
  createShortcut(sessionKeys.start, () => void moves?.toStart());
  createShortcut(sessionKeys.turnBefore, () => void moves?.toTurn("before"));
  createShortcut(sessionKeys.turnBehind, () => void moves?.toTurn("behind"));
  createShortcut(sessionKeys.copyTurn, () => copyTurn(props.view));
  return (
    <SessionProvider value={props.view}>
      <ChangesProvider value={changes}>
        <div ref={screen} class="session" data-details={details() ? "" : undefined}>
          <SessionHeader
            signal={props.signal}
            menu={props.menu}
            detailsOpen={details()}
            onDetails={() => setDetails(!details())}
            interrupt={() => void interrupt()}
            interrupting={interrupting()}
          />
          <div class="session-body">
            <div
              class="talk"
              data-changes={changes.spot() === null ? undefined : ""}
              on:keydown={{ capture: true, handleEvent: onTalkKey }}
            >
              <TranscriptLog
                ref={(own) => (moves = own)}
                at={props.at}
                onArrived={props.onArrived}
                isFinding={isFinding()}
                onFound={closeFind}
              />
              <Show when={changes.spot()}>
                {(spot) => (
                  <Suspense>
                    <ChangesView changes={changes} spot={spot()} hasFiles={details()} />
                  </Suspense>
                )}
              </Show>
              <div class="dock">
                <div class="turn-column">
                  <TrustNote />
                  <OffNote />
                  <StorageNote />
                  <WaitingNote />
                  <Show when={oddWorktree()}>
                    {(worktree) => (
                      <Suspense>
                        <WorktreeNote worktree={worktree()} />
                      </Suspense>
                    )}
                  </Show>
                  <AskDock />
                  <QueueChips />
                  <Composer onInterrupt={() => void interrupt()} />
                </div>
              </div>
            </div>
            <Show when={details()}>
              <Inspector />
            </Show>
          </div>
          <Announcer />
          <SessionDrop />
        </div>
      </ChangesProvider>
    </SessionProvider>
  );
}

/** As the style sheet of the details says. */
function isNarrow(screen: HTMLElement): boolean {
  return screen.clientWidth > 0 && screen.clientWidth <= 900;
}
