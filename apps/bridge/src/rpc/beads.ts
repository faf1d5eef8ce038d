import { type ProjectId, SwitchyardError } from "@switchyard/core/protocol";
import { beadPage } from "../projects/bead-page.ts";
import { boundedBead } from "../projects/bounded-bead.ts";
import { viewPage } from "../projects/view-page.ts";
import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";
import { findTracker, type ProjectTrackers } from "./find-tracker.ts";

type Names = "getBeads" | "getBead" | "getProjectViewModel";

/** Handlers of what is to do in a project. */
export function beadHandlers(
  sessions: Pick<Sessions, "all">,
  places: ProjectTrackers,
): Pick<Handlers, Names> {
  function beadsWithSession(projectId: ProjectId): ReadonlySet<string> {
    const records = [...sessions.all()].map(({ record }) => record);
    const here = records.filter((record) => record.projectId === projectId && !record.stopped);
    return new Set(here.flatMap(({ beadId }) => beadId ?? []));
  }

  return {
    async getBeads({ projectId: named, outline, refresh, cursor }) {
      const { projectId, tracker } = await findTracker(places, named);
      const reading = await tracker.read({ refresh: refresh ?? false });
      return {
        projectId,
        ...reading.state,
        ...beadPage(reading, { cursor, isOutline: outline ?? false }),
      };
    },
    async getBead({ projectId: named, beadId }) {
      const { projectId, tracker } = await findTracker(places, named);
      const sized = boundedBead(await tracker.bead(beadId));
      if (sized !== null) return { projectId, bead: sized.bead };
      throw new SwitchyardError(
        "TOO_LARGE",
        `The bead ${beadId} is longer than an answer may be. "bd show ${beadId}" shows it.`,
        { beadId },
      );
    },
    async getProjectViewModel({ projectId: named, filter, cursor }) {
      const { projectId, tracker } = await findTracker(places, named);
      return viewPage(await tracker.read(), {
        filter: filter ?? {},
        cursor,
        withSession: beadsWithSession(projectId),
        now: Date.now(),
      });
    },
  };
}
