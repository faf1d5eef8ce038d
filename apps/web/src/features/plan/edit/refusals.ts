import { createSignal } from "solid-js";

/** Why a change of a bead was not made, and what can be done about it. */
export interface Refusal {
  /** In the tracker's own words, for the most part. */
  readonly text: string;
  readonly acts: readonly RefusalAct[];
}

export interface RefusalAct {
  readonly label: string;
  readonly run: () => void;
}

/** The refused changes of a plan, each told at the row of its bead until it is dismissed or tried again. */
export interface Refusals {
  of(id: string): Refusal | undefined;
  count(): number;
  put(all: Iterable<readonly [id: string, refusal: Refusal]>): void;
  dismiss(...ids: readonly string[]): void;
}

export function createRefusals(): Refusals {
  const [all, setAll] = createSignal<ReadonlyMap<string, Refusal>>(new Map());
  return {
    of: (id) => all().get(id),
    count: () => all().size,
    put: (more) => setAll((before) => new Map([...before, ...more])),
    dismiss(...ids) {
      const gone = new Set(ids.filter((id) => all().has(id)));
      if (gone.size > 0) setAll((before) => new Map([...before].filter(([id]) => !gone.has(id))));
    },
  };
}
