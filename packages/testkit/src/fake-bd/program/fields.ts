import { readFileSync } from "node:fs";
import { Refusal } from "./answer.ts";
import type { Call } from "./call.ts";
import type { Profile } from "./profile.ts";
import { stamp } from "./times.ts";

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

/** Why it is no title; Go counts bytes. */
export function titleFault(title: string): string | null {
  const bytes = Buffer.byteLength(title);
  return bytes > 500 ? `title must be 500 characters or less (got ${bytes})` : null;
}

/** The description that the flags give, also by a file or by stdin; undefined: none. */
export function descriptionIn({ flags, stdin }: Call): string | undefined {
  const file = flags.value("body-file");
  if (file === undefined) return flags.value("description");
  if (file === "-") return stdin();
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Refusal("respectful", `reading body file: open ${file}: no such file or directory`);
  }
}

export function minutesIn(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const error = /^-\d+$/.test(text)
    ? "Error: estimate must be a non-negative number of minutes"
    : `Error: invalid argument "${text}" for "-e, --estimate" flag: strconv.ParseInt: parsing "${text}": invalid syntax`;
  throw new Refusal("plain", error);
}

/** From 1.2 on only an object will do. */
export function metadataNamed(text: string, profile: Profile): unknown {
  const refuse = (why: string): never => {
    throw new Refusal("respectful", `invalid JSON in --metadata: must be ${why}`);
  };
  let metadata: unknown;
  try {
    metadata = JSON.parse(text);
  } catch {
    return refuse("valid JSON");
  }
  const isObject = typeof metadata === "object" && metadata !== null && !Array.isArray(metadata);
  return isObject || !profile.atLeast("1.2.0") ? metadata : refuse("a JSON object");
}

/** A flag's time as it is stored: a day begins at midnight here. Undefined: it is not given; "": it is taken away. */
export function timeNamed({ flags, profile }: Call, flag: "due" | "defer"): string | undefined {
  const text = flags.value(flag);
  if (text === undefined || text === "") return text;
  const isTime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?$/.test(text);
  const time = new Date(text.includes("T") ? text : `${text}T00:00:00`);
  if (isTime && !Number.isNaN(time.getTime())) return stamp(time, profile);
  throw new Refusal(
    "respectful",
    `invalid --${flag} format "${text}". Examples: +6h, tomorrow, next monday, 2025-01-15`,
  );
}

function customIn(call: Call, key: string): string[] {
  return (call.config.get(key) ?? "").split(",").map((name) => name.trim().split(":")[0] ?? "");
}
