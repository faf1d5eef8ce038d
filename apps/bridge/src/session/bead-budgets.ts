import type { Bead, BeadId, ProjectId, SessionId } from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import type { BeadOfProject } from "../log/usage.ts";
import { learnLine, learnLines } from "../usage/learn-lines.ts";
import type { Broadcast } from "./announcer.ts";
import type { SessionRecord } from "./record.ts";
import type { Session } from "./session-face.ts";

/** What may be spent on beads: a budget is of a bead and of all below it, and holds the sessions on them. */
export interface HeldByBudgets {
  /** Null: as much as they take. */
  set(bead: BeadOfProject, limitUsd: number | null): void;
  /** All beads of a project as they are now. */
  learn(projectId: ProjectId, beads: readonly Bead[]): void;
  /** One is to begin on a bead. */
  begins(record: SessionRecord): void;
  /** A turn of it has taken something. */
  spent(record: SessionRecord): void;
}

export interface HeldByBudgetsOptions {
  readonly log: Log;
  readonly sessions: () => Iterable<Session>;
  /** What was read of a project's beads; none: nothing yet. */
  readonly beadsOf: (projectId: ProjectId) => readonly Bead[];
  readonly touch: (sessionId: SessionId) => void;
  readonly broadcast: Broadcast;
}

export function makeHeldByBudgets(options: HeldByBudgetsOptions): HeldByBudgets {
  const { log } = options;

  function within(bead: BeadOfProject): Session[] {
    return onBeads(
      bead.projectId,
      log.lines.within(bead).map(({ beadId }) => beadId),
    );
  }

  function onBeads(projectId: ProjectId | null, beadIds: readonly BeadId[]): Session[] {
    const wanted = new Set(beadIds);
    return [...options.sessions()].filter(
      ({ record }) => record.projectId === projectId && record.beadId !== null && wanted.has(record.beadId),
    );
  }

  function tell(projectId: ProjectId | null): void {
    if (projectId !== null) options.broadcast("budgets-changed", { projectId });
  }

  return {
    set(bead, limitUsd) {
      log.budgets.set(bead, limitUsd);
      tell(bead.projectId);
      for (const session of within(bead)) session.beadBudgetChanged();
    },
    learn(projectId, beads) {
      const moved = learnLines(log.lines, projectId, beads);
      if (moved.length === 0) return;
      tell(projectId);
      for (const session of onBeads(projectId, moved)) session.beadBudgetChanged();
    },
    begins({ projectId, beadId }) {
      if (projectId === null || beadId === null) return;
      learnLine(log.lines, { projectId, beadId }, options.beadsOf(projectId));
    },
    spent({ projectId, beadId }) {
      if (beadId === null) return;
      const own = { projectId, beadId };
      const above = log.lines.above(own).map((id) => ({ projectId, beadId: id }));
      const budgeted = [own, ...above].filter((bead) => log.budgets.get(bead) !== null);
      if (budgeted.length > 0) tell(projectId);
      const sessions = new Set([own, ...budgeted].flatMap(within));
      for (const { record } of sessions) options.touch(record.sessionId);
    },
  };
}
