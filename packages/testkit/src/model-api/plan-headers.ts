import type { ServerResponse } from "node:http";

/** How the user's plan stands, as the Messages API tells it in the headers of every answer. */
export interface Plan {
  /** "five_hour" or "seven_day". */
  readonly window: keyof typeof NAMES;
  readonly percent: number;
  readonly isReached: boolean;
  readonly resetsInSeconds: number;
}

/** Sets the headers of an answer that is not begun yet. */
export function tellPlan(response: ServerResponse, plan: Plan | undefined): void {
  if (plan === undefined) return;
  const { window, percent, isReached, resetsInSeconds } = plan;
  const name = `${HEADER}-${NAMES[window]}`;
  const status = isReached ? "rejected" : percent >= 90 ? "allowed_warning" : "allowed";
  const resetsAt = String(Math.floor(Date.now() / 1000) + resetsInSeconds);
  response.setHeader(`${HEADER}-status`, status);
  response.setHeader(`${HEADER}-reset`, resetsAt);
  response.setHeader(`${HEADER}-representative-claim`, window);
  response.setHeader(`${name}-status`, status);
  response.setHeader(`${name}-utilization`, String(percent / 100));
  response.setHeader(`${name}-reset`, resetsAt);
  if (isReached) response.setHeader("retry-after", String(resetsInSeconds));
}

const HEADER = "anthropic-ratelimit-unified";
const NAMES = { five_hour: "5h", seven_day: "7d" } as const;
