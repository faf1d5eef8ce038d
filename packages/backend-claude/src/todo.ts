import { z } from "zod";
import type { AgentEvent } from "@switchyard/core/backend";
import type { PlanEntry } from "@switchyard/core/protocol";

const status = z.enum(["pending", "in_progress", "completed"]).catch("pending");
const TodoWrite = z.looseObject({ todos: z.array(z.looseObject({ content: z.string(), status })) });
const TaskCreated = z.looseObject({ task: z.looseObject({ id: z.string(), subject: z.string() }) });
const TaskUpdate = z.looseObject({
  taskId: z.string(),
  subject: z.string().optional(),
  status: z.string().optional(),
});
const TaskList = z.looseObject({
  tasks: z.array(z.looseObject({ id: z.string(), subject: z.string(), status })),
});

/** The agent's plan: TodoWrite tells the whole of it, the Task tools one entry at a time. */
export class Todo {
  #tasks = new Map<string, PlanEntry>();

  /** What a tool that has succeeded makes of the plan; null where it is no tool of the plan. */
  after(name: string, input: unknown, details: unknown): AgentEvent | null {
    switch (name) {
      case "TodoWrite": {
        const todos = TodoWrite.safeParse(input).data?.todos;
        return todos === undefined
          ? null
          : plan(todos.map(({ content, status: is }) => ({ content, status: is })));
      }
      case "TaskCreate": {
        const created = TaskCreated.safeParse(details).data?.task;
        if (created !== undefined)
          this.#tasks.set(created.id, { content: created.subject, status: "pending" });
        return this.#plan();
      }
      case "TaskUpdate":
        this.#update(TaskUpdate.safeParse(input).data);
        return this.#plan();
      case "TaskList": {
        const tasks = TaskList.safeParse(details).data?.tasks;
        if (tasks === undefined) return null;
        this.#tasks = new Map(tasks.map((task) => [task.id, { content: task.subject, status: task.status }]));
        return this.#plan();
      }
      default:
        return null;
    }
  }

  #update(change: z.infer<typeof TaskUpdate> | undefined): void {
    const task = change && this.#tasks.get(change.taskId);
    if (change === undefined || task === undefined) return;
    if (change.status === "deleted") this.#tasks.delete(change.taskId);
    else {
      const content = change.subject ?? task.content;
      this.#tasks.set(change.taskId, { content, status: status.parse(change.status ?? task.status) });
    }
  }

  #plan(): AgentEvent | null {
    return this.#tasks.size === 0 ? null : plan([...this.#tasks.values()]);
  }
}

const marks = { pending: "[ ]", in_progress: "[~]", completed: "[x]" } as const;

function plan(entries: PlanEntry[]): AgentEvent {
  const content = entries.map((entry) => `${marks[entry.status]} ${entry.content}`).join("\n");
  return { type: "plan", content, entries };
}
