import type { AgentEvent, Intent, PermissionRequestEvent } from "@switchyard/core/backend";
import { PermissionDecision, type PermissionOption } from "@switchyard/core/protocol";
import type { Call } from "./calls.ts";
import { oneLine } from "./content.ts";
import { resultLine } from "./lines.ts";
import { isSkipping, type Modes } from "./modes.ts";
import { keyOf, type Permission, type RequestId } from "./native.ts";

type IntentToAnswer = Extract<Intent, { type: "answer" }>;
interface Pending {
  readonly id: RequestId;
  readonly toolCallId: string;
  /** The agent's option for each decision that is offered. */
  readonly options: ReadonlyMap<PermissionDecision, string>;
  readonly setsMode: PermissionRequestEvent["setsMode"];
}

const NOBODY = "Nobody answered, so this was not allowed.";
const REJECTED = "The user rejected this call.";

/** The permission requests that wait for the user, by a key made of the agent's own id. */
export class Permissions {
  readonly #name: string;
  readonly #modes: Modes;
  #pending = new Map<string, Pending>();

  constructor(name: string, modes: Modes) {
    this.#name = name;
    this.#modes = modes;
  }

  isWaiting(id: RequestId): boolean {
    return this.#pending.has(keyOf(id));
  }

  open(id: RequestId, { toolCall, options }: Permission, call: Call): PermissionRequestEvent {
    const isModeChange = call.kind === "switch_mode" || call.setsMode !== undefined;
    const usable = options.filter(
      ({ optionId, kind }) => !(isModeChange && kind.startsWith("allow") && isSkipping(optionId)),
    );
    const byDecision = firstOfEach(usable);
    // A rule for the same again needs to know what "the same" is.
    if (isModeChange || !call.isExact) byDecision.delete("allow_always");
    const led = call.setsMode ?? this.#modeAfter(byDecision.get("allow_once")?.optionId);
    const setsMode = isModeChange ? led : undefined;
    const requestKey = keyOf(id);
    this.#pending.set(requestKey, {
      id,
      toolCallId: toolCall.toolCallId,
      options: new Map([...byDecision].map(([decision, { optionId }]) => [decision, optionId])),
      setsMode,
    });
    return {
      type: "permission_request",
      content: call.title,
      requestKey,
      toolCallId: toolCall.toolCallId,
      toolName: call.name,
      title: call.title,
      input: call.input,
      options: [...byDecision].map(([decision, { name }]) =>
        option(decision, name, byDecision.has("allow_once") ? call : null),
      ),
      ...(setsMode === undefined ? {} : { setsMode }),
    };
  }

  /** The line that answers; null where the request is settled already. */
  answer({ requestKey, decision, message }: IntentToAnswer): Answered | null {
    const request = this.#pending.get(requestKey);
    if (request === undefined) return null;
    this.#pending.delete(requestKey);
    const { id, toolCallId, options, setsMode } = request;
    // What the agent would remember goes further than what the user was told: the bridge remembers.
    const asked = decision === "allow_always" && options.has("allow_once") ? "allow_once" : decision;
    const optionId = asked === "cancelled" ? undefined : options.get(asked);
    if (optionId === undefined) return { line: cancelledLine(id), toolCallId, rejection: message ?? NOBODY };
    const line = resultLine(id, { outcome: { outcome: "selected", optionId } });
    if (!asked.startsWith("allow")) return { line, toolCallId, rejection: message ?? REJECTED };
    return { line, toolCallId, rejection: null, ...(setsMode === undefined ? {} : { setsMode }) };
  }

  /** The agent has withdrawn a request; it still wants it answered. */
  withdraw(id: RequestId): { events: AgentEvent[]; lines: string[] } {
    const requestKey = keyOf(id);
    if (!this.#pending.delete(requestKey)) return { events: [], lines: [] };
    return { events: [this.#withdrawn(requestKey)], lines: [cancelledLine(id)] };
  }

  /** No request outlives its turn. */
  close(): { events: AgentEvent[]; lines: string[] } {
    const ids = [...this.#pending.values()].map(({ id }) => id);
    const closed = ids.map((id) => this.withdraw(id));
    return { events: closed.flatMap(({ events }) => events), lines: closed.flatMap(({ lines }) => lines) };
  }

  #withdrawn(requestKey: string): AgentEvent {
    const content = `${this.#name} no longer asks for this.`;
    return { type: "permission_resolved", requestKey, decision: "cancelled", by: "agent", content };
  }

  /** Agents name the option after the mode that it leads to. */
  #modeAfter(optionId: string | undefined): PermissionRequestEvent["setsMode"] {
    const named = optionId === undefined ? "unknown" : this.#modes.modeOf(optionId);
    return named === "unknown" ? this.#modes.afterPlan : named;
  }
}

interface Answered {
  readonly line: string;
  readonly toolCallId: string;
  /** What the user is told, where it was not allowed. */
  readonly rejection: string | null;
  readonly setsMode?: NonNullable<PermissionRequestEvent["setsMode"]>;
}

/** Nobody allowed it. */
export function cancelledLine(id: RequestId): string {
  return resultLine(id, { outcome: { outcome: "cancelled" } });
}

type Options = Permission["options"];

/** In the order of our decisions: those that allow, then those that reject. */
function firstOfEach(options: Options): Map<PermissionDecision, Options[number]> {
  const found = PermissionDecision.options.flatMap((decision) => {
    const first = options.find(({ kind }) => kind === decision);
    return first === undefined ? [] : [[decision, first] as const];
  });
  return new Map(found);
}

/** `call`: what an allowance for the session covers, where it is the bridge that remembers it. */
function option(decision: PermissionDecision, name: string, call: Call | null): PermissionOption {
  if (decision !== "allow_always" || call === null) return { decision, label: oneLine(name) || decision };
  return {
    decision,
    label: `Always allow ${oneLine(call.title)} in this session`,
    detail: "The same tool with exactly the same input runs without asking until the session ends.",
  };
}
