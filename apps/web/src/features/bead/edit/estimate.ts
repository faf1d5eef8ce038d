/** A day of work, as the plan counts it. */
const DAY_MINUTES = 8 * 60;
const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: DAY_MINUTES, w: 5 * DAY_MINUTES };

/** Minutes of an estimate as people write it: "30m", "2h", "1d 4h", "1.5h", or minutes alone; undefined: it is none. */
export function readEstimate(text: string): number | undefined {
  const written = text.trim().toLowerCase();
  if (/^\d+$/.test(written)) return Number(written);
  if (!/^(?:\d+(?:[.,]\d+)?\s*[mhdw]\s*)+$/.test(written)) return undefined;
  const parts = [...written.matchAll(/(\d+(?:[.,]\d+)?)\s*([mhdw])/g)];
  const minutes = parts.map(
    ([, count = "", unit = ""]) => Number(count.replace(",", ".")) * (MINUTES[unit] ?? 0),
  );
  return Math.round(minutes.reduce((sum, each) => sum + each, 0));
}

/** Minutes as they are edited: "1h 30m". */
export function writeEstimate(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), Math.round(minutes % 60)];
  return [hours > 0 ? `${hours}h` : "", rest > 0 || hours === 0 ? `${rest}m` : ""].filter(Boolean).join(" ");
}
