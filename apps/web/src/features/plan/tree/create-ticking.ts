import type { Plan } from "../create-plan.ts";

/** Ticking rows one by one, from one to another, or all that are shown. */
export interface Ticking {
  one(id: string): void;
  /** All from where the ticking began to this one, besides those that were ticked before. */
  to(id: string, from: string | undefined): void;
  all(): void;
  /** The next range begins anew. */
  rest(): void;
}

export function createTicking(plan: Plan): Ticking {
  let range: { from: string; before: ReadonlySet<string> } | undefined;
  return {
    one(id) {
      range = undefined;
      plan.tick(id);
    },
    to(id, from) {
      range ??= { from: from ?? id, before: plan.ticked() };
      const rows = plan.rows();
      const [a, b] = [rows.at(range.from), rows.at(id)].toSorted((one, other) => one - other);
      if (a === undefined || b === undefined || a < 0) return;
      plan.setTicks([...range.before, ...rows.ids.slice(a, b + 1)]);
    },
    all() {
      range = undefined;
      plan.setTicks([...plan.ticked(), ...plan.rows().ids]);
    },
    rest: () => (range = undefined),
  };
}
