import type { SessionInfo, WaitingRequest } from "@switchyard/core/protocol";
import type { App } from "./app.ts";
import { endedAt, endKey, requestKey } from "./needs.ts";
import { isToVerify, newestToVerify } from "./to-verify.ts";

export type InboxKind = "approval" | "question" | "failure" | "verify" | "finished";

/** In the order of the list. */
export const INBOX_KINDS: readonly InboxKind[] = ["approval", "question", "failure", "verify", "finished"];

/** What never counts as something that needs the user. */
export function isNews(kind: InboxKind): kind is "verify" | "finished" {
  return kind === "verify" || kind === "finished";
}

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
    // One whose bead is to be verified is news in that list alone.
    if (kind === null || (kind === "finished" && isToVerify(session))) return [];
    return [itemOfEnd(session, kind)];
  });
  const verify = newestToVerify(sessions.list).map((session) => itemOfEnd(session, "verify"));
  const items = [...waiting, ...ended, ...verify].filter(({ key }) => !snoozed.has(key));
  return INBOX_KINDS.flatMap((kind) =>
    items.filter((item) => item.kind === kind).toSorted((a, b) => (isNews(kind) ? b.at - a.at : a.at - b.at)),
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

function itemOfEnd(session: SessionInfo, kind: "failure" | "verify" | "finished"): InboxItem {
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
