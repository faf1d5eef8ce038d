import type { Step } from "@switchyard/core/backend";
import type { Native } from "./native.ts";

/** The work that goes on between turns: commands and sub-agents in the background. */
export class Background {
  #tasks = new Set<string>();
  #isReportDue = false;

  get isWorking(): boolean {
    return this.#tasks.size > 0 || this.#isReportDue;
  }

  /** When to look whether Claude has begun a turn of its own for a task that has ended. */
  get look(): Pick<Step, "wakeMs"> {
    return this.#isReportDue ? { wakeMs: REPORT_MS } : {};
  }

  follow(native: Native): void {
    if (native.kind === "system/background_tasks_changed") {
      this.#tasks = new Set(native.tasks.map((task) => task.task_id));
    } else if (native.kind === "system/task_started" && native.is_backgrounded === true) {
      this.#tasks.add(native.task_id);
    } else if (native.kind === "system/task_notification") {
      this.#tasks.delete(native.task_id);
      // Of one that was stopped it is told nothing.
      if (native.status !== "stopped") this.#isReportDue = true;
    }
  }

  /** The turn has begun, or none comes. */
  reported(): void {
    this.#isReportDue = false;
  }
}

/** Within so long it begins. */
const REPORT_MS = 3_000;
