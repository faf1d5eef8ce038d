import type { Bead, ParamsOf, ResultOf, TrackerState } from "@switchyard/core/protocol";
import { WireError } from "../wire/wire-error.ts";
import { trackerWords as words } from "../words/tracker-words.ts";

export interface BeadsReading {
  readonly beads: readonly Bead[];
  readonly revision: number;
  readonly tracker: TrackerState;
}

type Ask = (params: Pick<ParamsOf<"getBeads">, "cursor" | "refresh">) => Promise<ResultOf<"getBeads">>;

/** Reads all pages of a project's beads; where they change in between, from the first page again. */
export async function readBeadPages(ask: Ask, refresh: boolean): Promise<BeadsReading> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const reading = await readOnce(ask, refresh && attempt === 0);
    if (reading !== undefined) return reading;
  }
  throw new WireError("BD_FAILED", words.neverStill);
}

/** A tracker that changes between any two pages so many times in a row is at fault. */
const MOST_ATTEMPTS = 8;

async function readOnce(ask: Ask, refresh: boolean): Promise<BeadsReading | undefined> {
  const first = await ask(refresh ? { refresh } : {});
  const beads = [...first.beads];
  let cursor = first.nextCursor;
  while (cursor !== undefined) {
    const page = await ask({ cursor });
    if (page.revision !== first.revision) return undefined;
    beads.push(...page.beads);
    cursor = page.nextCursor;
  }
  return { beads, revision: first.revision, tracker: trackerOf(first) };
}

/** Of an answer or an event: what it says of the tracker. */
export function trackerOf(told: TrackerState): TrackerState {
  const { source, stale, version, note, faults, failed } = told;
  return { source, stale, version, note, faults, failed };
}
