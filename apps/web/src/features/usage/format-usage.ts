import type { Budget } from "@switchyard/core/protocol";
import { usageWords as words } from "../../words/usage-words.ts";
import { money } from "../session/format.ts";

/** A cost in words: "$1.84", "$1.84 + unknown", or that none is known. */
export function costWords(usage: { costUsd: number | null; turnsWithoutCost: number }): string {
  if (usage.costUsd === null) return usage.turnsWithoutCost > 0 ? words.unknownCost : "";
  const cost = money(usage.costUsd);
  return usage.turnsWithoutCost > 0 ? `${cost} ${words.plusUnknown}` : cost;
}

/** The next higher limit that leaves room: the double, as often as what is spent asks for. */
export function raisedLimit({ limitUsd, spentUsd }: Pick<Budget, "limitUsd" | "spentUsd">): number {
  let limit = limitUsd * 2;
  while (limit < spentUsd * 1.25 && limit < MOST_USD) limit *= 2;
  return Math.min(MOST_USD, Math.round(limit * 100) / 100);
}

/** An amount as the user writes it, in USD; null: none was written; undefined: it is no amount. */
export function amountOf(text: string): number | null | undefined {
  const written = text.trim().replace(/^\$/, "").replace(",", ".");
  if (written === "") return null;
  const value = /^\d+(\.\d+)?$/.test(written) ? Number(written) : Number.NaN;
  return value > 0 ? value : undefined;
}

/** The most that a budget may be, in USD. */
export const MOST_USD = 1_000_000;
