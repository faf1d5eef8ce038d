import type { SessionInfo, WaitingRequest } from "@switchyard/core/protocol";
import type { App } from "./app.ts";
import { endedAt, endKey, requestKey } from "./needs.ts";

export type InboxKind = "approval" | "question" | "failure" | "finished";

/** One thing in the inbox; `request` is what waits, null for what has ended. */
export interface InboxItem {
  readonly key: string;
  readonly kind: InboxKind;
  /** Unix ms. */
  readonly at: number;
  readonly session: SessionInfo;
  readonly request: WaitingRequest | null;
}

/** All that waits for the user or is news, without what is put off: the oldest need first, the newest news first. */
export function inboxItems({ sessions, requests, standing, snoozed }: App): InboxItem[] {
  const waiting = requests.all.flatMap((request) => {
    const session = sessions.get(request.sessionId);
    return session === undefined ? [] : [itemOfRequest(session, request)];
  });
  const ended = sessions.list.flatMap((session) => {
    const kind = endOf(session, standing.statusOf(session.sessionId));
    return kind === null ? [] : [itemOfEnd(session, kind)];
  });
  const items = [...waiting, ...ended].filter(({ key }) => !snoozed.has(key));
  return (["approval", "question", "failure", "finished"] as const).flatMap((kind) =>
    items
      .filter((item) => item.kind === kind)
      .toSorted((a, b) => (kind === "finished" ? b.at - a.at : a.at - b.at)),
  );
}

/** The address of a thing in the inbox. */
export function inboxPath({
  sessionId,
  requestId,
}: {
  sessionId: string;
  requestId?: string | null;
}): string {
  return `/inbox/${sessionId}${requestId === null || requestId === undefined ? "" : `/${requestId}`}`;
}

export function pathOfItem({ session: { sessionId }, request }: InboxItem): string {
  return inboxPath({ sessionId, requestId: request?.requestId ?? null });
}

export function itemOfRequest(session: SessionInfo, request: WaitingRequest): InboxItem {
  const kind = request.kind === "permission" ? "approval" : "question";
  return { key: requestKey(request), kind, at: request.at, session, request };
}

function itemOfEnd(session: SessionInfo, kind: "failure" | "finished"): InboxItem {
  return { key: endKey(session), kind, at: endedAt(session), session, request: null };
}

/** What the newest end of a session is to the user; what is parked for a limit is news, like what is done. */
function endOf(
  { unread, hold }: SessionInfo,
  status: ReturnType<App["standing"]["statusOf"]>,
): "failure" | "finished" | null {
  if (status?.state === "failed") return status.needs > 0 ? "failure" : null;
  const isParked = status?.state === "waiting" && hold !== null;
  return unread > 0 && (status?.state === "finished" || isParked) ? "finished" : null;
}
