import type { Native } from "./native.ts";

/** The work that goes on between turns: commands and sub-agents in the background. */
export class Background {
  #tasks = new Set<string>();

  get isWorking(): boolean {
    return this.#tasks.size > 0;
  }

  follow(native: Native): void {
    if (native.kind === "system/background_tasks_changed") {
      this.#tasks = new Set(native.tasks.map((task) => task.task_id));
    } else if (native.kind === "system/task_started" && native.is_backgrounded === true) {
      this.#tasks.add(native.task_id);
    } else if (native.kind === "system/task_notification") this.#tasks.delete(native.task_id);
  }
}
