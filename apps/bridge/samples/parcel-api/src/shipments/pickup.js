const DAY = 24 * 60 * 60 * 1000;

/**
 * The days on which a parcel can be picked up, as "2026-03-31", the soonest first.
 * @param {{ now: Date, cutOffHour: number, days: number }} wish after the hour of the cut-off, today is too late
 */
export function pickupDays({ now, cutOffHour, days }) {
  const first = now.getUTCHours() >= cutOffHour ? 1 : 0;
  return Array.from({ length: days }, (_, index) =>
    new Date(now.getTime() + (first + index) * DAY).toISOString().slice(0, 10),
  );
}
