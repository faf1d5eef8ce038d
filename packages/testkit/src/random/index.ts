/** Numbers that look drawn by lot, and are the same for the same seed. */
export interface Random {
  /** A whole number from 0 up to `below`, without it. */
  below(below: number): number;
  /** One of a list. */
  one<T>(list: readonly [T, ...T[]]): T;
  /** True in one of so many cases. */
  oneIn(cases: number): boolean;
  /** A source of its own, so that what one part draws moves no other part's numbers. */
  fork(): Random;
}

export function makeRandom(seed: number): Random {
  let state = seed >>> 0;

  /** Mulberry32. */
  function next(): number {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  return {
    below,
    one: (list) => list[below(list.length)] ?? list[0],
    oneIn: (cases) => below(cases) === 0,
    fork: () => makeRandom(next()),
  };
}
