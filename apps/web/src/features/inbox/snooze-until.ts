export type SnoozeTime = "short" | "hour" | "tomorrow";

/** When what is put off at `now` comes back, both in Unix ms; tomorrow is nine o'clock of the local day that follows. */
export function snoozeUntil(time: SnoozeTime, now: number): number {
  if (time === "short") return now + 20 * 60_000;
  if (time === "hour") return now + 60 * 60_000;
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(9, 0, 0, 0);
  return morning.getTime();
}
