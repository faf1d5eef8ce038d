/**
 * An amount in another currency. Both are whole cents: money is never a fraction.
 * @param {{ cents: number, currency: string }} amount
 * @param {{ from: string, to: string, perMillion: number }} rate how many millionths of `to` one of `from` is
 */
export function convert({ cents, currency }, { from, to, perMillion }) {
  if (currency !== from) throw new RangeError(`The rate is from ${from}, the amount in ${currency}.`);
  return { cents: Math.round((cents * perMillion) / 1_000_000), currency: to };
}
