import { timeOfDay } from "../session/format.ts";

/** A time to come, as it is said: the time of day, with the day where that is not today. */
export function clockTime(at: number, now: number): string {
  if (new Date(at).toDateString() === new Date(now).toDateString()) return timeOfDay(at);
  return day.format(at);
}

const day = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "numeric",
  minute: "2-digit",
});
