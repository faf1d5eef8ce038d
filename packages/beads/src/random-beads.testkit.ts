import type { Bead } from "@switchyard/core/protocol";
import { type Arbitrary, array, constantFrom, nat, oneof, record, shuffledSubarray, tuple } from "fast-check";
import { readBead } from "./record.ts";

/** A bead of an id and whatever of it matters. */
export function bead(id: string, fields: Readonly<Record<string, unknown>> = {}): Bead {
  const read = readBead({ id, ...fields });
  if (read !== null) return read;
  // `readBead` takes no tombstone, while the rest must bear one.
  const live = readBead({ id, ...fields, status: "open" });
  if (live === null) throw new Error(`no bead: ${id}`);
  return { ...live, status: "tombstone" };
}

/** `child of parent`, as a bead's edge. */
export function below(id: string): Record<string, string> {
  return { depends_on_id: id, type: "parent-child" };
}

export function blockedBy(id: string, type = "blocks"): Record<string, string> {
  return { depends_on_id: id, type };
}

/** Ids that are each other's prefixes, and some that no bead has. */
const IDS = ["a", "a.1", "a.2", "a.10", "a.1.1", "b", "b.3", "b.3.1", "c-9", "c-10", "c-01", "c-1"];
const GONE = ["gone", "a.7", "external:other:cap"];

const anEdge = record({
  depends_on_id: oneof(
    { weight: 8, arbitrary: constantFrom(...IDS) },
    { weight: 1, arbitrary: constantFrom(...GONE) },
  ),
  type: constantFrom(
    "blocks",
    "blocks",
    "parent-child",
    "conditional-blocks",
    "waits-for",
    "related",
    "unheard-of",
  ),
  metadata: constantFrom("{}", '{"gate":"any-children"}', "no JSON"),
});

/** The present of all random beads. */
export const NOW = Date.parse("2026-03-01T00:00:00Z");

const someFields = record(
  {
    status: constantFrom(
      "open",
      "open",
      "open",
      "in_progress",
      "closed",
      "done",
      "blocked",
      "deferred",
      "pinned",
      "tombstone",
      "odd",
    ),
    priority: nat({ max: 4 }),
    issue_type: constantFrom("task", "bug", "epic", "feature", "gate", "unheard-of"),
    title: constantFrom("Alpha", "beta", "Gamma", "alpha"),
    owner: constantFrom("ann@example.com", "bob@example.com"),
    labels: array(constantFrom("ui", "Core", "specialist:web"), { maxLength: 2 }),
    estimated_minutes: constantFrom(0, 30, 600, 601, 6000, -5, 1e15),
    closed_at: constantFrom("2026-02-28T23:30:00Z", "2026-02-28T20:00:00Z", "2026-01-01T00:00:00Z", "never"),
    defer_until: constantFrom("2026-02-01T00:00:00Z", "2026-04-01T00:00:00Z", "some day"),
    pinned: constantFrom(true, false),
    ephemeral: constantFrom(true, false),
    parent: constantFrom(...IDS, ...GONE),
    dependencies: array(anEdge, { maxLength: 4 }),
  },
  { requiredKeys: ["status", "priority", "issue_type", "dependencies"] },
);

/**
 * Beads with everything that a tracker may hold: cycles of parents and of blocks, edges to what is gone, several
 * parents, edges to themselves, tombstones, types and statuses that nobody knows. Each id once, in any order.
 */
export function randomBeads(): Arbitrary<Bead[]> {
  return shuffledSubarray(IDS).chain((ids) =>
    tuple(...ids.map((id) => someFields.map((fields) => bead(id, fields)))).map((beads) => [...beads]),
  );
}

/** As `randomBeads`, where some ids are there more than once. */
export function randomListings(): Arbitrary<Bead[]> {
  return array(
    tuple(constantFrom(...IDS), someFields).map(([id, fields]) => bead(id, fields)),
    { maxLength: 20 },
  );
}

/** Whether `to` can be come to from `from`, by looking everywhere. */
export function leadsTo(from: string, to: string, next: (id: string) => readonly string[]): boolean {
  const seen = new Set<string>();
  const rest = [...next(from)];
  for (let at = rest.pop(); at !== undefined; at = rest.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    rest.push(...next(at));
  }
  return false;
}
