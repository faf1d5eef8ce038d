/** Lets one start at a time through for each key; the others wait in the order in which they came. */
export interface StartGate {
  /** Resolves when it is this start's turn, to what lets the next one in; that may be called again. */
  enter(key: string): Promise<() => void>;
  /** In at once or, where somebody is there, null; `wanted` is called when another one comes. */
  enterIfFree(key: string, wanted: () => void): (() => void) | null;
  /** Whether a start would have to wait for another one; who is in only for as long as nobody comes is none. */
  isTaken(key: string): boolean;
}

interface Entry {
  readonly left: Promise<void>;
  /** Null: it does not make way. */
  readonly wanted: (() => void) | null;
}

export function makeStartGate(): StartGate {
  const last = new Map<string, Entry>();

  function join(key: string, wanted: Entry["wanted"]): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const entry: Entry = {
      wanted,
      left: promise.then(() => {
        if (last.get(key) === entry) last.delete(key);
      }),
    };
    last.set(key, entry);
    return resolve;
  }

  return {
    isTaken: (key) => last.get(key)?.wanted === null,
    enterIfFree: (key, wanted) => (last.has(key) ? null : join(key, wanted)),
    async enter(key) {
      const before = last.get(key);
      const leave = join(key, null);
      before?.wanted?.();
      await before?.left;
      return leave;
    },
  };
}
