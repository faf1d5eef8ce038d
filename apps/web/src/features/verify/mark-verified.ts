import type { SessionInfo } from "@switchyard/core/protocol";
import type { App } from "../../state/app.ts";
import { isToVerify } from "../../state/to-verify.ts";
import { offerUndo } from "../../ui/undo.ts";
import { verifyWords as words } from "../../words/verify-words.ts";
import { tellFailure } from "../session-menu/tell-failure.ts";

/** The user has looked at what became of a bead: for all its sessions, and they are read, too. Takes it back. */
export async function markVerified(app: App, of: SessionInfo): Promise<() => Promise<void>> {
  const same = app.sessions.list.filter(
    (each) => each.beadId === of.beadId && each.projectId === of.projectId && isToVerify(each),
  );
  const mark = async ({ sessionId }: SessionInfo, turn: number) => {
    await app.wire.call("markSessionVerified", { sessionId, turn });
  };
  await Promise.all(
    same.flatMap((session) => [
      mark(session, session.lastTurn?.turn ?? 0),
      app.wire.call("markSessionRead", { sessionId: session.sessionId, seq: session.lastSeq }),
    ]),
  );
  return async () => {
    await Promise.all(
      same.flatMap((session) => [
        mark(session, session.verifiedTurn),
        ...(session.unread > 0 ? [app.sessions.markUnread(session.sessionId)] : []),
      ]),
    );
  };
}

/** Marks it without anything else being done, and offers to take that back. */
export async function leaveVerified(app: App, of: SessionInfo, isBack: () => void = () => undefined) {
  const takeBack = await markVerified(app, of);
  offerUndo(words.leftAs(of.title), {
    undo() {
      isBack();
      tellFailure(words.failed, takeBack());
    },
  });
}
