/** Lets one start at a time through for each key; the others wait in the order in which they came. */
export interface StartGate {
  /** Resolves when it is this start's turn, to what lets the next one in; that may be called again. */
  enter(key: string): Promise<() => void>;
  /** Whether a start would have to wait. */
  isTaken(key: string): boolean;
}

export function makeStartGate(): StartGate {
  const last = new Map<string, Promise<void>>();
  return {
    isTaken: (key) => last.has(key),
    async enter(key) {
      const before = last.get(key);
      const { promise, resolve } = Promise.withResolvers<void>();
      const left = promise.then(() => {
        if (last.get(key) === left) last.delete(key);
      });
      last.set(key, left);
      await before;
      return resolve;
    },
  };
}
