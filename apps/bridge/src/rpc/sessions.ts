import { type MessageId, SwitchyardError } from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import type { Handlers } from "../server/handlers.ts";
import { queueView } from "../session/queue-view.ts";
import type { Sessions } from "../session/sessions.ts";

type Names =
  | "startAgentSession"
  | "sendAgentMessage"
  | "interruptAgentSession"
  | "stopAgentSession"
  | "terminateSession"
  | "resumeSession"
  | "listActiveSessions"
  | "listSessions"
  | "switchActiveSession"
  | "getActiveSessionId"
  | "markSessionRead"
  | "markSessionUnread"
  | "renameSession"
  | "archiveSession"
  | "deleteSession"
  | "listQueuedMessages"
  | "updateQueuedMessage"
  | "withdrawQueuedMessage";

/** Handlers of sessions as such: starting, talking, ending, listing. */
export function sessionHandlers(sessions: Sessions, log: Log): Pick<Handlers, Names> {
  return {
    startAgentSession: async (params) => ({ sessionId: await sessions.start(params) }),
    sendAgentMessage({ sessionId, message, messageId, mode, attachments }) {
      return sessions.send(sessions.need(sessionId), message, {
        ...(messageId === undefined ? {} : { messageId }),
        ...(mode === undefined ? {} : { mode }),
        ...(attachments === undefined ? {} : { attachments }),
      });
    },
    async interruptAgentSession({ sessionId }) {
      await sessions.need(sessionId).interrupt();
      return {};
    },
    async stopAgentSession({ sessionId }) {
      await sessions.stop(sessions.need(sessionId));
      return {};
    },
    async terminateSession({ sessionId }) {
      await sessions.stop(sessions.need(sessionId));
      return {};
    },
    resumeSession({ sessionId }) {
      sessions.resume(sessions.need(sessionId));
      return {};
    },
    listActiveSessions: () => ({ sessions: sessions.active() }),
    listSessions: (params) => listPage(sessions, params),
    switchActiveSession({ sessionId }) {
      sessions.switchTo(sessions.need(sessionId));
      return {};
    },
    getActiveSessionId: () => ({ sessionId: sessions.activeId() }),
    markSessionRead({ sessionId, seq }) {
      sessions.need(sessionId).markRead(seq);
      return {};
    },
    markSessionUnread({ sessionId }) {
      sessions.need(sessionId).markUnread();
      return {};
    },
    renameSession({ sessionId, title }) {
      sessions.need(sessionId).rename(title.trim());
      return {};
    },
    async archiveSession({ sessionId, isArchived }) {
      await sessions.archive(sessions.need(sessionId), isArchived);
      return {};
    },
    async deleteSession({ sessionId }) {
      await sessions.remove(sessions.need(sessionId));
      return {};
    },
    listQueuedMessages: ({ sessionId }) => ({ queue: queueView(log, sessions.need(sessionId).record) }),
    updateQueuedMessage({ sessionId, messageId, message }) {
      if (sessions.need(sessionId).updateQueued(messageId, message)) return {};
      throw notWaiting(messageId);
    },
    withdrawQueuedMessage({ sessionId, messageId }) {
      if (sessions.need(sessionId).withdraw(messageId)) return {};
      throw notWaiting(messageId);
    },
  };
}

function notWaiting(messageId: MessageId): SwitchyardError {
  return new SwitchyardError("REQUEST_NOT_FOUND", "That message does not wait any more.", { messageId });
}

/** A page of sessions, the newest first; the cursor names the last one of the page before. */
function listPage(
  sessions: Sessions,
  params: Parameters<Handlers["listSessions"]>[0],
): Awaited<ReturnType<Handlers["listSessions"]>> {
  const limit = Math.min(params.limit ?? DEFAULT_PAGE, MAX_PAGE);
  const all = [...sessions.all()];
  const archivedCount = all.filter((session) => session.record.isArchived).length;
  const matching = all
    .filter((session) => params.beadId === undefined || session.record.beadId === params.beadId)
    .filter((session) => params.projectId === undefined || session.record.projectId === params.projectId)
    .filter((session) => params.archived === undefined || session.record.isArchived === params.archived)
    .map((session) => ({ session, key: pageKey(session.record.createdAt, session.record.sessionId) }))
    .toSorted((a, b) => (a.key < b.key ? 1 : -1))
    .filter(({ key }) => params.cursor === undefined || key < params.cursor);

  const page: ReturnType<Sessions["info"]>[] = [];
  for (const { session } of matching) {
    const info = sessions.info(session);
    if (params.status !== undefined && info.status !== params.status) continue;
    if (page.length === limit) {
      const last = page.at(-1);
      return last === undefined
        ? { sessions: page, archivedCount }
        : { sessions: page, archivedCount, nextCursor: pageKey(last.createdAt, last.sessionId) };
    }
    page.push(info);
  }
  return { sessions: page, archivedCount };
}

function pageKey(createdAt: number, sessionId: string): string {
  return `${createdAt.toString().padStart(12, "0")}.${sessionId}`;
}

const DEFAULT_PAGE = 100;
const MAX_PAGE = 500;
