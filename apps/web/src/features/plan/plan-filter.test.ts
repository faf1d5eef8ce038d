import { createRoot } from "solid-js";
import { beforeEach, expect, test } from "vitest";
import { createPlanFilter, type PlanFilter } from "./plan-filter.ts";

beforeEach(() => localStorage.clear());

const made = (): PlanFilter => createRoot(() => createPlanFilter());

test("at first all that is open shows, with what was closed in the last seven days", () => {
  const filter = made();
  expect(filter.asBeadFilter()).toEqual({ closedTimeFilter: "7d" });
  expect(filter.isNarrowed()).toBe(false);
});

test.each([
  ["ready", { state: "ready" }],
  ["blocked", { state: "blocked" }],
  ["sessions", { withSessions: true }],
] as const)("%s narrows it, and clearing widens it again", (show, part) => {
  const filter = made();
  filter.setShow(show);
  filter.setText("  retry ");
  expect(filter.asBeadFilter()).toMatchObject({ ...part, filterText: "retry" });
  expect(filter.isNarrowed()).toBe(true);
  filter.clear();
  expect(filter.asBeadFilter()).toEqual({ closedTimeFilter: "7d" });
});

test("which closed ones show and how the timeline runs is remembered; what is looked for is not", () => {
  const first = made();
  first.setClosed("hide");
  first.setTimeline("days");
  first.setText("retry");
  const second = made();
  expect(second.closed()).toBe("hide");
  expect(second.asBeadFilter()).toEqual({ hideClosed: true });
  expect(second.timeline()).toBe("days");
  expect(second.text()).toBe("");
});

test("a remembered word that this version does not know is as none", () => {
  localStorage.setItem("switchyard.plan.closed", "fortnight");
  localStorage.setItem("switchyard.plan.timeline", "");
  expect(made().closed()).toBe("7d");
  expect(made().timeline()).toBe("order");
});
