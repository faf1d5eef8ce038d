/** Work in lines, one after the other in each. */
export interface Lines<Place> {
  /** Rejects as the work does. */
  enter<T>(place: Place, work: () => Promise<T>): Promise<T>;
  /** As `enter`, unless such a round waits already. */
  round(place: Place, work: () => Promise<void>): void;
  /** Resolves when all that has entered is done. */
  settled(): Promise<void>;
}

export function makeLines<Place>(): Lines<Place> {
  const ends = new Map<Place, Promise<void>>();
  const rounds = new Set<Place>();

  function enter<T>(place: Place, work: () => Promise<T>): Promise<T> {
    const done = (ends.get(place) ?? Promise.resolve()).then(work);
    const end = done.then(noop, noop).then(() => {
      if (ends.get(place) === end) ends.delete(place);
    });
    ends.set(place, end);
    return done;
  }

  return {
    enter,
    round(place, work) {
      if (rounds.has(place)) return;
      rounds.add(place);
      void enter(place, () => {
        rounds.delete(place);
        return work();
      }).catch(noop);
    },
    async settled() {
      await Promise.all(ends.values());
    },
  };
}

const noop = (): void => undefined;
