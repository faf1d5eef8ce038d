import type { Log } from "../log/log.ts";

/** Drops attachments that no message has named for a day. */
export interface Expiry {
  /** Looks now, as it does every hour. */
  look(): void;
  close(): void;
}

export function makeExpiry(log: Pick<Log, "attachments">, now: () => number): Expiry {
  const look = (): void => void log.attachments.dropUnclaimed(now() - DAY_MS);
  const timer = setInterval(look, HOUR_MS).unref();
  return { look, close: () => clearInterval(timer) };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
