/** The heights of rows: of those that were in the page what they had there, of the others a guess. */
export interface RowSizes {
  of(key: string): number;
  isKnown(key: string): boolean;
  /** True where it is another height than was known. */
  learn(key: string, height: number): boolean;
  /** At another width all is guessed again. */
  forget(): void;
  /** Drops rows that are gone, once they are many. */
  tidy(rows: ReadonlyMap<string, unknown>): void;
}

export function createRowSizes(guess: (key: string) => number): RowSizes {
  const known = new Map<string, number>();
  // A guess reads the whole text of a row, and all rows are summed up with every frame.
  const guesses = new Map<string, number>();
  return {
    of(key) {
      const size = known.get(key) ?? guesses.get(key);
      if (size !== undefined) return size;
      const guessed = guess(key);
      guesses.set(key, guessed);
      return guessed;
    },
    isKnown: (key) => known.has(key),
    learn(key, height) {
      if (Math.abs((known.get(key) ?? -1) - height) < 0.5) return false;
      known.set(key, height);
      return true;
    },
    forget() {
      known.clear();
      guesses.clear();
    },
    tidy(rows) {
      for (const sizes of [known, guesses]) {
        if (sizes.size <= 4 * rows.size + 1000) continue;
        for (const key of sizes.keys()) if (!rows.has(key)) sizes.delete(key);
      }
    },
  };
}
