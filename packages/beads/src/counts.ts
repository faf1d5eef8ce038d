import type { Bead, BeadCounts, ProjectViewModel } from "@switchyard/core/protocol";
import type { Beads } from "./relations.ts";
import type { Schedule } from "./schedule.ts";
import { isClosed } from "./status.ts";

type Counts = Omit<ProjectViewModel["metadata"], "totalDuration">;

/** How many of the shown beads are what; one may be in two counts, or in none (deferred). */
export function countBeads(beads: Beads): Counts {
  const counts: Counts = { totalBeads: beads.list.length, ready: 0, ...noCounts() };
  for (const bead of beads.list) {
    for (const count of countsOf(bead, beads)) counts[count]++;
    if (beads.isReady(bead.id)) counts.ready++;
  }
  return counts;
}

/** The same for each wave, of the beads whose span it lies in. What only groups others (epics, features) is left out. */
export function distribute(beads: Beads, plan: Schedule): BeadCounts[] {
  // What begins less what has ended at each wave; their running sums are the counts.
  const changes = Array.from({ length: plan.waves + 1 }, noCounts);
  for (const bead of beads.list) {
    if (GROUPS.has(bead.issue_type)) continue;
    const { offset, count: length } = plan.spanOf(bead.id);
    for (const count of countsOf(bead, beads)) {
      add(changes[offset], count, 1);
      add(changes[offset + length], count, -1);
    }
  }
  const running = noCounts();
  return changes.slice(0, plan.waves).map((change) => {
    for (const count of COUNTS) running[count] += change[count];
    return { ...running };
  });
}

const GROUPS: ReadonlySet<string> = new Set(["epic", "feature"]);

type Count = keyof BeadCounts;
const COUNTS = ["open", "inProgress", "closed", "blocked"] as const satisfies readonly Count[];

function noCounts(): BeadCounts {
  return { open: 0, inProgress: 0, closed: 0, blocked: 0 };
}

function add(counts: BeadCounts | undefined, count: Count, by: number): void {
  if (counts !== undefined) counts[count] += by;
}

function countsOf(bead: Bead, beads: Beads): Count[] {
  const counts: Count[] = [];
  if (bead.status === "open" || bead.status === "pending") counts.push("open");
  if (bead.status === "in_progress") counts.push("inProgress");
  if (isClosed(bead)) counts.push("closed");
  if (beads.isBlocked(bead.id)) counts.push("blocked");
  return counts;
}
