import { createSignal, type JSX, onCleanup, Show, untrack } from "solid-js";
import { createShortcut } from "../../keys/keyboard.ts";
import type { SessionView } from "../../state/session-view.ts";
import { sessionWords as words } from "../../words/session-words.ts";
import { Announcer } from "./Announcer.tsx";
import { ApprovalDock } from "./approval/ApprovalDock.tsx";
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
import type { LogMoves } from "./transcript/create-moves.ts";
import { TranscriptLog } from "./transcript/TranscriptLog.tsx";
import "./session.css";

/** One session: what it is doing, and talking to it. Mount it anew for another session. */
export function SessionScreen(props: {
  view: SessionView;
  /** A chunk to go to, and what is done once it was gone to. */
  at?: number | undefined;
  onArrived?: (() => void) | undefined;
  /** What stands at the end of the header on every screen. */
  signal?: JSX.Element;
  /** Everything that can be done with the session as a whole. */
  menu?: JSX.Element;
}) {
  const [details, setDetails] = createSignal(matchMedia("(min-width: 1280px)").matches);
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
  // One thing a press, also from the message that is being written: first the find bar, then the turn.
  const onTalkKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.isComposing || !isFinding()) return;
    event.preventDefault();
    event.stopPropagation();
    closeFind();
  };
  createShortcut(sessionKeys.interrupt, () => (isFinding() ? closeFind() : void interrupt()));
  createShortcut(sessionKeys.find, () => startFinding(sessionId));
  createShortcut(sessionKeys.details, () => setDetails(!details()));
  createShortcut(sessionKeys.follow, () => moves?.toEnd());
  createShortcut(sessionKeys.start, () => void moves?.toStart());
  createShortcut(sessionKeys.turnBefore, () => void moves?.toTurn("before"));
  createShortcut(sessionKeys.turnBehind, () => void moves?.toTurn("behind"));
  return (
    <SessionProvider value={props.view}>
      <div class="session" data-details={details() ? "" : undefined}>
        <SessionHeader
          signal={props.signal}
          menu={props.menu}
          detailsOpen={details()}
          onDetails={() => setDetails(!details())}
          interrupt={() => void interrupt()}
          interrupting={interrupting()}
        />
        <div class="session-body">
          <div class="talk" on:keydown={{ capture: true, handleEvent: onTalkKey }}>
            <TranscriptLog
              ref={(own) => (moves = own)}
              at={props.at}
              onArrived={props.onArrived}
              isFinding={isFinding()}
              onFound={closeFind}
            />
            <div class="dock">
              <div class="turn-column">
                <TrustNote />
                <OffNote />
                <StorageNote />
                <WaitingNote />
                <ApprovalDock />
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
      </div>
    </SessionProvider>
  );
}
