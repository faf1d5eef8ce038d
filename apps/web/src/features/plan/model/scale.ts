import type { Days } from "./days.ts";
import { dayScale } from "./days.ts";
import { NOW, type Waves } from "./waves.ts";

/** Where beads are in the timeline, in px from its left edge. */
export interface Scale {
  readonly mode: "order" | "days";
  readonly width: number;
  /** Null: nothing tells where it belongs. */
  boxOf(id: string): { readonly left: number; readonly right: number } | null;
  /** What the head says over the columns, each at its place. */
  readonly labels: readonly ScaleLabel[];
  /** Lines from top to bottom. */
  readonly lines: readonly number[];
  /** The column of now, or the line of this moment. */
  readonly now: { readonly left: number; readonly width: number };
}

export interface ScaleLabel {
  readonly x: number;
  /** In order the column's number, in days a time in Unix ms. */
  readonly at: number;
  readonly isNow: boolean;
}

const COLUMN = 120;
const PADDING = 14;
/** Between two bars that follow each other. */
const GAP = 12;

export function orderScale(waves: Waves): Scale {
  const columns = Array.from({ length: waves.count + 1 }, (_, column) => column);
  const xOf = (column: number) => PADDING + column * COLUMN;
  return {
    mode: "order",
    width: xOf(columns.length),
    boxOf(id) {
      const stretch = waves.of(id);
      return stretch && { left: xOf(stretch.from), right: xOf(stretch.to) - GAP };
    },
    labels: columns.map((column) => ({ x: xOf(column), at: column, isNow: column === NOW })),
    lines: columns.slice(1).map((column) => xOf(column) - GAP / 2 - 1),
    now: { left: xOf(NOW) - GAP / 2 - 1, width: COLUMN },
  };
}

/** The least width of a bar, so that it can be seen and pointed at. */
const LEAST = 6;

/** Null where no bead has a date or an estimate. */
export function daysScale(days: Days, now: number): Scale | null {
  if (days.whole === null) return null;
  const scale = dayScale(days.whole);
  const x = Math.round(scale.xOf(now));
  return {
    mode: "days",
    width: scale.width,
    boxOf(id) {
      const span = days.of(id);
      if (span === null) return null;
      const left = Math.round(scale.xOf(span.from));
      return { left, right: Math.max(left + LEAST, Math.round(scale.xOf(span.to))) };
    },
    labels: [
      // The label of this moment has the place to itself.
      ...scale.ticks
        .filter((tick) => Math.abs(tick.x - x) > LABEL)
        .map((tick) => ({ x: Math.round(tick.x), at: tick.time, isNow: false })),
      { x, at: now, isNow: true },
    ],
    lines: scale.ticks.map((tick) => Math.round(tick.x)),
    now: { left: x, width: 2 },
  };
}

const LABEL = 52;
