import type { SeenProcess } from "./tree.ts";

/** Where a tree begins: a process that the bridge started. */
export interface TreeRoot {
  readonly marker: string;
  /** Null: another process may have this number by now, so the marker alone tells. */
  readonly pid: number | null;
}

/**
 * Sorts processes to the roots that they come from: by their marker, by the group that a root leads, else with
 * their parent. A root comes first, the others below what started them; of a root without any the list is empty.
 */
export function membersOf(
  processes: readonly SeenProcess[],
  roots: readonly TreeRoot[],
): ReadonlyMap<string, readonly SeenProcess[]> {
  const ownerOf = makeOwnerOf(processes, roots);
  const owned = Map.groupBy(processes, ownerOf);
  return new Map(roots.map(({ marker, pid }) => [marker, downwards(owned.get(marker) ?? [], pid)]));
}

function makeOwnerOf(processes: readonly SeenProcess[], roots: readonly TreeRoot[]) {
  const markers = new Set(roots.map(({ marker }) => marker));
  const leaders = new Map(roots.map(({ marker, pid }) => [pid, marker]));
  const byPid = new Map(processes.map((each) => [each.pid, each]));
  const owners = new Map<number, string | null>();

  return function ownerOf(one: SeenProcess): string | null {
    const known = owners.get(one.pid);
    if (known !== undefined) return known;
    // Read at slightly different moments, parents may seem to go round in a circle.
    owners.set(one.pid, null);
    const marked = one.marker !== null && markers.has(one.marker) ? one.marker : undefined;
    const parent = byPid.get(one.parentPid);
    const owner = marked ?? leaders.get(one.group) ?? (parent === undefined ? null : ownerOf(parent));
    owners.set(one.pid, owner);
    return owner;
  };
}

function downwards(members: readonly SeenProcess[], rootPid: number | null): SeenProcess[] {
  const pids = new Set(members.map(({ pid }) => pid));
  const parentOf = (one: SeenProcess): number | null =>
    one.pid !== rootPid && pids.has(one.parentPid) ? one.parentPid : null;
  const isRoot = (one: SeenProcess): number => (one.pid === rootPid ? 0 : 1);
  const sorted = members.toSorted((a, b) => isRoot(a) - isRoot(b) || a.pid - b.pid);
  const children = Map.groupBy(sorted, parentOf);
  const below = (parent: number | null): SeenProcess[] =>
    (children.get(parent) ?? []).flatMap((one) => [one, ...below(one.pid)]);
  return below(null);
}
