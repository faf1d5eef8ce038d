import type { Budget } from "@switchyard/core/protocol";
import type { SessionView } from "../../state/session-view.ts";

/** Whose budget: that of a session, of its bead with all below it, or of one above that. */
export type BudgetOwner = "session" | "bead" | "epic";

/** One budget, and the way to change it. Reactive: read its fields where they are used. */
export interface OwnBudget {
  readonly of: BudgetOwner;
  /** Null: a session's. */
  readonly beadId: string | null;
  /** Null: none was set. */
  readonly budget: Budget | null;
  readonly spentUsd: number | null;
  readonly turnsWithoutCost: number;
  readonly isAway: boolean;
  /** In USD; null: none. */
  set(limitUsd: number | null): Promise<void>;
}

/** A budget that a session knows of. */
export function budgetOfSession(view: SessionView, of: BudgetOwner): OwnBudget {
  return {
    of,
    get beadId() {
      if (of === "session") return null;
      return of === "bead" ? view.info.beadId : (view.info.epicBudget?.beadId ?? null);
    },
    get budget() {
      return view.info[fields[of]];
    },
    get spentUsd() {
      return this.budget?.spentUsd ?? (of === "session" ? view.info.usage.costUsd : null);
    },
    get turnsWithoutCost() {
      return this.budget?.turnsWithoutCost ?? (of === "session" ? view.info.usage.turnsWithoutCost : 0);
    },
    get isAway() {
      return view.connection !== "live";
    },
    set(limitUsd) {
      if (of === "session") return view.setBudget(limitUsd);
      return of === "bead" ? view.setBeadBudget(limitUsd) : view.setEpicBudget(limitUsd);
    },
  };
}

const fields = { session: "budget", bead: "beadBudget", epic: "epicBudget" } as const;
