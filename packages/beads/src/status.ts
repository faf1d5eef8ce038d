import type { Bead } from "@switchyard/core/protocol";

/** Whether it is finished or gone; a project's own finished status is not known as one. */
export function isClosed(bead: Bead): boolean {
  return CLOSED.has(bead.status);
}

/** Whether it can hold others up, and be held up. What is pinned stays for ever, so nothing waits for it. */
export function isActive(bead: Bead): boolean {
  return !isClosed(bead) && bead.status !== "pinned";
}

const CLOSED: ReadonlySet<string> = new Set(["closed", "done", "tombstone"]);
