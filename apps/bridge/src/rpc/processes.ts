import { type ProcessInfo, SwitchyardError, type TreeProcess } from "@switchyard/core/protocol";
import { readTrees } from "../process/tree.ts";
import type { Handlers } from "../server/handlers.ts";
import type { OrphanList, Orphans } from "../session/orphans.ts";
import type { ProcessView } from "../session/process-view.ts";
import type { Sessions } from "../session/sessions.ts";

export interface ProcessOptions {
  orphans: Pick<OrphanList, "list">;
}

/** Handlers of what runs on the machine. */
export function processHandlers(
  sessions: Pick<Sessions, "get" | "processes">,
  { orphans }: ProcessOptions,
): Pick<Handlers, "listProcesses" | "stopProcess"> {
  const { processes } = sessions;
  const backendOf = ({ sessionId }: Orphans) =>
    sessionId === null ? null : (sessions.get(sessionId)?.record.backendId ?? null);
  return {
    async listProcesses() {
      const started = processes.list();
      const trees = await readTrees(started.map(({ processId, pid }) => ({ marker: processId, pid })));
      return {
        processes: started.map((each) => withTree(each, trees.get(each.processId) ?? [])),
        orphans: orphans.list().map((each) => ({ ...each, backendId: backendOf(each) })),
        limit: processes.limit(),
        waiting: processes.waiting(),
      };
    },
    async stopProcess({ processId }) {
      if (await processes.stop(processId)) return {};
      throw new SwitchyardError(
        "REQUEST_NOT_FOUND",
        "There is no such process: it has ended. listProcesses tells which there are.",
        { processId },
      );
    },
  };
}

function withTree(view: ProcessView, tree: TreeProcess[]): ProcessInfo {
  const told = tree.map(({ memoryBytes }) => memoryBytes).filter((bytes) => bytes !== null);
  const memoryBytes = told.length === 0 ? null : told.reduce((sum, bytes) => sum + bytes, 0);
  return { ...view, memoryBytes, tree };
}
