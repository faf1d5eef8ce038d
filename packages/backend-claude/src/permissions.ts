import type { AgentEvent, Intent, PermissionRequestEvent } from "@switchyard/core/backend";
import type { PermissionMode } from "@switchyard/core/protocol";
import { controlSuccessLine } from "./lines.ts";
import type { CanUseTool } from "./native.ts";
import type { Answered } from "./requests.ts";
import { alwaysOption, coveringRules, ruleText } from "./rules.ts";
import { toolTitle } from "./tools.ts";

type Answer = Extract<Intent, { type: "answer" }>;
interface Pending {
  readonly toolCallId: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const NOBODY = "Nobody answered, so this was not allowed.";
const REJECTED =
  "The user rejected this call. Do not try the same in another way; ask what to do instead if it is not clear.";

/** The permission requests that wait for the user, by Claude's own `request_id`. */
export class Permissions {
  readonly #cwd: string;
  #pending = new Map<string, Pending>();

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  get waiting(): boolean {
    return this.#pending.size > 0;
  }

  open(requestKey: string, ask: CanUseTool, { shown, afterPlan }: RequestContext): PermissionRequestEvent {
    const rules = coveringRules(ask);
    this.#pending.set(requestKey, { toolCallId: ask.tool_use_id, input: ask.input });
    const title = toolTitle(ask.tool_name, ask.input, this.#cwd);
    const isPlan = ask.tool_name === "ExitPlanMode";
    return {
      type: "permission_request",
      content: title,
      requestKey,
      toolCallId: ask.tool_use_id,
      toolName: ask.tool_name,
      title,
      input: shown,
      options: [
        { decision: "allow_once", label: "Allow once" },
        ...(isPlan ? [] : [alwaysOption(ask, title, rules)]),
        { decision: "reject_once", label: "Reject" },
      ],
      ...(isPlan ? { setsMode: afterPlan } : {}),
      ...(isPlan || rules.length === 0 ? {} : { covers: rules.map(ruleText) }),
    };
  }

  /** The line that answers; null where the request is settled already. `isEnding`: Claude withdraws it itself. */
  answer({ requestKey, decision, message }: Answer, isEnding: boolean): Answered | null {
    const request = this.#pending.get(requestKey);
    if (request === undefined) return null;
    this.#pending.delete(requestKey);
    const { toolCallId, input } = request;
    if (decision === "allow_once" || decision === "allow_always") {
      // "Always" is the bridge's to keep: what Claude is told of a rule, it no longer asks for.
      const line = controlSuccessLine(requestKey, { behavior: "allow", updatedInput: input });
      return { line, toolCallId, rejection: null };
    }
    const reason = message ?? (decision === "cancelled" ? NOBODY : REJECTED);
    if (decision === "cancelled" && isEnding) return { line: null, toolCallId, rejection: reason };
    const interrupt = decision === "cancelled" ? { interrupt: true } : {};
    const line = controlSuccessLine(requestKey, { behavior: "deny", message: reason, ...interrupt });
    return { line, toolCallId, rejection: reason };
  }

  /** The call that a waiting request is about. */
  callOf(requestKey: string): string | undefined {
    return this.#pending.get(requestKey)?.toolCallId;
  }

  /** Claude has withdrawn a request. */
  withdraw(requestKey: string): AgentEvent[] {
    if (!this.#pending.delete(requestKey)) return [];
    return [withdrawn(requestKey)];
  }

  /** No request outlives its turn: who still waits (a sub-agent in the background) is told no. */
  close(): { events: AgentEvent[]; lines: string[] } {
    const keys = [...this.#pending.keys()];
    const lines = keys.map((key) => controlSuccessLine(key, { behavior: "deny", message: NOBODY }));
    return { events: keys.flatMap((key) => this.withdraw(key)), lines };
  }
}

export interface RequestContext {
  /** What the card shows as input; what is allowed is always exactly what was asked for. */
  readonly shown: unknown;
  /** The mode that leaving plan mode goes back to. */
  readonly afterPlan: PermissionMode;
}

function withdrawn(requestKey: string): AgentEvent {
  const content = "Claude Code no longer asks for this.";
  return { type: "permission_resolved", requestKey, decision: "cancelled", by: "agent", content };
}
