import type { ProcessId, ProcessInfo } from "@switchyard/core/protocol";
import type { Session } from "./session-face.ts";
import type { Slots } from "./slots.ts";
import type { Spares } from "./spares.ts";

/** One process as the bridge knows it without asking the system. */
export type ProcessView = Omit<ProcessInfo, "memoryBytes" | "tree">;

/** The processes of all sessions and those that were started ahead; `sessions.processes`. */
export interface ProcessesView {
  /** Those whose pid is known, the earliest started first. */
  list(): ProcessView[];
  /** How many may live at once. */
  limit(): number;
  /** Starts that wait in the line. */
  waiting(): number;
  /**
   * Ends one with all that it started: an open turn is interrupted, the session stays. Resolves when it has
   * ended; false: there is none of that id.
   */
  stop(processId: ProcessId): Promise<boolean>;
}

export function viewProcesses(
  { slots, spares }: { slots: Slots; spares: Spares },
  sessions: () => Iterable<Session>,
): ProcessesView {
  return {
    list: () =>
      [...[...sessions()].flatMap((session) => session.process() ?? []), ...spares.views()].toSorted(
        (a, b) => a.startedAt - b.startedAt,
      ),
    limit: slots.limit,
    waiting: slots.waiting,
    async stop(processId) {
      const session = [...sessions()].find((each) => each.process()?.processId === processId);
      if (session === undefined) return spares.stop(processId);
      await session.endProcess();
      return true;
    },
  };
}
