import type { AgentEvent } from "@switchyard/core/backend";
import type { Block } from "./native.ts";
import { resultDiff, resultText } from "./results.ts";
import { Todo } from "./todo.ts";
import { toolKind, toolTitle } from "./tools.ts";

interface Call {
  readonly name: string;
  readonly title: string;
  readonly input: unknown;
  readonly isInner: boolean;
  /** Why it may not run, where that has been decided. */
  rejection: string | null;
}

/** One call as Claude tells it, in a message or in a permission request. */
export interface CallHead {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  readonly parent: string | null;
}

/** The tool calls of one process: each is told once, and ends once. */
export class Calls {
  readonly #cwd: string;
  readonly #todo = new Todo();
  #open = new Map<string, Call>();
  #ended = new Set<string>();

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  begin({ id, name, input, parent }: CallHead): AgentEvent[] {
    if (this.#open.has(id) || this.#ended.has(id)) return [];
    const title = toolTitle(name, input, this.#cwd);
    this.#open.set(id, { name, title, input, isInner: parent !== null, rejection: null });
    return [
      {
        type: "tool_call",
        content: title,
        toolCallId: id,
        name,
        kind: toolKind(name),
        status: "in_progress",
        title,
        input,
        ...(parent === null ? {} : { parentToolCallId: parent }),
      },
    ];
  }

  /** What the message said of a call whose permission is asked for. */
  inputOf(id: string): unknown {
    return this.#open.get(id)?.input;
  }

  reject(id: string, message: string): void {
    const call = this.#open.get(id);
    if (call !== undefined) call.rejection = message;
  }

  /** A tool_result block; `details` is its line's `tool_use_result`, where the block is alone in it. */
  result(block: Block, details: unknown): AgentEvent[] {
    const id = block.tool_use_id ?? "";
    const call = this.#open.get(id);
    if (call === undefined) return [];
    const isFailed = block.is_error === true || call.rejection !== null;
    const diff = isFailed ? undefined : resultDiff(details);
    const plan = isFailed ? null : this.#todo.after(call.name, call.input, details);
    const ended = this.#end(id, call, isFailed ? "failed" : "completed");
    return [
      {
        ...ended,
        output: call.rejection ?? resultText(block.content),
        ...(diff === undefined ? {} : { diff }),
      },
      ...(plan === null ? [] : [plan]),
    ];
  }

  /**
   * Ends what a turn leaves open. A sub-agent in the background works on after a turn that ended well, so
   * its calls stay open then.
   */
  endTurn(isWhole: boolean): AgentEvent[] {
    const left = [...this.#open].filter(([, call]) => !isWhole || !call.isInner || call.rejection !== null);
    const events = left.map(([id, call]) => ({
      ...this.#end(id, call, "failed"),
      output: call.rejection ?? "The turn ended before this did.",
    }));
    this.#ended.clear();
    return events;
  }

  #end(
    id: string,
    call: Call,
    status: "completed" | "failed",
  ): Extract<AgentEvent, { type: "tool_call_update" }> {
    this.#open.delete(id);
    this.#ended.add(id);
    return { type: "tool_call_update", content: `${call.title}: ${status}`, toolCallId: id, status };
  }
}
