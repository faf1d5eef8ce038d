/** The places of live processes over the whole bridge, and the line of starts that wait for one. */
export interface Slots {
  /** Asks for a place. Where none is free, somebody who rests is put to sleep for it, or it waits in the line. */
  enter(occupant: Occupant): Slot;
  /** A place that is free and that nobody waits for; null: there is none. */
  enterIfFree(occupant: Occupant): Slot | null;
  /** What decides who may rest, or how many there may be, has changed. */
  look(): void;
  limit(): number;
  /** Starts that wait. */
  waiting(): number;
  /** From now on nobody gets a place any more. */
  close(): void;
}

export interface Slot {
  /** Resolves when the place is its own; to false where that never will be. */
  readonly ready: Promise<boolean>;
  /** In the line, from 1; null: it has its place, or one is being freed for it. */
  place(): number | null;
  /** Its process is being ended: the place will soon be free. */
  freeing(): void;
  /** Leaves the place, or the line. */
  leave(): void;
  /** Somebody else has the process now. */
  pass(occupant: Occupant): void;
}

/** Who has a place, or waits for one. */
export interface Occupant {
  /** Null: it must not be ended now. */
  rest(): Rest | null;
  /** Ends the process; the place is left when that is done. */
  sleep(): void;
  /** Its place in the line has changed. */
  moved(): void;
}

export interface Rest {
  /** By the clock of the slots. */
  readonly since: number;
  readonly kind: RestKind;
}

/**
 * Who goes first where a place is needed: `spare` serves nobody yet, `idle` can be waked, and `lossy` goes only
 * where there is nobody else, since its conversation cannot be reopened.
 */
export type RestKind = "spare" | "idle" | "lossy";
const ORDER: readonly RestKind[] = ["spare", "idle", "lossy"];

export interface SlotsOptions {
  readonly limit: () => number;
  /** How long one rests until it is put to sleep unasked; null: only for somebody else. */
  readonly sleepAfterMs: () => number | null;
  /** Monotonic, in ms. */
  readonly clock: () => number;
}

interface Entry {
  occupant: Occupant;
  isFreeing: boolean;
  /** What it was told last. */
  place: number | null;
  readonly settle: (isIn: boolean) => void;
}

export function makeSlots(options: SlotsOptions): Slots {
  const taken = new Set<Entry>();
  const line: Entry[] = [];
  let alarm: { at: number; timer: NodeJS.Timeout } | null = null;
  let isLookDue = false;
  let isClosed = false;

  function makeEntry(occupant: Occupant): { entry: Entry; slot: Slot } {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const entry: Entry = { occupant, isFreeing: false, place: null, settle: resolve };
    const slot: Slot = {
      ready: promise,
      place: () => placeOf(entry),
      freeing() {
        entry.isFreeing = true;
      },
      leave() {
        taken.delete(entry);
        if (line.includes(entry)) line.splice(line.indexOf(entry), 1);
        resolve(false);
        balance();
      },
      pass(next) {
        entry.occupant = next;
      },
    };
    return { entry, slot };
  }

  /** Those ahead for whom a place is being freed do not count: they are as good as in. */
  function placeOf(entry: Entry): number | null {
    const at = line.indexOf(entry);
    return at === -1 ? null : placeAt(at, room());
  }

  function placeAt(at: number, free: number): number | null {
    return at < free ? null : at + 1 - Math.max(free, 0);
  }

  /** Places that are free, or will be without anybody else being asked; below zero: too many are taken. */
  const room = (): number => options.limit() - taken.size + freeing();

  const freeing = (): number => [...taken].filter(({ isFreeing }) => isFreeing).length;

  function balance(): void {
    if (isClosed) return;
    admit();
    let missing = line.length - room();
    for (const entry of restful()) {
      if (missing <= 0) break;
      free(entry);
      missing -= 1;
    }
    sleepWhenDue();
    tellPlaces();
  }

  function admit(): void {
    while (taken.size < options.limit()) {
      const head = line.shift();
      if (head === undefined) return;
      taken.add(head);
      tellPlace(head, null);
      head.settle(true);
    }
  }

  /** In the order in which they go: of one kind, who rests longest first. */
  function restful(): Entry[] {
    if (taken.size + line.length <= options.limit()) return [];
    return [...taken]
      .flatMap((entry) => {
        const rest = entry.isFreeing ? null : entry.occupant.rest();
        return rest === null ? [] : [{ entry, rest }];
      })
      .toSorted(
        (a, b) => ORDER.indexOf(a.rest.kind) - ORDER.indexOf(b.rest.kind) || a.rest.since - b.rest.since,
      )
      .map(({ entry }) => entry);
  }

  function free(entry: Entry): void {
    entry.isFreeing = true;
    entry.occupant.sleep();
  }

  function sleepWhenDue(): void {
    const after = options.sleepAfterMs();
    const now = options.clock();
    let next = Infinity;
    for (const entry of after === null ? [] : taken) {
      const rest = entry.isFreeing ? null : entry.occupant.rest();
      if (rest?.kind !== "idle") continue;
      const due = rest.since + (after ?? 0);
      if (due <= now) free(entry);
      else next = Math.min(next, due);
    }
    wakeAt(next);
  }

  function wakeAt(at: number): void {
    if (alarm?.at === at) return;
    clearTimeout(alarm?.timer);
    alarm = null;
    if (at === Infinity) return;
    const ms = Math.min(Math.ceil(at - options.clock()), LONGEST_TIMER);
    const timer = setTimeout(() => {
      alarm = null;
      balance();
    }, ms);
    alarm = { at, timer };
  }

  function tellPlaces(): void {
    const free = room();
    for (const [at, entry] of line.entries()) tellPlace(entry, placeAt(at, free));
  }

  function tellPlace(entry: Entry, place: number | null): void {
    if (place === entry.place) return;
    entry.place = place;
    entry.occupant.moved();
  }

  return {
    enter(occupant) {
      const { entry, slot } = makeEntry(occupant);
      if (isClosed) entry.settle(false);
      else line.push(entry);
      balance();
      return slot;
    },
    enterIfFree(occupant) {
      if (isClosed || line.length > 0 || taken.size >= options.limit()) return null;
      const { entry, slot } = makeEntry(occupant);
      taken.add(entry);
      entry.settle(true);
      return slot;
    },
    look() {
      if (isLookDue) return;
      isLookDue = true;
      // Who says that something has changed may be in the middle of it.
      queueMicrotask(() => {
        isLookDue = false;
        balance();
      });
    },
    limit: options.limit,
    waiting: () => line.length,
    close() {
      isClosed = true;
      clearTimeout(alarm?.timer);
      for (const entry of line.splice(0)) entry.settle(false);
    },
  };
}

const LONGEST_TIMER = 2 ** 31 - 1;
