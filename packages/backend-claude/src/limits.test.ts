import { expect, test } from "vitest";
import { Limits, resetIn } from "./limits.ts";
import { readLine, type RateLimit } from "./native.ts";

const AT = Date.parse("2026-11-26T10:35:41.896Z");

test.for<[string, string | null]>([
  ["You've hit your limit · resets 11:35am (UTC)", "2026-11-26T11:35:00Z"],
  ["You've hit your session limit · resets 3am (UTC)", "2026-11-27T03:00:00Z"],
  ["5-hour limit reached ∙ resets 12pm (Europe/Berlin)", "2026-11-26T11:00:00Z"],
  ["Weekly limit reached · resets Dec 1, 9:30am (America/New_York)", "2026-12-01T14:30:00Z"],
  ["Weekly limit reached · resets Jan 2 at 12am (Asia/Kolkata)", "2027-01-01T18:30:00Z"],
  ["Claude AI usage limit reached|1764180000", "2025-11-26T18:00:00Z"],
  // Whose clock shows it is not told.
  ["5-hour limit reached ∙ resets 3pm", null],
  ["5-hour limit reached ∙ resets 3pm (Middle/Earth)", null],
  ["Your limit resets soon", null],
])("%j is %s", ([words, reset]) => {
  expect(resetIn(words, AT)).toBe(reset === null ? null : Date.parse(reset) / 1000);
});

test("over a change of the clocks the time is that of the zone on that day", () => {
  const at = Date.parse("2026-03-28T22:00:00Z");
  expect(resetIn("resets 9am (Europe/Berlin)", at)).toBe(Date.parse("2026-03-29T07:00:00Z") / 1000);
  expect(resetIn("resets 9am (UTC)", null)).toBeNull();
});

test("each window of the plan is told, and only a limit that is reached has a time to wait for", () => {
  const limits = new Limits();
  const windows = {
    five_hour: { utilization: 0.92, resetsAt: 1795692940, status: "allowed_warning" },
    seven_day: { utilization: 0.4, resetsAt: 1795779340, status: "allowed" },
  };
  const warned = { status: "allowed_warning", resetsAt: 1795692940, rateLimitType: "five_hour" };
  expect(limits.told(event({ ...warned, unifiedWindows: windows }))).toMatchObject([
    { type: "plan_limit", limit: { name: "five_hour", used: 0.92, resetsAt: 1795692940, isReached: false } },
    { type: "plan_limit", limit: { name: "seven_day", used: 0.4, resetsAt: 1795779340, isReached: false } },
  ]);
  expect(limits.resetsAt).toBeNull();
  const reached = limits.told(event({ ...warned, status: "rejected", unifiedWindows: windows }));
  expect(reached.map(({ limit }) => limit.isReached)).toEqual([true, false]);
  expect(limits.resetsAt).toBe(1795692940);
  // Older versions name no windows; a limit of the server's own has no name at all.
  expect(
    limits.told(event({ status: "allowed", rateLimitType: "seven_day", utilization: 0.5 })),
  ).toMatchObject([{ limit: { name: "seven_day", used: 0.5, resetsAt: null, isReached: false } }]);
  expect(limits.told(event({ status: "rejected", isUsingOverage: false }))).toEqual([]);
  expect(limits.resetsAt).toBeNull();
});

function event(info: object): RateLimit {
  const line = readLine(JSON.stringify({ type: "rate_limit_event", rate_limit_info: info }));
  if (line.kind !== "rate_limit_event") throw new Error(line.kind);
  return line;
}
