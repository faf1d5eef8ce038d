import type { RequestId, SessionId, SessionInfo, WaitingRequest } from "@switchyard/core/protocol";

/** One thing that waits for the user: a request, or a failure that was not looked at. */
export interface Need {
  readonly key: string;
  readonly sessionId: SessionId;
  /** Null: a failure, or requests that are counted and not read yet. */
  readonly requestId: RequestId | null;
  /** Unix ms. */
  readonly at: number;
}

export function requestKey({ requestId }: Pick<WaitingRequest, "requestId">): string {
  return `request:${requestId}`;
}

/** Of a session's newest end: another failure, or another answer, has another key. */
export function endKey(session: SessionInfo): string {
  return `end:${session.sessionId}:${endedAt(session)}`;
}

/** When a session's newest turn ended, in Unix ms. */
export function endedAt(session: SessionInfo): number {
  return session.lastTurn?.endedAt ?? session.lastActivity * 1000;
}

/** The need after the one at `from`, or before it with -1: they are in a ring, the oldest first. */
export function nextNeed(
  needs: readonly Need[],
  from: (need: Need) => boolean,
  step: 1 | -1,
): Need | undefined {
  const at = needs.findIndex(from);
  if (at < 0) return step === 1 ? needs[0] : needs.at(-1);
  return needs[(at + step + needs.length) % needs.length];
}

/** The first need of each session, in the order of the list. */
export function firstOfEach(needs: readonly Need[]): Need[] {
  return needs.filter((need, at) => needs.findIndex((other) => other.sessionId === need.sessionId) === at);
}
