import type { Budget, Hold, SessionInfo } from "@switchyard/core/protocol";
import type { Log, NewChunk } from "../log/log.ts";
import type { Spent } from "../log/usage.ts";
import type { SessionRecord } from "../session/record.ts";
import { countedOf, type EndedTurn } from "./turn-cost.ts";

export type BudgetNotice = Extract<NewChunk, { type: "notice" }>;
export type Budgets = Pick<SessionInfo, "budget" | "beadBudget">;

type Tables = Pick<Log, "usage" | "budgets">;

/** How the budgets stand that a session is under. */
export function budgetsOf(tables: Tables, record: SessionRecord): Budgets {
  const { beadId, projectId, budgetUsd, usage } = record;
  if (beadId === null) return { budget: budgetOf(budgetUsd, usage), beadBudget: null };
  const bead = { projectId, beadId };
  const limitUsd = tables.budgets.get(bead);
  const beadBudget = limitUsd === null ? null : budgetOf(limitUsd, tables.usage.ofBead(bead));
  return { budget: budgetOf(budgetUsd, usage), beadBudget };
}

/** Null: there is no budget. */
export function budgetOf(limitUsd: number | null, { costUsd, turnsWithoutCost }: Spent): Budget | null {
  if (limitUsd === null) return null;
  const spentUsd = costUsd ?? 0;
  return { limitUsd, spentUsd, state: stateOf(limitUsd, spentUsd), turnsWithoutCost };
}

function stateOf(limitUsd: number, spentUsd: number): Budget["state"] {
  // Sums of costs are a little off in their last digits.
  const share = (spentUsd + 1e-9) / limitUsd;
  if (share >= 1) return "reached";
  return share >= 0.8 ? "near" : "within";
}

/** Which budget keeps the next turn back; null: none does. */
export function reachedOf({ budget, beadBudget }: Budgets): Exclude<Hold["reason"], "usage_limit"> | null {
  if (budget?.state === "reached") return "session_budget";
  return beadBudget?.state === "reached" ? "bead_budget" : null;
}

/** How they stand when a turn that ends now is counted. */
export function afterTurn({ budget, beadBudget }: Budgets, ended: EndedTurn): Budgets {
  const costUsd = countedOf(ended)?.costUsd ?? 0;
  const more = (before: Budget | null): Budget | null =>
    before && budgetOf(before.limitUsd, { ...before, costUsd: before.spentUsd + costUsd });
  return { budget: more(budget), beadBudget: more(beadBudget) };
}

/** What is to be said where the budgets stand otherwise than before: each warning once. */
export function budgetNotices(before: Budgets, after: Budgets, record: SessionRecord): BudgetNotice[] {
  return [
    ...noticeOf(before.budget, after.budget, "This session has"),
    ...noticeOf(before.beadBudget, after.beadBudget, `The sessions of ${record.beadId ?? "its bead"} have`),
  ];
}

function noticeOf(before: Budget | null, after: Budget | null, who: string): BudgetNotice[] {
  if (after === null || RANK[after.state] <= RANK[before?.state ?? "within"]) return [];
  const spent = `${who} spent ${dollars(after.spentUsd)} of the budget of ${dollars(after.limitUsd)}.`;
  const shared = { type: "notice", level: "warning" } as const;
  if (after.state === "near") return [{ ...shared, code: "budget_near", content: spent }];
  const content = `${spent} The next turn waits until you raise or lift the budget.`;
  return [{ ...shared, code: "budget_reached", content }];
}

/** A turn that nobody could hold back. */
export function passedNotice(agent: string): BudgetNotice {
  const content = `The budget is reached, but ${agent} began this turn by itself. Only turns that you start can wait.`;
  return { type: "notice", level: "warning", code: "budget_passed", content };
}

/** As in "$4.10"; amounts below a dollar more exactly. */
export function dollars(amount: number): string {
  const isWhole = Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6;
  return `$${amount.toFixed(amount >= 1 || isWhole ? 2 : 4)}`;
}

const RANK = { within: 0, near: 1, reached: 2 } as const;
