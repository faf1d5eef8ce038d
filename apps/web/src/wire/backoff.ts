const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/**
 * Milliseconds to wait before a try: twice as long each time up to 10 s, and between half and all of it,
 * so that many pages do not come back at once. `attempt` counts from 1.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(whole * (0.5 + random() / 2));
}
