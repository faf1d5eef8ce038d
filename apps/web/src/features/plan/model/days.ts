import { type Beads, isClosed } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long a bead is taken to be whose only date is that of its start, as it is drawn. */
const LEAST = DAY / 2;
/** A day of work: an estimate of more goes over more days. */
const WORK_DAY_MINUTES = 8 * 60;

/** A stretch of time, in Unix ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Days {
  /** Null: nothing tells when it was, or will be. */
  of(id: string): Span | null;
  /** Over all of them and now; null where no bead has any date or estimate. */
  readonly whole: Span | null;
}

/**
 * When beads were worked on, and when they will be: from the start (or the writing down) to the closing, or else to
 * the due date, the end of the estimate, now. Parents go from the first to the last below them.
 */
export function findDays(beads: Beads, now: number): Days {
  const spans = new Map<string, Span>();
  for (const bead of beads.list) {
    const span = spanOf(bead, now);
    if (span !== null) spans.set(bead.id, span);
  }
  const order = [...beads.roots];
  for (let at = 0; at < order.length; at += 1) {
    const bead = order[at];
    if (bead !== undefined) order.push(...beads.childrenOf(bead.id));
  }
  for (const bead of order.toReversed()) {
    const over = around(beads.childrenOf(bead.id).flatMap((child) => spans.get(child.id) ?? []));
    if (over !== null) spans.set(bead.id, over);
  }
  const whole = around([...spans.values()]);
  return {
    of: (id) => spans.get(id) ?? null,
    whole: whole && { from: Math.min(whole.from, now), to: Math.max(whole.to, now) },
  };
}

/** Whether any bead has a date or an estimate, so that there are days. */
export function hasDays(beads: Beads): boolean {
  return beads.list.some((bead) => spanOf(bead, 0) !== null);
}

function spanOf(bead: Bead, now: number): Span | null {
  const start = timeOf(bead.started_at) ?? timeOf(bead.created_at);
  const estimate = estimateMs(bead);
  const due = timeOf(bead.due_at);
  if (isClosed(bead)) {
    const end = timeOf(bead.closed_at) ?? due ?? (start === null ? null : start + (estimate ?? LEAST));
    return end === null ? null : drawn(start ?? end - LEAST, end);
  }
  if (start === null) {
    if (due !== null) return drawn(due - (estimate ?? LEAST), due);
    return estimate === null ? null : drawn(now, now + estimate);
  }
  // What is not begun yet can't end before it would have been done from now.
  const begins = bead.started_at === undefined && estimate !== null ? Math.max(start, now) : start;
  return drawn(begins, due ?? (estimate === null ? Math.max(now, start) : begins + estimate));
}

function drawn(from: number, to: number): Span {
  return { from: Math.min(from, to - LEAST), to };
}

function estimateMs(bead: Bead): number | null {
  const minutes = bead.estimated_minutes;
  if (minutes === undefined || !(minutes > 0)) return null;
  return Math.min(MOST_DAYS, Math.ceil(minutes / WORK_DAY_MINUTES)) * DAY;
}

/** A slip of the pen in an estimate shall not make a timeline of centuries. */
const MOST_DAYS = 366;

function timeOf(text: string | undefined): number | null {
  const time = Date.parse(text ?? "");
  return Number.isNaN(time) ? null : time;
}

function around(spans: readonly Span[]): Span | null {
  if (spans.length === 0) return null;
  let [from, to] = [Infinity, -Infinity];
  for (const span of spans) {
    from = Math.min(from, span.from);
    to = Math.max(to, span.to);
  }
  return { from, to };
}

/** Days as columns: where a time is, and the lines to read it by. */
export interface DayScale {
  /** Of the whole timeline, in px. */
  readonly width: number;
  readonly pxOfDay: number;
  xOf(time: number): number;
  readonly ticks: readonly DayTick[];
}

export interface DayTick {
  readonly x: number;
  readonly time: number;
  /** Whether a month begins with it. */
  readonly isMonth: boolean;
}

/** Days get narrower the more there are; over a few years only months are told. */
export function dayScale(whole: Span): DayScale {
  const first = startOfDay(whole.from - DAY);
  const days = Math.ceil((whole.to + 2 * DAY - first) / DAY);
  const pxOfDay = days <= 75 ? 28 : days <= 400 ? 10 : days <= 1500 ? 4 : Math.max(0.25, MOST_PX / days);
  const xOf = (time: number) => PADDING + ((time - first) / DAY) * pxOfDay;
  const ticks: DayTick[] = [];
  for (let index = 0; index < days && index < MOST_DAYS * 40; index += 1) {
    const day = new Date(first);
    day.setDate(day.getDate() + index);
    const isMonth = day.getDate() === 1;
    const isTick =
      pxOfDay >= 10 ? day.getDay() === 1 : pxOfDay >= 2 ? isMonth : isMonth && day.getMonth() === 0;
    if (isTick) ticks.push({ x: xOf(day.getTime()), time: day.getTime(), isMonth });
  }
  return { width: Math.ceil(2 * PADDING + days * pxOfDay), pxOfDay, xOf, ticks };
}

const PADDING = 14;
const MOST_PX = 6000;

function startOfDay(time: number): number {
  const day = new Date(time);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}
