import type { Bead } from "@switchyard/core/protocol";
import type { Family } from "./family.ts";
import type { Member } from "./member.ts";
import type { Beads } from "./relations.ts";

/** In waves: what can begin at once, what can begin after that, and so on. */
export interface Schedule {
  /** The wave in which the bead itself can begin, from 0: after all that block it, whatever its parent does. */
  startOf(id: string): number;
  /** From the first wave of what is below it to the last; of a leaf, from its own start. */
  spanOf(id: string): Span;
  /** How many waves there are. */
  readonly waves: number;
}

export interface Span {
  readonly offset: number;
  /** At least 1. */
  readonly count: number;
}

/** When each of the beads can begin, by their blocks edges among each other; those that close a cycle say nothing. */
export function schedule({ family }: Beads): Schedule {
  const starts = findStarts(family);
  const spans = findSpans(family, starts);
  let waves = 0;
  for (const { offset, count } of spans) waves = Math.max(waves, offset + count);
  const indexOf = (id: string) => family.get(id)?.index ?? -1;
  return {
    startOf: (id) => starts[indexOf(id)] ?? 0,
    spanOf: (id) => spans[indexOf(id)] ?? { offset: 0, count: 1 },
    waves,
  };
}

/** By index. */
function findStarts(family: Family): Int32Array {
  const { order, isApart } = family.chains();
  const starts = new Int32Array(family.list.length);
  for (const member of order) {
    let start = 0;
    for (const blocker of member.blockers) {
      if (isApart(blocker, member)) start = Math.max(start, 1 + (starts[blocker.index] ?? 0));
    }
    starts[member.index] = start;
  }
  return starts;
}

/** By index. */
function findSpans(family: Family, starts: Int32Array): readonly Span[] {
  const spans: Span[] = family.list.map(({ bead, index }) => ({
    offset: starts[index] ?? 0,
    count: wavesOf(bead),
  }));
  for (const member of family.preOrder.toReversed()) {
    if (member.children.length > 0) spans[member.index] = spanOver(member.children, spans);
  }
  return spans;
}

function spanOver(members: readonly Member[], spans: readonly Span[]): Span {
  let [offset, end] = [Infinity, 0];
  for (const { index } of members) {
    const span = spans[index];
    if (span === undefined) continue;
    offset = Math.min(offset, span.offset);
    end = Math.max(end, span.offset + span.count);
  }
  return { offset, count: end - offset };
}

/** One wave for each ten hours of the estimate. */
function wavesOf(bead: Bead): number {
  const waves = Math.ceil((bead.estimated_minutes ?? 0) / MINUTES_OF_A_WAVE);
  return Math.min(MAX_WAVES, Math.max(1, waves));
}

const MINUTES_OF_A_WAVE = 600;

/** A slip of the pen in an estimate shall not make a timeline of a million columns. */
const MAX_WAVES = 100;
