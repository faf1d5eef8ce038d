import { type Bead, BeadId, type ProjectId } from "@switchyard/core/protocol";
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup, untrack } from "solid-js";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import type { ProjectBeads } from "./beads.ts";

/** A bead with its long texts and comments. */
export interface WholeBead {
  /** Null until it is read; while it is read again, as it was. */
  readonly bead: Accessor<Bead | null>;
  readonly isReading: Accessor<boolean>;
  readonly error: Accessor<WireError | null>;
  refresh(): void;
}

/** Reads one bead, and again with each change of it and each reading of all; it lives as long as its owner. */
export function createWholeBead(
  wire: Wire,
  beads: ProjectBeads,
  { projectId, beadId, kept }: { projectId: ProjectId; beadId: string; kept: KeptBeads },
): WholeBead {
  const key = `${projectId} ${beadId}`;
  const [told, setTold] = createSignal<Bead | null>(kept.get(key) ?? null);
  const [isReading, setReading] = createSignal(false);
  const [error, setError] = createSignal<WireError | null>(null);
  let asked = 0;
  onCleanup(() => (asked = -1));

  function take(bead: Bead): void {
    kept.keep(key, bead);
    setTold(bead);
    setError(null);
  }

  async function read(): Promise<void> {
    if (beads.overlay.isMade(beadId)) return;
    asked += 1;
    const own = asked;
    setReading(true);
    try {
      const answer = await wire.call("getBead", { projectId, beadId: BeadId.parse(beadId) });
      if (own === asked) take(answer.bead);
    } catch (thrown) {
      if (own === asked) setError(toWireError(thrown));
    } finally {
      if (own === asked) setReading(false);
    }
  }

  // The first reading of all is no news.
  const readings = createMemo(() => Math.max(1, beads.readings()));
  const toldAt = createMemo(() => beads.toldAt(beadId));
  createEffect(on([readings, toldAt], () => void read()));
  onCleanup(
    beads.overlay.onAnswer((bead) => {
      if (bead.id !== beadId) return;
      take(bead);
      // What is being read may be from before the change.
      if (untrack(isReading)) void read();
    }),
  );
  const bead = createMemo(() => {
    const whole = told();
    return whole === null ? null : beads.overlay.over(whole);
  });
  return { bead, isReading, error, refresh: () => void read() };
}

/** The beads that were looked at last: going back to one shows its texts at once. */
export interface KeptBeads {
  get(key: string): Bead | undefined;
  keep(key: string, bead: Bead): void;
}

const MOST_KEPT = 50;

export function createKeptBeads(): KeptBeads {
  const kept = new Map<string, Bead>();
  return {
    get: (key) => kept.get(key),
    keep(key, bead) {
      kept.delete(key);
      kept.set(key, bead);
      const oldest = kept.keys().next();
      if (kept.size > MOST_KEPT && oldest.done !== true) kept.delete(oldest.value);
    },
  };
}
