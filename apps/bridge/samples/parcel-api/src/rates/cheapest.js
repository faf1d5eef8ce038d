/**
 * The cheapest offer that arrives in time, of two that cost the same the faster one; null: none is in time.
 * @param {readonly { carrier: string, cents: number, days: number }[]} offers
 * @param {{ maxDays: number }} wish
 */
export function cheapest(offers, { maxDays }) {
  const inTime = offers.filter(({ days }) => days <= maxDays);
  return inTime.toSorted((a, b) => a.cents - b.cents || a.days - b.days)[0] ?? null;
}
