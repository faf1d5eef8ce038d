const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** From an attempt that failed to the next one; the last holds for all that follow. */
const DELAYS = [1 * SECOND, 5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 1 * HOUR, 3 * HOUR];

/** So long after its first attempt, a delivery is tried no more. */
const LIFETIME = 24 * HOUR;

/**
 * When a delivery is tried again, in Unix milliseconds; null: not again.
 * @param {{ attempt: number, failedAt: number, firstAt: number }} failure `attempt` counts from 1
 */
export function nextAttempt({ attempt, failedAt, firstAt }) {
  const delay = DELAYS[Math.min(attempt, DELAYS.length) - 1];
  const at = failedAt + delay;
  return at - firstAt > LIFETIME ? null : at;
}
