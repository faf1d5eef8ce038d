import { makeBeads } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { bead } from "../../../testing/beads.ts";
import { dayScale, findDays, hasDays } from "./days.ts";

const now = Date.parse("2026-11-25T12:00:00Z");
const time = (text: string) => Date.parse(text);
const daysOf = (list: readonly Bead[]) => findDays(makeBeads(list, now), now);
const dateless = { created_at: undefined, updated_at: undefined };

test("a closed bead goes from its start to its closing", () => {
  const days = daysOf([
    bead("a", { status: "closed", started_at: "2026-11-20T08:00:00Z", closed_at: "2026-11-22T08:00:00Z" }),
  ]);
  expect(days.of("a")).toEqual({ from: time("2026-11-20T08:00:00Z"), to: time("2026-11-22T08:00:00Z") });
});

test("an open bead goes to its due date, or to the end of its estimate, or until now", () => {
  const started = { status: "in_progress", started_at: "2026-11-24T12:00:00Z" };
  const days = daysOf([
    bead("due", { due_at: "2026-12-01T00:00:00Z" }),
    bead("estimated", { ...started, estimated_minutes: 960 }),
    bead("open", started),
    bead("unbegun", { estimated_minutes: 480 }),
  ]);
  expect(days.of("due")?.to).toBe(time("2026-12-01T00:00:00Z"));
  expect(days.of("estimated")?.to).toBe(time("2026-11-26T12:00:00Z"));
  expect(days.of("open")).toEqual({ from: time("2026-11-24T12:00:00Z"), to: now });
  expect(days.of("unbegun")).toEqual({ from: now, to: now + 86_400_000 });
});

test("a parent goes over all below it", () => {
  const days = daysOf([
    bead("a"),
    bead("a.1", { status: "closed", started_at: "2026-11-01T00:00:00Z", closed_at: "2026-11-02T00:00:00Z" }),
    bead("a.2", { due_at: "2026-12-24T00:00:00Z" }),
  ]);
  expect(days.of("a")).toEqual({ from: time("2026-11-01T00:00:00Z"), to: time("2026-12-24T00:00:00Z") });
  expect(days.whole).toEqual(days.of("a"));
});

test("where no bead has a date or an estimate, there are no days", () => {
  expect(daysOf([bead("a", dateless), bead("b", dateless)]).whole).toBeNull();
  expect(daysOf([bead("a", { ...dateless, estimated_minutes: 60 })]).whole).not.toBeNull();
  expect(daysOf([bead("a", { ...dateless, due_at: "someday" })]).whole).toBeNull();
  expect(hasDays(makeBeads([bead("a", dateless)], now))).toBe(false);
  expect(hasDays(makeBeads([bead("a", dateless), bead("b")], now))).toBe(true);
});

test("days get narrower the more there are, and a time is where its day is", () => {
  const month = dayScale({ from: now - 20 * 86_400_000, to: now });
  const decade = dayScale({ from: now - 3650 * 86_400_000, to: now });
  expect(month.pxOfDay).toBe(28);
  expect(month.xOf(now) - month.xOf(now - 86_400_000)).toBeCloseTo(28);
  expect(decade.width).toBeLessThan(7000);
  expect(decade.ticks.length).toBeLessThan(40);
  for (const scale of [month, decade]) {
    for (const tick of scale.ticks) expect(tick.x).toBeLessThan(scale.width);
  }
});
