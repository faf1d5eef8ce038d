import type { Beads } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { type Accessor, batch, createSignal, untrack } from "solid-js";
import { now } from "./clock.ts";
import { NO_BEADS } from "./no-beads.ts";
import { otherTasks } from "./other-tasks.ts";

/** Beads and how they hang together, as the page shows them. */
export interface ShownBeads {
  readonly relations: Accessor<Beads>;
  /** What is shown, or is on the way to be. */
  latest(): readonly Bead[];
  /** Shows these in place of all before, and in the same moment whatever `also` sets. */
  show(list: readonly Bead[], also?: () => void): Promise<void>;
}

/**
 * Few beads are shown at once. What many of them come to is computed bit by bit, so that what the user does goes
 * between, and is shown when it is whole; of changes that come meanwhile the last one is computed alone.
 */
export function createShownBeads(): ShownBeads {
  const [relations, setRelations] = createSignal<Beads>(NO_BEADS);
  let latest: readonly Bead[] = [];
  let waiting: (() => void)[] = [];
  let underWay: Promise<void> | undefined;

  function hand(beads: Beads, alsos: readonly (() => void)[]): void {
    batch(() => {
      setRelations(beads);
      for (const also of alsos) also();
    });
  }

  async function work(): Promise<void> {
    try {
      while (waiting.length > 0) {
        const alsos = waiting;
        waiting = [];
        const list = latest;
        const beads = await inPieces(list);
        // In their order the next change orders them again in no time.
        if (latest === list) latest = beads.list;
        hand(beads, alsos);
      }
    } finally {
      underWay = undefined;
    }
  }

  return {
    relations,
    latest: () => latest,
    show(list, also = () => undefined) {
      latest = list;
      if (make !== undefined && underWay === undefined && list.length < MANY) {
        hand(make(list, untrack(now)), [also]);
        return Promise.resolve();
      }
      waiting.push(also);
      underWay ??= work();
      return underWay;
    },
  };
}

/** From here on they may take longer than a frame, the first time above all. */
const MANY = 400;

type Make = typeof import("./make-beads.ts").makeBeads;
let make: Make | undefined;

async function inPieces(list: readonly Bead[]): Promise<Beads> {
  make ??= (await import("./make-beads.ts")).makeBeads;
  if (list.length < MANY) return make(list, untrack(now));
  await otherTasks();
  const beads = make(list, untrack(now));
  await otherTasks();
  // These are computed when the first bead is asked for, of all: here, rather than where it is shown.
  beads.isReady("");
  await otherTasks();
  beads.progressOf("");
  beads.family.chains();
  await otherTasks();
  return beads;
}
