import { Refusal } from "./answer.ts";
import type { Call } from "./call.ts";

const STATUSES = ["open", "in_progress", "blocked", "deferred", "closed", "pinned", "hooked"];
const TYPES = ["bug", "feature", "task", "epic", "chore"];
const LATER_TYPES: readonly [type: string, since: string][] = [
  ["decision", "0.50.0"],
  ["message", "0.50.0"],
  ["molecule", "0.50.0"],
  ["gate", "0.50.0"],
  ["event", "0.50.0"],
  ["spike", "1.0.0"],
  ["story", "1.0.0"],
  ["milestone", "1.0.0"],
];

export function checkedPriority(text: string): number {
  const digit = /^[Pp]?([0-4])$/.exec(text)?.[1];
  if (digit !== undefined) return Number(digit);
  throw new Refusal(
    "fatal",
    `invalid priority "${text}" (expected 0-4 or P0-P4, not words like high/medium/low)`,
  );
}

export function checkedStatus(text: string, call: Call): string {
  if (STATUSES.includes(text) || customIn(call, "status.custom").includes(text)) return text;
  throw new Refusal(
    "respectful",
    `invalid status "${text}" (built-in: ${STATUSES.join(", ")}; or configure custom statuses via 'bd config set status.custom')`,
  );
}

export function isKnownType(type: string, call: Call): boolean {
  const later = LATER_TYPES.filter(([, since]) => call.profile.atLeast(since)).map(([name]) => name);
  return [...TYPES, ...later, ...customIn(call, "types.custom")].includes(type);
}

function customIn(call: Call, key: string): string[] {
  return (call.config.get(key) ?? "").split(",").map((name) => name.trim().split(":")[0] ?? "");
}
