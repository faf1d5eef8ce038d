import type {
  AgentEvent,
  Intent,
  PermissionRequestEvent,
  QuestionRequestEvent,
} from "@switchyard/core/backend";
import type { CanUseTool } from "./native.ts";
import { Permissions, type RequestContext } from "./permissions.ts";
import { ASK_TOOL, Questions } from "./questions.ts";

type Answer = Extract<Intent, { type: "answer" | "answer_question" }>;

/** What follows from an answer. */
export interface Answered {
  readonly line: string | null;
  readonly toolCallId: string;
  /** What the agent is told, where it was not allowed or not answered. */
  readonly rejection: string | null;
}

/** What waits for the user: permissions and forms, by Claude's own `request_id`. */
export class Requests {
  readonly #permissions: Permissions;
  readonly #questions = new Questions();

  constructor(cwd: string) {
    this.#permissions = new Permissions(cwd);
  }

  get waiting(): boolean {
    return this.#permissions.waiting || this.#questions.waiting;
  }

  /** Null: there is no way to ask this here. */
  open(
    requestKey: string,
    ask: CanUseTool,
    context: RequestContext,
  ): PermissionRequestEvent | QuestionRequestEvent | null {
    if (ask.tool_name === ASK_TOOL) return this.#questions.open(requestKey, ask);
    if (ask.requires_user_interaction === true && ask.tool_name !== "ExitPlanMode") return null;
    return this.#permissions.open(requestKey, ask, context);
  }

  /** Null where the request is settled already. `isEnding`: Claude withdraws it itself. */
  answer(intent: Answer, isEnding: boolean): Answered | null {
    if (intent.type === "answer") return this.#permissions.answer(intent, isEnding);
    return this.#questions.answer(intent);
  }

  /** The call that a waiting request is about. */
  callOf(requestKey: string): string | undefined {
    return this.#permissions.callOf(requestKey) ?? this.#questions.callOf(requestKey);
  }

  /** Claude has withdrawn a request. */
  withdraw(requestKey: string): AgentEvent[] {
    return [...this.#permissions.withdraw(requestKey), ...this.#questions.withdraw(requestKey)];
  }

  /** No request outlives its turn: who still waits (a sub-agent in the background) is told no. */
  close(): { events: AgentEvent[]; lines: string[] } {
    const [permissions, questions] = [this.#permissions.close(), this.#questions.close()];
    return {
      events: [...permissions.events, ...questions.events],
      lines: [...permissions.lines, ...questions.lines],
    };
  }
}

/** What the agent is told of a request that has no place here. */
export const NO_FORM =
  "The user cannot be asked by this tool here. Ask in plain text instead, then end your turn and wait for the answer.";
