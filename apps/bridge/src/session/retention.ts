import type { SessionId, SessionInfo } from "@switchyard/core/protocol";
import type { Logger } from "pino";

/** Drops whole sessions that were stopped, and not used for as long as the settings say. */
export interface Retention {
  /** Looks now, as it does every hour; resolves when what is too old is gone. */
  look(): Promise<void>;
  close(): void;
}

export interface RetentionOptions {
  sessions: () => Iterable<SessionInfo>;
  drop: (sessionId: SessionId) => Promise<void>;
  /** Of the settings; null: they are kept for ever. */
  keepStoppedDays: () => number | null;
  /** Unix ms. */
  now: () => number;
  logger: Logger;
}

export function makeRetention({ sessions, drop, keepStoppedDays, now, logger }: RetentionOptions): Retention {
  const timer = setInterval(() => void look(), HOUR_MS).unref();

  async function look(): Promise<void> {
    const days = keepStoppedDays();
    if (days === null) return;
    const before = now() / 1000 - days * DAY_S;
    const old = [...sessions()].filter((info) => isDone(info) && info.lastActivity < before);
    if (old.length === 0) return;
    const dropped = await Promise.allSettled(old.map(({ sessionId }) => drop(sessionId)));
    const failed = dropped.filter(({ status }) => status === "rejected").length;
    logger.info({ sessions: old.length, failed, days }, "stopped sessions were dropped for their age");
  }

  return {
    look,
    close: () => clearInterval(timer),
  };
}

/** Nothing of it waits for the user. */
function isDone({ status, unread, pendingApprovals, queued }: SessionInfo): boolean {
  return status === "stopped" && unread + pendingApprovals + queued === 0;
}

const HOUR_MS = 3_600_000;
const DAY_S = 86_400;
