import { outlineOf } from "@switchyard/beads";
import type { Bead, ResultOf } from "@switchyard/core/protocol";
import type { Reading } from "../beads/trackers.ts";
import { listedBead } from "./bounded-bead.ts";

type Page = Pick<ResultOf<"getBeads">, "beads" | "revision" | "nextCursor">;

/** As many beads as an answer takes. A cursor of another reading means its beginning: the revision tells. */
export function beadPage(
  { beads, revision }: Reading,
  { cursor, isOutline }: { cursor: string | undefined; isOutline: boolean },
): Page {
  const from = cursor === undefined ? 0 : placeOf(cursor, revision);
  const most = isOutline ? OUTLINE_PAGE_BYTES : PAGE_BYTES;
  const page: Bead[] = [];
  let bytes = 0;
  for (const each of beads.slice(from)) {
    const sized = listedBead(isOutline ? outline(each) : each);
    bytes += sized.bytes + 1;
    if (bytes > most && page.length > 0) {
      return { beads: page, revision, nextCursor: `${revision}.${from + page.length}` };
    }
    page.push(sized.bead);
  }
  return { beads: page, revision };
}

/** Of the beads in it, as JSON: the frame limit is 1 MiB, of which something is around them. */
export const PAGE_BYTES = 950_000;
/** Outlines are read by a page, that does nothing else while it takes one in. */
const OUTLINE_PAGE_BYTES = 400_000;

export function outline(bead: Bead): Bead {
  const known = outlines.get(bead);
  if (known !== undefined) return known;
  const made = outlineOf(bead);
  outlines.set(bead, made);
  return made;
}

const outlines = new WeakMap<Bead, Bead>();

function placeOf(cursor: string, revision: number): number {
  const [, of, place] = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? [];
  return Number(of) === revision ? Number(place) : 0;
}
