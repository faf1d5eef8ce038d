import type { EventParams, ProjectId } from "@switchyard/core/protocol";
import type { BeadsChange } from "../beads/trackers.ts";
import { outline } from "./bead-page.ts";
import { jsonBytes, listedBead } from "./bounded-bead.ts";

/** What clients are told of a change: the beads of it, or that all of them are to be read again. */
export function beadsEvent(
  projectId: ProjectId,
  { from, reading: { revision, state }, changed, removed, texts }: BeadsChange,
): EventParams<"beads-updated"> {
  const frame = { projectId, from, revision, ...state };
  const listed = changed.map((bead) => listedBead(outline(bead)));
  const bytes = listed.reduce((sum, each) => sum + each.bytes + 1, jsonBytes([removed, texts]));
  if (bytes > EVENT_BYTES) return { ...frame, isWhole: true, changed: [], removed: [], texts: [] };
  return {
    ...frame,
    isWhole: false,
    changed: listed.map(({ bead }) => bead),
    removed: [...removed],
    texts: [...texts],
  };
}

/** The frame limit is 1 MiB, of which something is around them. */
const EVENT_BYTES = 900_000;
