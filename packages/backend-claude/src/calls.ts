import type { AgentEvent } from "@switchyard/core/backend";
import type { Assistant, Block } from "./native.ts";
import { resultDiff, resultShown } from "./results.ts";
import { Todo } from "./todo.ts";
import { toolKind, toolTitle } from "./tools.ts";

interface Call {
  readonly name: string;
  readonly title: string;
  readonly input: unknown;
  readonly isInner: boolean;
  /** Why it may not run, where that has been decided. */
  rejection: string | null;
  /** What a sub-agent has said so far. */
  said: string;
}

/** One call as Claude tells it, in a message or in a permission request. */
export interface CallHead {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  readonly parent: string | null;
}

/** Every word is told anew with all before it: no more than so many characters are. */
const MAX_SAID = 16 * 1024;

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
    this.#open.set(id, { name, title, input, isInner: parent !== null, rejection: null, said: "" });
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

  /** What a sub-agent says while its call runs; its report takes the place of it. */
  saidInside(id: string, { message: { content } }: Assistant): AgentEvent[] {
    const call = this.#open.get(id);
    const text = content.map((block) => (block.type === "text" ? (block.text ?? "") : "")).join("");
    if (call === undefined || text.trim() === "" || call.said.length > MAX_SAID) return [];
    call.said = call.said === "" ? text : `${call.said}\n\n${text}`;
    const update = { content: `${call.title}: in progress`, toolCallId: id, status: "in_progress" } as const;
    return [{ type: "tool_call_update", ...update, output: call.said }];
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
    const { output, images } = resultShown(block.content, details);
    return [
      {
        ...ended,
        output: call.rejection ?? output,
        ...(diff === undefined ? {} : { diff }),
        ...(images.length === 0 ? {} : { images }),
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
