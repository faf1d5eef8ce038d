import type { ContextEvent } from "@switchyard/core/backend";
import type { ContextFill, TurnUsage } from "@switchyard/core/protocol";
import type { AcpDialect } from "./dialect.ts";
import type { Prompted, Update } from "./native.ts";

/** Adds up a turn's usage: tokens come with the answer, the costs of the whole conversation on the way. */
export class Usage {
  readonly #read: (prompted: Prompted) => TurnUsage | undefined;
  /** Costs up to the last turn; null where they are not known, as in a reopened conversation. */
  #costBefore: number | null;
  #cost: number | null = null;
  #context: ContextFill | null = null;

  constructor(dialect: AcpDialect, isReopened: boolean) {
    this.#read = dialect.usage ?? usageOf;
    this.#costBefore = isReopened ? null : 0;
  }

  /** `isReplayed`: what it had cost before. Gives the context where that is another than before. */
  told({ cost, used, size }: Told, isReplayed: boolean): ContextEvent[] {
    if (cost?.currency === "USD" && typeof cost.amount === "number") {
      this.#cost = cost.amount;
      if (isReplayed) this.#costBefore = cost.amount;
    }
    if (typeof used !== "number") return [];
    const before = this.#context;
    const context = { usedTokens: Math.round(used), windowTokens: size ? Math.ceil(size) : null };
    this.#context = context;
    const isNews = context.usedTokens !== before?.usedTokens || context.windowTokens !== before.windowTokens;
    return isNews && !isReplayed ? [{ type: "context", content: "", context }] : [];
  }

  take(prompted: Prompted): TurnUsage | undefined {
    const [cost, before] = [this.#cost, this.#costBefore];
    const costUsd = cost === null || before === null ? null : Math.max(0, cost - before);
    this.#costBefore = cost ?? before;
    const usage = this.#read(prompted);
    const context = this.#context === null ? {} : { context: this.#context };
    if (usage !== undefined) return { ...usage, costUsd: usage.costUsd ?? costUsd, ...context };
    return costUsd === null ? undefined : { inputTokens: 0, outputTokens: 0, costUsd, ...context };
  }
}

type Told = Extract<Update, { sessionUpdate: "usage_update" }>;

/** Input counts what was read from and written to the cache, too. */
function usageOf({ usage }: Prompted): TurnUsage | undefined {
  if (!usage) return undefined;
  const { inputTokens, outputTokens, cachedReadTokens, cachedWriteTokens } = usage;
  const input = (inputTokens ?? 0) + (cachedReadTokens ?? 0) + (cachedWriteTokens ?? 0);
  return { inputTokens: Math.round(input), outputTokens: Math.round(outputTokens ?? 0), costUsd: null };
}
