import type { ErrorCode, SessionInfo, StopReason, TurnError, TurnUsage } from "@switchyard/core/protocol";

/** What is counted of a turn. */
export type Counted = Pick<TurnUsage, "inputTokens" | "outputTokens" | "costUsd">;

/** How a turn ended, as far as counting goes. */
export interface EndedTurn {
  readonly usage?: Counted | undefined;
  readonly error?: Pick<TurnError, "code"> | undefined;
}

/**
 * What a turn counts as. One that told nothing has a cost that nobody knows; null: it never came to the agent,
 * and is not counted at all.
 */
export function countedOf({ usage, error }: EndedTurn): Counted | null {
  if (usage !== undefined) return usage;
  return error !== undefined && NEVER_SENT.has(error.code) ? null : NOTHING_TOLD;
}

/** Whether a turn ended by something that its session has to be looked at for. */
export function isFault(stopReason: StopReason): boolean {
  return stopReason === "error" || stopReason === "process_exit";
}

/** Whether a turn counts as failed: one that was cut because the user ended the bridge tells no error. */
export function hasFailed({ stopReason, error }: EndedTurn & { readonly stopReason: StopReason }): boolean {
  return stopReason === "error" || (stopReason === "process_exit" && error !== undefined);
}

/** The sum with one more turn. */
export function withTurn(sum: SessionInfo["usage"], ended: EndedTurn): SessionInfo["usage"] {
  const counted = countedOf(ended);
  if (counted === null) return sum;
  const { inputTokens, outputTokens, costUsd } = counted;
  return {
    inputTokens: sum.inputTokens + inputTokens,
    outputTokens: sum.outputTokens + outputTokens,
    costUsd: costUsd === null ? sum.costUsd : (sum.costUsd ?? 0) + costUsd,
    turnsWithoutCost: sum.turnsWithoutCost + (costUsd === null ? 1 : 0),
  };
}

const NOTHING_TOLD: Counted = { inputTokens: 0, outputTokens: 0, costUsd: null };

/** With these a turn ends before its prompt is handed to the agent. */
const NEVER_SENT: ReadonlySet<string> = new Set<ErrorCode>([
  "BACKEND_UNAVAILABLE",
  "CLI_NOT_FOUND",
  "CLI_NOT_LOGGED_IN",
  "FOLDER_NOT_FOUND",
  "FOLDER_NOT_TRUSTED",
  "STORAGE_FAILED",
]);
