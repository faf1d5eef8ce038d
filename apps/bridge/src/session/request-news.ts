import type { SessionId, WaitingRequest } from "@switchyard/core/protocol";
import type { Broadcast } from "./announcer.ts";
import { boundedList } from "./waiting-request.ts";

/** Tells all clients which requests wait, whenever that has changed. */
export interface RequestNews {
  /** New chunks of these are in the log. */
  look(sessionIds: readonly SessionId[]): void;
}

export interface RequestNewsOptions {
  broadcast: Broadcast;
  /** Empty of a session that is gone. */
  requests: (sessionId: SessionId) => readonly WaitingRequest[];
}

export function makeRequestNews(options: RequestNewsOptions): RequestNews {
  /** What was told to wait, by its ids; nothing of a session where none does. */
  const told = new Map<SessionId, string>();

  return {
    look(sessionIds) {
      for (const sessionId of sessionIds) {
        const requests = options.requests(sessionId);
        const now = requests.map(({ requestId }) => requestId).join(" ");
        if (now === (told.get(sessionId) ?? "")) continue;
        if (now === "") told.delete(sessionId);
        else told.set(sessionId, now);
        options.broadcast("requests-changed", { sessionId, requests: boundedList(requests) });
      }
    },
  };
}
