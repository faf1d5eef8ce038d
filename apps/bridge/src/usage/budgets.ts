import type { BeadId, Budget, Hold, SessionInfo } from "@switchyard/core/protocol";
import type { Log, NewChunk } from "../log/log.ts";
import type { BeadOfProject, Spent } from "../log/usage.ts";
import type { SessionRecord } from "../session/record.ts";
import { countedOf, type EndedTurn } from "./turn-cost.ts";

export type BudgetNotice = Extract<NewChunk, { type: "notice" }>;
export type Budgets = Pick<SessionInfo, "budget" | "beadBudget" | "epicBudget">;

type Tables = Pick<Log, "budgets" | "lines" | "spentWithin">;

/** How the budgets stand that a session is under. */
export function budgetsOf(tables: Tables, record: SessionRecord): Budgets {
  const { beadId, projectId, budgetUsd, usage } = record;
  const budget = budgetOf(budgetUsd, usage);
  if (beadId === null) return { budget, beadBudget: null, epicBudget: null };
  const bead = { projectId, beadId };
  const ofEpics = tables.lines.above(bead).flatMap((id) => {
    const standing = beadBudgetOf(tables, { projectId, beadId: id });
    return standing === null ? [] : [{ ...standing, beadId: id }];
  });
  const [epicBudget = null] = ofEpics.toSorted((a, b) => shareOf(b) - shareOf(a));
  return { budget, beadBudget: beadBudgetOf(tables, bead), epicBudget };
}

/** How the budget of a bead stands, with all that was spent on it and below it; null: it has none. */
export function beadBudgetOf(tables: Tables, bead: BeadOfProject): Budget | null {
  const limitUsd = tables.budgets.get(bead);
  return limitUsd === null ? null : budgetOf(limitUsd, tables.spentWithin(bead));
}

/** Null: there is no budget. */
export function budgetOf(limitUsd: number | null, { costUsd, turnsWithoutCost }: Spent): Budget | null {
  if (limitUsd === null) return null;
  const spentUsd = costUsd ?? 0;
  return { limitUsd, spentUsd, state: stateOf(limitUsd, spentUsd), turnsWithoutCost };
}

function stateOf(limitUsd: number, spentUsd: number): Budget["state"] {
  const share = shareOf({ limitUsd, spentUsd });
  if (share >= 1) return "reached";
  return share >= 0.8 ? "near" : "within";
}

/** Sums of costs are a little off in their last digits. */
function shareOf({ limitUsd, spentUsd }: Pick<Budget, "limitUsd" | "spentUsd">): number {
  return (spentUsd + 1e-9) / limitUsd;
}

/** Which budget keeps the next turn back; null: none does. */
export function reachedOf({ budget, beadBudget, epicBudget }: Budgets): BudgetReason | null {
  if (budget?.state === "reached") return "session_budget";
  if (beadBudget?.state === "reached") return "bead_budget";
  return epicBudget?.state === "reached" ? "epic_budget" : null;
}

export type BudgetReason = Exclude<Hold["reason"], "usage_limit">;

/** The budget that is meant by the reason, and whose it is where that is another bead. */
export function budgetBehind(
  { budget, beadBudget, epicBudget }: Budgets,
  reason: BudgetReason,
): Partial<Budget & { beadId: BeadId }> {
  const all = { session_budget: budget, bead_budget: beadBudget, epic_budget: epicBudget };
  return all[reason] ?? {};
}

/** How they stand when a turn that ends now is counted. */
export function afterTurn({ budget, beadBudget, epicBudget }: Budgets, ended: EndedTurn): Budgets {
  const costUsd = countedOf(ended)?.costUsd ?? 0;
  const more = (before: Budget | null): Budget | null =>
    before && budgetOf(before.limitUsd, { ...before, costUsd: before.spentUsd + costUsd });
  const ofEpic = more(epicBudget);
  return {
    budget: more(budget),
    beadBudget: more(beadBudget),
    epicBudget: ofEpic && epicBudget && { ...ofEpic, beadId: epicBudget.beadId },
  };
}

/** What is to be said where the budgets stand otherwise than before: each warning once. */
export function budgetNotices(before: Budgets, after: Budgets, record: SessionRecord): BudgetNotice[] {
  return [
    ...noticeOf(before.budget, after.budget, "This session has"),
    ...noticeOf(before.beadBudget, after.beadBudget, `The sessions of ${record.beadId ?? "its bead"} have`),
    ...noticeOf(
      before.epicBudget,
      after.epicBudget,
      `The sessions of ${after.epicBudget?.beadId ?? "its epic"} and of what is below it have`,
    ),
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
