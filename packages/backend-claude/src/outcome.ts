import type { AgentEvent } from "@switchyard/core/backend";
import type { ErrorCode, StopReason, TurnError, TurnUsage } from "@switchyard/core/protocol";
import { LIMIT_WORDS } from "./limits.ts";
import { tokensIn, type Result } from "./native.ts";
import { LOGIN_COMMAND } from "./probe.ts";

export type TurnEnded = Extract<AgentEvent, { type: "turn_ended" }>;

export const NOT_LOGGED_IN = /not logged in|\/login\b|invalid api key|authentication[_ ](error|failed)/i;

/** How a turn went, by its `result`; `resetsAt` is in Unix s, where a limit has been told. */
export function turnOutcome(
  result: Result,
  wasInterrupted: boolean,
  resetsAt: number | null,
): Pick<TurnEnded, "stopReason" | "error"> {
  if (wasInterrupted || result.terminal_reason?.startsWith("aborted") === true) {
    return { stopReason: "interrupted" };
  }
  if (result.stop_reason === "refusal") return { stopReason: "refusal" };
  if (result.is_error === true || result.subtype !== "success") {
    return { stopReason: "error", error: turnError(result, resetsAt) };
  }
  return { stopReason: result.stop_reason === "max_tokens" ? "max_tokens" : "end_turn" };
}

/** A turn that ended for a reason of ours. */
export function endedBy(stopReason: StopReason, error?: TurnError): TurnEnded {
  return {
    type: "turn_ended",
    content: error?.message ?? "",
    stopReason,
    ...(error === undefined ? {} : { error }),
  };
}

export function failure(code: ErrorCode, message: string, detail?: string): TurnError {
  return { code, message, ...(detail === undefined || detail === "" ? {} : { detail }) };
}

export function notLoggedIn(detail: string): TurnError {
  const message = `Claude Code is not logged in. Run "${LOGIN_COMMAND}" in a terminal, then send the message again.`;
  return failure("CLI_NOT_LOGGED_IN", message, detail);
}

function turnError(result: Result, resetsAt: number | null): TurnError {
  const words = [result.result ?? "", ...(result.errors ?? [])].filter((text) => text !== "").join("\n");
  const status = result.api_error_status ?? 0;
  if (status === 401 || NOT_LOGGED_IN.test(words)) return notLoggedIn(words);
  if (status === 413 || result.terminal_reason === "blocking_limit" || /prompt is too long/i.test(words)) {
    return failure(
      "PROMPT_TOO_LONG",
      "The message is too long for the model: shorten it or attach less.",
      words,
    );
  }
  if (status === 429 || LIMIT_WORDS.test(words)) {
    const refused = failure("RATE_LIMITED", "The model's provider refuses more requests for now.", words);
    return resetsAt === null ? refused : { ...refused, resetsAt };
  }
  if (result.subtype === "error_max_turns")
    return failure("LIMIT_REACHED", "The limit of turns is reached.", words);
  if (result.subtype.startsWith("error_max_budget")) {
    return failure("LIMIT_REACHED", "The limit of costs is reached.", words);
  }
  return failure("CLI_FAILED", words === "" ? `Claude Code ended with ${result.subtype}.` : words);
}

/**
 * Adds up a turn's usage: Claude tells tokens by turn, but the cost of the whole process so far, which `/clear` sets
 * back to nothing. A process that resumes a conversation begins with the cost that the one before it left when it
 * ended in order, which is asked for; where it is not known, the first turn's cost is not either.
 */
export class Usage {
  /** Null: not known, or not yet. */
  #costBefore: number | null;
  #isAnswering = false;
  #carried = { inputTokens: 0, outputTokens: 0 };

  constructor(isResumed: boolean) {
    this.#costBefore = isResumed ? null : 0;
  }

  /** What the process had counted before its first turn; null: it did not say. */
  begunAt(costUsd: number | null): void {
    // The model has begun to answer: what that cost may be in it.
    if (this.#costBefore === null && !this.#isAnswering) this.#costBefore = costUsd;
  }

  answering(): void {
    this.#isAnswering = true;
  }

  /** Tokens of a turn that was not told of; the next turn that ends has them, as it has the cost. */
  carry(result: Result): void {
    const { inputTokens, outputTokens } = tokensIn(result.usage);
    this.#carried.inputTokens += inputTokens;
    this.#carried.outputTokens += outputTokens;
  }

  /** Input counts what was read from and written to the cache, too. */
  take(result: Result): TurnUsage {
    this.carry(result);
    const total = result.total_cost_usd ?? null;
    const before = total !== null && total < (this.#costBefore ?? 0) ? 0 : this.#costBefore;
    const costUsd = total === null || before === null ? null : total - before;
    this.#costBefore = total ?? before;
    const usage = { ...this.#carried, costUsd };
    this.#carried = { inputTokens: 0, outputTokens: 0 };
    return usage;
  }
}
