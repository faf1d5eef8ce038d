import { Refusal } from "./answer.ts";
import type { Call } from "./call.ts";
import type { Issue } from "./issue.ts";
import { stamp } from "./times.ts";

/** The issue as it is once the actor has claimed it. Throws why it cannot be. */
export function claimed(issue: Issue, call: Call): Issue {
  const { profile, actor, now } = call;
  const assignee = typeof issue["assignee"] === "string" ? issue["assignee"] : "";
  const reason = profile.atLeast("1.0.4") ? whyNotOpen(issue, assignee, actor) : whyTaken(assignee, call);
  if (reason !== null) throw new Refusal("plain", reason);
  if (assignee === actor && issue.status === "in_progress") return issue;
  const time = stamp(now, profile);
  return {
    ...issue,
    assignee: actor,
    status: "in_progress",
    updated_at: time,
    ...(profile.atLeast("1.0.1") && issue["started_at"] === undefined ? { started_at: time } : {}),
    ...(profile.atLeast("1.3.0") ? lease(now) : {}),
  };
}

/** Whatever the status, even closed; the same actor may only from 0.63.3 on. */
function whyTaken(assignee: string, { profile, actor }: Call): string | null {
  if (assignee === "" || (assignee === actor && profile.atLeast("0.63.3"))) return null;
  return `issue already claimed by ${assignee}`;
}

function whyNotOpen(issue: Issue, assignee: string, actor: string): string | null {
  if (assignee === actor && issue.status === "in_progress") return null;
  if (assignee !== "" && assignee !== actor) return `issue already claimed by ${assignee}`;
  return issue.status === "open" ? null : `issue not claimable: status ${issue.status}`;
}

const LEASE = 5 * 60_000;

function lease(now: Date): object {
  return {
    lease_expires_at: new Date(now.getTime() + LEASE).toISOString(),
    heartbeat_at: now.toISOString(),
  };
}
