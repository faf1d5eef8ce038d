/** The last so many days, or all of them. */
export type DayRange = "7" | "30" | "all";

export const DAY_RANGES = ["7", "30", "all"] as const;

/** The first of so many days, today among them. */
export function since(range: DayRange): { from?: string } {
  if (range === "all") return {};
  const at = new Date();
  at.setDate(at.getDate() - Number(range) + 1);
  const two = (part: number) => String(part).padStart(2, "0");
  return { from: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}` };
}
