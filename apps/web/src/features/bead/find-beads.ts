import { type Beads, isClosed } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { folded } from "../../words/folded.ts";

/** Beads whose id and title hold all words of a text: the one of that id first, then open ones, of them the ready ones, then by priority and id. */
export function findBeads(
  beads: Beads,
  text: string,
  { most, withClosed = false, except }: { most: number; withClosed?: boolean; except?: ReadonlySet<string> },
): readonly Bead[] {
  const sought = folded(text.trim());
  const words = sought.split(/\s+/);
  const rankOf = (bead: Bead) => {
    if (bead.id.toLowerCase() === sought) return 0;
    if (isClosed(bead)) return 3;
    return beads.isReady(bead.id) ? 1 : 2;
  };
  // They come in the order of their ids: of ten thousand, none is compared with another.
  const byRank = new Map<number, Bead[]>();
  const said = textsOf(beads);
  for (const [at, bead] of beads.list.entries()) {
    if ((!withClosed && isClosed(bead)) || except?.has(bead.id) === true) continue;
    if (!words.every((word) => said[at]?.includes(word))) continue;
    const rank = rankOf(bead) * PER_RANK + bead.priority;
    const alike = byRank.get(rank);
    if (alike === undefined) byRank.set(rank, [bead]);
    else if (alike.length < most) alike.push(bead);
  }
  const ranks = [...byRank].toSorted(([a], [b]) => a - b);
  return ranks.flatMap(([, alike]) => alike).slice(0, most);
}

/** More than a priority can be. */
const PER_RANK = 1_000_000;

const texts = new WeakMap<Beads, readonly string[]>();

/** What is searched of each, folded once. */
function textsOf(beads: Beads): readonly string[] {
  const known = texts.get(beads);
  if (known !== undefined) return known;
  const made = beads.list.map((bead) => folded(`${bead.id} ${bead.title}`));
  texts.set(beads, made);
  return made;
}
