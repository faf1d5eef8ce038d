import type { Beads } from "@switchyard/beads";
import type { PlanRows } from "./rows.ts";
import type { Scale } from "./scale.ts";

/** Where a bar is in the timeline, in px from its left edge, and the row that it is in. */
export interface BarBox {
  readonly row: number;
  readonly left: number;
  readonly right: number;
}

export interface LinkPaths {
  /** As the `d` of an SVG path, from the top of the row `from`. */
  readonly plain: string;
  readonly critical: string;
}

export interface LinkLook {
  readonly rows: PlanRows;
  readonly scale: Scale;
  readonly critical: readonly string[];
  /** Links are drawn that have an end in these rows. */
  readonly from: number;
  readonly to: number;
  readonly rowHeight: number;
}

/** The connectors from what blocks to what is blocked, where both have a row and a place in the timeline. */
export function linkPaths(beads: Beads, look: LinkLook): LinkPaths {
  const { rows, from, to } = look;
  const steps = new Set(look.critical.slice(1).map((id, index) => `${look.critical[index]} ${id}`));
  const drawn = new Set<string>();
  const paths = { plain: "", critical: "" };
  const draw = (blocker: string, blocked: string) => {
    const step = `${blocker} ${blocked}`;
    if (drawn.has(step)) return;
    drawn.add(step);
    const [start, end] = [boxOf(blocker, look), boxOf(blocked, look)];
    if (start === null || end === null) return;
    paths[steps.has(step) ? "critical" : "plain"] += linkPath(start, end, look.rowHeight);
  };
  for (const id of rows.ids.slice(from, to)) {
    for (const blocker of beads.blockersOf(id)) draw(blocker.id, id);
    for (const blocked of beads.blocks(id)) draw(id, blocked.id);
  }
  return paths;
}

/** What is far out of view is taken as just out of it. */
const FAR = 40;

function boxOf(id: string, { rows, scale, from, to }: LinkLook): BarBox | null {
  const at = rows.at(id);
  const box = at < 0 ? null : scale.boxOf(id);
  return box && { ...box, row: Math.max(-FAR, Math.min(at - from, to - from + FAR)) };
}

/** The way of a connector from the end of a bar to the start of the one that waits for it, as an SVG path. */
export function linkPath(from: BarBox, to: BarBox, rowHeight: number): string {
  const y1 = (from.row + 0.5) * rowHeight;
  const y2 = (to.row + 0.5) * rowHeight;
  if (y1 === y2) return `M${from.right} ${y1}H${to.left}`;
  const down = y2 > y1 ? RADIUS : -RADIUS;
  const bend = from.right + STUB;
  const start = `M${from.right} ${y1}H${bend - RADIUS}q${RADIUS} 0 ${RADIUS} ${down}`;
  const isAhead = to.left >= bend + RADIUS;
  if (isAhead) return `${start}V${y2 - down}q0 ${down} ${RADIUS} ${down}H${to.left}`;
  // It starts before the other ends, as in days it may: round by the edge of its row and back.
  const between = y2 - (Math.sign(down) * rowHeight) / 2;
  const back = to.left - STUB;
  return (
    `${start}V${between - down}q0 ${down} ${-RADIUS} ${down}H${back + RADIUS}` +
    `q${-RADIUS} 0 ${-RADIUS} ${down}V${y2 - down}q0 ${down} ${RADIUS} ${down}H${to.left}`
  );
}

/** How far a connector goes on before it bends. */
const STUB = 8;
const RADIUS = 4;
