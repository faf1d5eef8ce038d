import type { Bead, BeadFilter } from "@switchyard/core/protocol";
import type { Beads } from "./relations.ts";
import { isClosed } from "./status.ts";

export interface ViewContext {
  /** ms since 1970. */
  readonly now: number;
  /** Whether a bead has a session that is not stopped. @default none has */
  readonly hasSession?: (beadId: string) => boolean;
}

/**
 * The ids of the beads that are shown. First the closed ones go that are hidden as such or by their age: nothing
 * brings them back. Of the rest those stay that fit, and their ancestors among the rest, unless
 * `includeHierarchy` is false.
 */
export function filterBeads(beads: Beads, filter: BeadFilter, context: ViewContext): ReadonlySet<string> {
  const wanted = normalFilter(filter);
  const visible = beads.list.filter((bead) => isVisible(bead, wanted, context.now));
  const fits = makeFit(beads, wanted, context);
  const shown = new Set<string>(visible.filter(fits).map(({ id }) => id));
  if (wanted.includeHierarchy === false || shown.size === visible.length) return shown;
  return withAncestors(shown, new Set(visible.map(({ id }) => id)), beads);
}

/** The filter by the names of this protocol; where a field has both its names, the newer counts. */
export function normalFilter(filter: BeadFilter): BeadFilter {
  const { filter_text, hide_closed, closed_time_filter, include_hierarchy, ...others } = filter;
  const { collapsed_ids, sort_by, sort_order, ...named } = others;
  return {
    ...named,
    filterText: named.filterText ?? filter_text,
    hideClosed: named.hideClosed ?? hide_closed,
    closedTimeFilter: named.closedTimeFilter ?? closed_time_filter,
    includeHierarchy: named.includeHierarchy ?? include_hierarchy,
    collapsedIds: named.collapsedIds ?? collapsed_ids,
    sortBy: named.sortBy ?? sort_by,
    sortOrder: named.sortOrder ?? sort_order,
  };
}

function isVisible(bead: Bead, filter: BeadFilter, now: number): boolean {
  if (!isClosed(bead)) return true;
  if (filter.hideClosed === true) return false;
  const since = filter.closedTimeFilter ?? "all";
  if (since === "all") return true;
  const closedAt = Date.parse(bead.closed_at ?? "");
  if (Number.isNaN(closedAt)) return true;
  const age = now - closedAt;
  return since === "older_than_6h" ? age > LIMITS["6h"] : age <= LIMITS[since];
}

const HOUR = 3_600_000;
const LIMITS = { "1h": HOUR, "6h": 6 * HOUR, "24h": 24 * HOUR, "7d": 168 * HOUR, "30d": 720 * HOUR };

type Fit = (bead: Bead) => boolean;

function makeFit(beads: Beads, filter: BeadFilter, context: ViewContext): Fit {
  const text = (filter.filterText ?? "").trim().toLowerCase();
  const state = filter.state ?? "all";
  const fits: Fit[] = [];
  if (state !== "all") fits.push((bead) => isIn(state, bead, beads));
  if (filter.withSessions === true) fits.push(({ id }) => context.hasSession?.(id) === true);
  if (text !== "") fits.push((bead) => hasText(bead, text));
  return (bead) => fits.every((fit) => fit(bead));
}

type State = Exclude<NonNullable<BeadFilter["state"]>, "all">;

function isIn(state: State, bead: Bead, beads: Beads): boolean {
  switch (state) {
    case "open":
      return !isClosed(bead);
    case "ready":
      return beads.isReady(bead.id);
    case "in_progress":
      return bead.status === "in_progress";
    case "blocked":
      // Someone may have said so without an edge that shows it.
      return beads.isBlocked(bead.id) || bead.status === "blocked";
    case "closed":
      return isClosed(bead);
  }
}

function hasText({ title, id, owner, labels }: Bead, text: string): boolean {
  return (
    title.toLowerCase().includes(text) ||
    id.toLowerCase().includes(text) ||
    owner?.toLowerCase().includes(text) === true ||
    labels?.some((label) => label.toLowerCase().includes(text)) === true
  );
}

/** Goes up from each until an ancestor is met from which it went up before. */
function withAncestors(
  fitting: ReadonlySet<string>,
  visible: ReadonlySet<string>,
  beads: Beads,
): ReadonlySet<string> {
  const shown = new Set(fitting);
  const passed = new Set<string>();
  for (const id of fitting) {
    for (let up = beads.parentOf(id); up !== undefined && !passed.has(up.id); up = beads.parentOf(up.id)) {
      passed.add(up.id);
      if (visible.has(up.id)) shown.add(up.id);
    }
  }
  return shown;
}
