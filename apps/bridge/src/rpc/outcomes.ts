import { setTimeout as sleep } from "node:timers/promises";
import { isClosed } from "@switchyard/beads";
import type { Bead, OutcomeRow, ProjectId } from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import type { Outcome } from "../log/outcomes.ts";
import type { Handlers } from "../server/handlers.ts";
import { refusing } from "./refusing.ts";

/** What is needed of a project's tracker when it is read. */
export interface BeadsRead {
  readonly beads: readonly Bead[];
  readonly state: { readonly failed: boolean };
}

interface OutcomeOptions {
  readonly projects: { ready(): Promise<unknown>; need(projectId: ProjectId): { readonly path: string } };
  readonly trackers: { of(projectId: ProjectId, path: string): { read(): Promise<BeadsRead> } };
  /** All trackers together may take this long, in ms. @default 5,000 */
  readonly patienceMs?: number;
}

/** The handler of what came of sessions. */
export function outcomeHandlers(
  log: Pick<Log, "outcomes">,
  { projects, trackers, patienceMs = 5_000 }: OutcomeOptions,
): Pick<Handlers, "getOutcomes"> {
  /** Undefined: no tracker tells of its beads at present. What was known before may have changed unseen. */
  async function beadsOf(projectId: ProjectId): Promise<BeadsById | undefined> {
    try {
      const { path } = projects.need(projectId);
      const { beads, state } = await trackers.of(projectId, path).read();
      return state.failed ? undefined : new Map(beads.map((bead) => [bead.id, bead]));
    } catch {
      return undefined;
    }
  }

  /** A few at a time: there may be many, and each is a program. One that hangs keeps no other from being read. */
  async function readAll(projectIds: ReadonlySet<ProjectId>): Promise<BeadsByProject> {
    const known = new Map<ProjectId, BeadsById>();
    const waiting = projectIds.values();
    const ending = new AbortController();
    const { signal } = ending;
    async function readNext(): Promise<void> {
      for (const projectId of waiting) {
        if (signal.aborted) return;
        // oxlint-disable-next-line no-await-in-loop -- see above
        const beads = await beadsOf(projectId);
        if (beads !== undefined) known.set(projectId, beads);
      }
    }
    const late = sleep(patienceMs, undefined, { signal }).catch(() => undefined);
    await Promise.race([Promise.all(Array.from({ length: AT_ONCE }, readNext)), late]);
    ending.abort();
    return known;
  }

  return {
    async getOutcomes(query) {
      await projects.ready();
      const outcomes = await refusing(
        log.outcomes(query),
        (why) => `How sessions went could not be summed up: ${why}. Try again in a moment.`,
      );
      const workedOn = outcomes.flatMap((outcome) => outcome.workedOn);
      const known = await readAll(new Set(workedOn.flatMap(({ projectId }) => projectId ?? [])));
      return { rows: outcomes.map((outcome) => withBeads(outcome, known)) };
    },
  };
}

const AT_ONCE = 4;

type BeadsById = ReadonlyMap<string, Bead>;
type BeadsByProject = ReadonlyMap<ProjectId | null, BeadsById>;

function withBeads({ workedOn, ...sums }: Outcome, known: BeadsByProject): OutcomeRow {
  const found = workedOn.flatMap(({ projectId, beadId }) => known.get(projectId)?.get(beadId) ?? []);
  return {
    ...sums,
    beads: workedOn.length,
    beadsClosed: found.filter(isClosed).length,
    beadsUnknown: workedOn.length - found.length,
  };
}
