import { type ProjectId, SwitchyardError } from "@switchyard/core/protocol";
import type { Tracker, Trackers } from "../beads/trackers.ts";
import { beadPage } from "../projects/bead-page.ts";
import { boundedBead } from "../projects/bounded-bead.ts";
import type { Projects } from "../projects/projects.ts";
import { viewPage } from "../projects/view-page.ts";
import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";

type Names = "getBeads" | "getBead" | "getProjectViewModel";

export interface BeadOptions {
  projects: Pick<Projects, "ready" | "need">;
  trackers: Pick<Trackers, "of">;
}

/** Handlers of what is to do in a project. */
export function beadHandlers(
  sessions: Pick<Sessions, "all">,
  { projects, trackers }: BeadOptions,
): Pick<Handlers, Names> {
  async function find(named: ProjectId | undefined): Promise<{ projectId: ProjectId; tracker: Tracker }> {
    await projects.ready();
    const { projectId, path } = projects.need(named);
    return { projectId, tracker: trackers.of(projectId, path) };
  }

  function beadsWithSession(projectId: ProjectId): ReadonlySet<string> {
    const records = [...sessions.all()].map(({ record }) => record);
    const here = records.filter((record) => record.projectId === projectId && !record.stopped);
    return new Set(here.flatMap(({ beadId }) => beadId ?? []));
  }

  return {
    async getBeads({ projectId: named, outline, refresh, cursor }) {
      const { projectId, tracker } = await find(named);
      const reading = await tracker.read({ refresh: refresh ?? false });
      return {
        projectId,
        ...reading.state,
        ...beadPage(reading, { cursor, isOutline: outline ?? false }),
      };
    },
    async getBead({ projectId: named, beadId }) {
      const { projectId, tracker } = await find(named);
      const sized = boundedBead(await tracker.bead(beadId));
      if (sized !== null) return { projectId, bead: sized.bead };
      throw new SwitchyardError(
        "TOO_LARGE",
        `The bead ${beadId} is longer than an answer may be. "bd show ${beadId}" shows it.`,
        { beadId },
      );
    },
    async getProjectViewModel({ projectId: named, filter, cursor }) {
      const { projectId, tracker } = await find(named);
      return viewPage(await tracker.read(), {
        filter: filter ?? {},
        cursor,
        withSession: beadsWithSession(projectId),
        now: Date.now(),
      });
    },
  };
}
