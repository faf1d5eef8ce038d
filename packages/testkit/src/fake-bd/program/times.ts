import type { Profile } from "./profile.ts";

/** A time as this version stores it: with the machine's offset and microseconds, or in UTC and whole seconds. */
export function stamp(now: Date, profile: Profile): string {
  return profile.atLeast("0.51.0") ? wholeSeconds(now) : localTime(now);
}

/** A time as this version prints it; what is no time stays as it is. */
export function printedTime(text: string, profile: Profile): string {
  if (!profile.atLeast("0.51.0")) return text;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : wholeSeconds(time);
}

/** What `create` echoes is what it has in memory: nanoseconds. */
export function echoedTime(now: Date, profile: Profile): string {
  if (!profile.atLeast("0.51.0")) return localTime(now);
  return now.toISOString().replace("Z", "456789Z");
}

function wholeSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}

function localTime(time: Date): string {
  const offset = -time.getTimezoneOffset();
  const local = new Date(time.getTime() + offset * 60_000).toISOString().replace("Z", "126");
  if (offset === 0) return `${local}Z`;
  const minutes = Math.abs(offset);
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  return `${local}${offset < 0 ? "-" : "+"}${hour}:${minute}`;
}
