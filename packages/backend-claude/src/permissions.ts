import { z } from "zod";
import type { AgentEvent, Intent, PermissionRequestEvent } from "@switchyard/core/backend";
import type { PermissionMode, PermissionOption } from "@switchyard/core/protocol";
import { controlSuccessLine } from "./lines.ts";
import type { CanUseTool } from "./native.ts";
import { oneLine, toolTitle } from "./tools.ts";

type Answer = Extract<Intent, { type: "answer" }>;
interface Pending {
  readonly toolCallId: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly rules: readonly Rules[];
}

const Rules = z.looseObject({
  type: z.literal("addRules"),
  behavior: z.literal("allow"),
  rules: z.array(z.looseObject({ toolName: z.string(), ruleContent: z.string().optional() })).min(1),
});
type Rules = z.infer<typeof Rules>;

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

  open(requestKey: string, ask: CanUseTool, { shown, afterPlan }: Context): PermissionRequestEvent {
    const rules = (ask.permission_suggestions ?? []).flatMap((one) => Rules.safeParse(one).data ?? []);
    this.#pending.set(requestKey, { toolCallId: ask.tool_use_id, input: ask.input, rules });
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
        ...(isPlan ? [] : [always(ask, title, rules)]),
        { decision: "reject_once", label: "Reject" },
      ],
      ...(isPlan ? { setsMode: afterPlan } : {}),
    };
  }

  /** The line that answers; null where the request is settled already. `isEnding`: Claude withdraws it itself. */
  answer({ requestKey, decision, message }: Answer, isEnding: boolean): Answered | null {
    const request = this.#pending.get(requestKey);
    if (request === undefined) return null;
    this.#pending.delete(requestKey);
    const { toolCallId, input } = request;
    if (decision === "allow_once") return allowed(requestKey, toolCallId, { updatedInput: input });
    if (decision === "allow_always") {
      const updatedPermissions = request.rules.map((one) => ({ ...one, destination: "session" }));
      const more = updatedPermissions.length === 0 ? {} : { updatedPermissions };
      return allowed(requestKey, toolCallId, { updatedInput: input, ...more });
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

interface Context {
  /** What the card shows as input; what is allowed is always exactly what was asked for. */
  readonly shown: unknown;
  /** The mode that leaving plan mode goes back to. */
  readonly afterPlan: PermissionMode;
}

interface Answered {
  readonly line: string | null;
  readonly toolCallId: string;
  /** What the agent is told, where it was not allowed. */
  readonly rejection: string | null;
}

function allowed(requestKey: string, toolCallId: string, more: Readonly<Record<string, unknown>>): Answered {
  return {
    line: controlSuccessLine(requestKey, { behavior: "allow", ...more }),
    toolCallId,
    rejection: null,
  };
}

function withdrawn(requestKey: string): AgentEvent {
  const content = "Claude Code no longer asks for this.";
  return { type: "permission_resolved", requestKey, decision: "cancelled", by: "agent", content };
}

/** Says what it covers: Claude's own rule where it suggests one, else this very call. */
function always(ask: CanUseTool, title: string, rules: readonly Rules[]): PermissionOption {
  const covered = rules.flatMap((one) => one.rules).map(ruleText);
  const exact = typeof ask.input["command"] === "string" ? oneLine(ask.input["command"]) : `"${title}"`;
  const thing = covered.length > 0 ? covered.join(", ") : exact;
  const detail =
    covered.length > 0
      ? `Whatever ${covered.join(", ")} covers runs without asking until the session ends.`
      : "The same tool with exactly the same input runs without asking until the session ends.";
  return { decision: "allow_always", label: `Always allow ${thing} in this session`, detail };
}

function ruleText({ toolName, ruleContent }: Rules["rules"][number]): string {
  return ruleContent === undefined ? `every ${toolName}` : `${toolName}(${ruleContent})`;
}
