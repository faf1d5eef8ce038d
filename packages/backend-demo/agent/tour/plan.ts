import type { PlanEntry } from "@agentclientprotocol/sdk/unstable";
import { OWN_FILE } from "../folder/own-file.ts";
import type { Turn } from "../turn/turn.ts";

/** The tour's plan, in the order it is done. */
export const STEPS = ["Look at the folder", "Read one of its files", `Edit ${OWN_FILE}`, "Ask a question"];

/** Shows a plan and works it off, one step after the other. */
export async function showSteps(turn: Turn, steps: readonly string[]): Promise<void> {
  for (const done of [...steps.keys(), steps.length]) {
    const entries = steps.map((content, index): PlanEntry => {
      const status = index < done ? "completed" : index === done ? "in_progress" : "pending";
      return { content, priority: "medium", status };
    });
    await turn.update({ sessionUpdate: "plan", entries });
    await turn.pause(1000);
  }
}

/** Shows the plan with its first `done` steps completed; the next one is in progress, unless nothing is done now. */
export async function showPlan(turn: Turn, done: number, isAtWork = true): Promise<void> {
  const entries = STEPS.map((content, index): PlanEntry => {
    const isNow = isAtWork && index === done;
    const status = index < done ? "completed" : isNow ? "in_progress" : "pending";
    return { content, priority: "medium", status };
  });
  await turn.update({ sessionUpdate: "plan", entries });
}
