import {
  type Bead,
  type ParsedParamsOf,
  type ProjectId,
  SessionId,
  type UsageRow,
} from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import type { SummedRow } from "../log/usage-sums.ts";
import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";
import { beadBudgetOf } from "../usage/budgets.ts";
import type { ProjectTrackers } from "./find-tracker.ts";
import { refusing } from "./refusing.ts";

type Names = "getUsage" | "setBudget" | "listBudgets" | "setLimitResume" | "continueSession";
type By = ParsedParamsOf<"getUsage">["by"];

/** Handlers of what was spent, what may be, and what waits for it. */
export function usageHandlers(
  sessions: Sessions,
  log: Log,
  { projects, trackers }: ProjectTrackers,
): Pick<Handlers, Names> {
  /** Where the tracker has been read: nothing is asked of it for this. */
  function beadsInMemory(projectId: ProjectId): BeadsById {
    try {
      const { path } = projects.need(projectId);
      const beads = trackers.of(projectId, path).current()?.beads ?? [];
      return new Map(beads.map((bead) => [bead.id, bead]));
    } catch {
      return new Map();
    }
  }

  /** Each project's tracker is looked at once. */
  function knownBeads(): (projectId: ProjectId) => BeadsById {
    const known = new Map<ProjectId, BeadsById>();
    return (projectId) => {
      const beads = known.get(projectId) ?? beadsInMemory(projectId);
      known.set(projectId, beads);
      return beads;
    };
  }

  function labels(by: By): (row: SummedRow) => string | undefined {
    if (by === "session") return ({ key }) => log.session(SessionId.parse(key))?.title;
    if (by !== "bead") return () => undefined;
    const beadsOf = knownBeads();
    return ({ key, projectId }) =>
      key === null || projectId === null ? undefined : beadsOf(projectId).get(key)?.title;
  }

  return {
    async getUsage(query) {
      await projects.ready();
      const { rows, total } = await refusing(
        log.usageSums(query),
        (why) => `What turns took could not be summed up: ${why}. Try again in a moment.`,
      );
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
      const { projectId, path } = projects.need(params.projectId);
      sessions.setBeadBudget({ projectId, beadId: params.beadId }, limitUsd);
      // What is below the bead is known once its tracker was read; the budget holds without it too.
      void trackers.of(projectId, path).read().catch(noop);
      return {};
    },
    async listBudgets({ projectId: named }) {
      await projects.ready();
      const { projectId } = projects.need(named);
      const budgets = log.budgets.of(projectId).flatMap((beadId) => {
        const budget = beadBudgetOf(log, { projectId, beadId });
        return budget === null ? [] : [{ ...budget, beadId }];
      });
      return { projectId, budgets };
    },
    setLimitResume({ sessionId, goesOn }) {
      sessions.setLimitResume(sessions.need(sessionId), goesOn);
      return {};
    },
    continueSession: ({ sessionId }) => sessions.carryOn(sessions.need(sessionId)),
  };
}

const noop = (): void => undefined;

type BeadsById = ReadonlyMap<string, Bead>;

function withLabel({ projectId: _projectId, ...sums }: SummedRow, label: string | undefined): UsageRow {
  return label === undefined ? sums : { ...sums, label };
}
