import type { ProcessInfo } from "@switchyard/core/protocol";

/** Whether ending it interrupts a turn: one that starts has been given its first message. */
export function cutsTurn({ state }: ProcessInfo): boolean {
  return state === "busy" || state === "starting";
}
