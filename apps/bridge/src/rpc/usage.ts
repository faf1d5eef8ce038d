import { type ParsedParamsOf, type ProjectId, SessionId, type UsageRow } from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import type { SummedRow } from "../log/usage.ts";
import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";
import type { BeadOptions } from "./beads.ts";

type Names = "getUsage" | "setBudget" | "setLimitResume" | "continueSession" | "getOutcomes";
type By = ParsedParamsOf<"getUsage">["by"];

/** Handlers of what was spent, what may be, and what waits for it. */
export function usageHandlers(
  sessions: Sessions,
  log: Log,
  { projects, trackers }: BeadOptions,
): Pick<Handlers, Names> {
  /** Where the tracker has been read: nothing is asked of it for this. */
  function beadTitles(projectId: ProjectId): Map<string, string> {
    try {
      const { path } = projects.need(projectId);
      const beads = trackers.of(projectId, path).current()?.beads ?? [];
      return new Map(beads.map(({ id, title }) => [id, title]));
    } catch {
      return new Map();
    }
  }

  function labels(by: By): (row: SummedRow) => string | undefined {
    if (by === "session") return ({ key }) => log.session(SessionId.parse(key))?.title;
    if (by !== "bead") return () => undefined;
    const known = new Map<ProjectId, Map<string, string>>();
    return ({ key, projectId }) => {
      if (key === null || projectId === null) return undefined;
      const titles = known.get(projectId) ?? beadTitles(projectId);
      known.set(projectId, titles);
      return titles.get(key);
    };
  }

  return {
    async getUsage(query) {
      await projects.ready();
      const { rows, total } = log.usage.sums(query);
      const labelOf = labels(query.by);
      return { rows: rows.map((row) => withLabel(row, labelOf(row))), total };
    },
    async setBudget(params) {
      const { limitUsd } = params;
      if ("sessionId" in params) {
        sessions.need(params.sessionId).setBudget(limitUsd);
        return {};
      }
      await projects.ready();
      const { projectId } = projects.need(params.projectId);
      sessions.setBeadBudget({ projectId, beadId: params.beadId }, limitUsd);
      return {};
    },
    setLimitResume({ sessionId, goesOn }) {
      sessions.setLimitResume(sessions.need(sessionId), goesOn);
      return {};
    },
    getOutcomes: () => ({ rows: [] }),
    continueSession: ({ sessionId }) => sessions.carryOn(sessions.need(sessionId)),
  };
}

function withLabel({ projectId: _projectId, ...sums }: SummedRow, label: string | undefined): UsageRow {
  return label === undefined ? sums : { ...sums, label };
}
