import { type Beads, parentByPrefix } from "@switchyard/beads";

/** Where beads are let go: on another one, to be below it, or on the top level. */
export type DropPlace = { readonly below: string } | "top";

/**
 * `isCircle`: the place is one of them, or below one. `isSame`: all of them are there already. `isBound`: the dots in
 * the id of one of them would leave it where it is.
 */
export type DropFault = "isCircle" | "isSame" | "isBound";

/** What of several beads moves: what is below another one of them stays there. */
export function topmost(ids: readonly string[], beads: Beads): readonly string[] {
  const all = new Set(ids);
  return ids.filter((id) => {
    for (let above = beads.parentOf(id); above !== undefined; above = beads.parentOf(above.id)) {
      if (all.has(above.id)) return false;
    }
    return true;
  });
}

/** Why beads can't be moved to a place; null: they can. */
export function dropRule(ids: readonly string[], beads: Beads): (place: DropPlace) => DropFault | null {
  const moved = new Set(ids);
  return (place) => {
    const parent = place === "top" ? undefined : place.below;
    for (let at = parent; at !== undefined; at = beads.parentOf(at)?.id) {
      if (moved.has(at)) return "isCircle";
    }
    if (ids.every((id) => beads.parentOf(id)?.id === parent)) return "isSame";
    const isBound = place === "top" && ids.some((id) => parentByPrefix(id, beads.get) !== undefined);
    return isBound ? "isBound" : null;
  };
}
