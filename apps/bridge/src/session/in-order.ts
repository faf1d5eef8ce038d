import type { SessionId } from "@switchyard/core/protocol";
import type { Session } from "./session-face.ts";

export interface InOrderOptions {
  /** @throws {SwitchyardError} STORAGE_FAILED: nothing may go to any session */
  refuse(): void;
  /** At what a process would have to be started in. @throws {SwitchyardError} FOLDER_NOT_FOUND, FOLDER_NOT_TRUSTED */
  look(session: Session): Promise<void>;
}

/** What goes to a session goes in the order in which it was asked for, behind the look at its folder. */
export type InOrder = <T>(session: Session, act: () => T, check?: () => Promise<void>) => Promise<T>;

export function makeInOrder({ refuse, look }: InOrderOptions): InOrder {
  /** Messages that wait for a look: those behind them wait too. */
  const sending = new Map<SessionId, Promise<void>>();

  return async (session, act, check) => {
    refuse();
    const { sessionId } = session.record;
    const needsLook = (): boolean => {
      const state = session.processState();
      return (state === "none" || state === "asleep") && !session.record.stopped;
    };
    const before = sending.get(sessionId);
    if (before === undefined && check === undefined && !needsLook()) return act();
    const sent = (before ?? Promise.resolve()).then(async () => {
      if (needsLook()) await look(session);
      await check?.();
      return act();
    });
    const settled = sent.then(noop, noop).then(() => {
      if (sending.get(sessionId) === settled) sending.delete(sessionId);
    });
    sending.set(sessionId, settled);
    return sent;
  };
}

const noop = (): void => undefined;
