import type { ContextEvent } from "@switchyard/core/backend";
import type { ContextFill } from "@switchyard/core/protocol";
import { tokensIn, type Assistant, type Result } from "./native.ts";

/** How full the conversation is: what the model was last sent, against its window, which a `result` tells. */
export class Context {
  #used: number | null = null;
  #model: string | null = null;
  #windows = new Map<string, number>();

  get fill(): ContextFill | null {
    if (this.#used === null) return null;
    return { usedTokens: this.#used, windowTokens: this.#windows.get(this.#model ?? "") ?? null };
  }

  /** Of the main conversation alone; a message of Claude's own making was sent to no model. */
  answered({ message: { model, usage }, parent_tool_use_id: parent }: Assistant): ContextEvent[] {
    if (typeof parent === "string" || model === "<synthetic>" || !usage) return [];
    const { inputTokens } = tokensIn(usage);
    if (inputTokens === 0 || (inputTokens === this.#used && model === this.#model)) return [];
    this.#used = inputTokens;
    this.#model = model ?? this.#model;
    const { fill } = this;
    return fill === null ? [] : [{ type: "context", content: "", context: fill }];
  }

  ended({ modelUsage }: Result): void {
    for (const [model, { contextWindow }] of Object.entries(modelUsage ?? {})) {
      if (contextWindow) this.#windows.set(model, contextWindow);
    }
  }

  /** The conversation begins anew. */
  emptied(): void {
    this.#used = null;
  }
}
