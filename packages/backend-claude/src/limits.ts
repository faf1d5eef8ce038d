import type { PlanLimitEvent } from "@switchyard/core/backend";
import type { RateLimit } from "./native.ts";

/** What Claude tells of the plan's usage limits, and when one that is reached resets. */
export class Limits {
  #resetsAt: number | null = null;

  /** Unix s; null: none is reached, or it was not told. */
  get resetsAt(): number | null {
    return this.#resetsAt;
  }

  told({ rate_limit_info: info }: RateLimit): PlanLimitEvent[] {
    const isReached = info.status === "rejected";
    this.#resetsAt = isReached ? (info.resetsAt ?? null) : null;
    const windows = Object.entries(info.unifiedWindows ?? {}).map(([name, { status, ...window }]) =>
      // Of the windows it is the one named below that the refusal is about.
      limit(name, {
        ...window,
        isReached: status === "rejected" || (isReached && name === info.rateLimitType),
      }),
    );
    if (windows.length > 0) return windows;
    const { rateLimitType: name } = info;
    return name ? [limit(name, { ...info, isReached })] : [];
  }
}

interface Window {
  readonly utilization?: number | null | undefined;
  readonly resetsAt?: number | null | undefined;
  readonly isReached: boolean;
}

function limit(name: string, { utilization, resetsAt, isReached }: Window): PlanLimitEvent {
  return {
    type: "plan_limit",
    content: "",
    limit: { name, used: utilization ?? null, resetsAt: resetsAt ?? null, isReached },
  };
}

export const LIMIT_WORDS =
  /\b(?:rate|usage|session|weekly|hour|opus|sonnet) limit\b|you've hit your (?:\w+ )*limit/i;

/**
 * When a limit resets, by Claude's words: "…|1764180000", "resets 3pm (Europe/Berlin)", "resets Nov 27, 3:30pm (UTC)".
 * @param at when it was said, in Unix ms
 * @returns Unix s; null where the words do not tell it for certain, as without a time zone
 */
export function resetIn(words: string, at: number | null): number | null {
  const told = /limit reached\|(\d{10})\b/.exec(words)?.[1];
  if (told !== undefined) return Number(told);
  const match =
    /resets (?:at )?(?:([A-Z][a-z]{2}) (\d{1,2})(?:,| at)? )?(\d{1,2})(?::(\d{2}))? ?([ap]m) \(([\w/+-]+)\)/.exec(
      words,
    );
  if (match === null || at === null) return null;
  const [, month, day, hour, minute = "0", half, zone = ""] = match;
  const date = month === undefined ? null : { month: MONTHS.indexOf(month), day: Number(day) };
  const minutes = ((Number(hour) % 12) + (half === "pm" ? 12 : 0)) * 60 + Number(minute);
  return nextTime({ date, minutes, zone }, at);
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

interface WallTime {
  /** Null: the next time that the clock shows it. */
  readonly date: { readonly month: number; readonly day: number } | null;
  /** Since midnight. */
  readonly minutes: number;
  readonly zone: string;
}

function nextTime({ date, minutes, zone }: WallTime, at: number): number | null {
  const offset = offsetAt(zone, at);
  if (offset === null || date?.month === -1) return null;
  const local = new Date(at + offset);
  const year = local.getUTCFullYear();
  const wallTimes =
    date === null
      ? [0, 1].map((more) => Date.UTC(year, local.getUTCMonth(), local.getUTCDate() + more, 0, minutes))
      : [0, 1].map((more) => Date.UTC(year + more, date.month, date.day, 0, minutes));
  const times = wallTimes.map((wall) => wall - (offsetAt(zone, wall - offset) ?? offset));
  const next = times.find((time) => time > at);
  return next === undefined ? null : Math.round(next / 1000);
}

/** How far a zone's clocks are ahead of UTC, in ms; null where there is no such zone. */
function offsetAt(zone: string, at: number): number | null {
  try {
    const shown = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    }).formatToParts(at);
    const part = (type: Intl.DateTimeFormatPartTypes): number =>
      Number(shown.find((one) => one.type === type)?.value);
    const [year, month, day] = [part("year"), part("month") - 1, part("day")];
    const wall = Date.UTC(year, month, day, part("hour"), part("minute"), part("second"));
    return wall - Math.floor(at / 1000) * 1000;
  } catch {
    return null;
  }
}
