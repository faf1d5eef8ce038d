import type { AgentEvent, Intent } from "@switchyard/core/backend";
import type { Modes } from "./modes.ts";
import type { RequestId } from "./native.ts";
import { Permissions } from "./permissions.ts";
import { Questions } from "./questions.ts";

interface Closed {
  readonly events: AgentEvent[];
  readonly lines: string[];
}

/** What waits for the user: permissions and forms. The agent names both out of one row of ids. */
export class Requests {
  readonly permissions: Permissions;
  readonly questions: Questions;

  constructor(name: string, modes: Modes) {
    this.permissions = new Permissions(name, modes);
    this.questions = new Questions(name);
  }

  isWaiting(id: RequestId): boolean {
    return this.permissions.isWaiting(id) || this.questions.isWaiting(id);
  }

  answerForm(intent: Extract<Intent, { type: "answer_question" }>): string[] {
    const line = this.questions.answer(intent);
    return line === null ? [] : [line];
  }

  /** The agent has withdrawn a request; it still wants it answered. */
  withdraw(id: RequestId): Closed {
    return both(this.permissions.withdraw(id), this.questions.withdraw(id));
  }

  /** No request outlives its turn. */
  close(): Closed {
    return both(this.permissions.close(), this.questions.close());
  }
}

function both(one: Closed, other: Closed): Closed {
  return { events: [...one.events, ...other.events], lines: [...one.lines, ...other.lines] };
}
