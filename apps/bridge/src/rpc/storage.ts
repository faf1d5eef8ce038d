import type { Log } from "../log/log.ts";
import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";
import { refusing } from "./refusing.ts";

/** Handlers of the log as a whole. */
export function storageHandlers(
  sessions: Sessions,
  log: Log,
): Pick<Handlers, "searchSessions" | "exportSession" | "getStorage"> {
  return {
    async searchSessions({ query, sessionId, limit = DEFAULT_HITS }) {
      const within = sessionId === undefined ? {} : { sessionId: sessions.need(sessionId).record.sessionId };
      const found = log.search({ query, ...within, limit: Math.min(limit, MAX_HITS) });
      return refusing(found, (why) => `The search failed: ${why}. Try again in a moment.`);
    },
    async exportSession({ sessionId, format }) {
      sessions.need(sessionId);
      return refusing(
        log.exportSession(sessionId, format),
        (why) =>
          `The export was not written: ${why}. See that the data folder's disk has room, and try again.`,
      );
    },
    async getStorage() {
      const { bytes, freeBytes } = await log.size();
      return { bytes, sessions: log.sessions().length, freeBytes };
    },
  };
}

const DEFAULT_HITS = 20;
const MAX_HITS = 100;
