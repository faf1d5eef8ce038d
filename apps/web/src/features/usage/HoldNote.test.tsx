import { fireEvent, screen } from "@solidjs/testing-library";
import { BeadId, type Budget, type Hold } from "@switchyard/core/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { backendInfo } from "../../testing/backend-info.ts";
import { button, openSession, setUpPage } from "../session/testkit/open-session.tsx";
import { clockTime } from "./clock-time.ts";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

const settle = () => vi.advanceTimersByTimeAsync(0);

function openHeld(hold: Partial<Hold>, budget: Partial<Budget> = {}) {
  return openSession((session) => {
    const whole: Budget = { limitUsd: 5, spentUsd: 5.02, state: "reached", turnsWithoutCost: 0, ...budget };
    session.setInfo({
      status: "paused",
      hold: { reason: "usage_limit", resetsAt: null, goesOn: false, ...hold },
      budget: whole,
      beadBudget: whole,
      epicBudget: { ...whole, beadId: BeadId.parse("pa-12") },
    });
  });
}

test("a usage limit says which, when it resets, and what happens then, and can be tried at once", async () => {
  const resetsAt = Math.floor(Date.now() / 1000) + 42 * 60 + 5;
  const session = openHeld({ resetsAt });
  session.set({
    backend: backendInfo({
      limits: [{ name: "five_hour", used: 1, resetsAt, isReached: true, at: 0 }],
    }),
  });
  expect(screen.getByText("Claude Code’s 5-hour limit is reached")).toBeTruthy();
  const note = screen.getByText(/It resets at/);
  expect(note.textContent).toContain(`It resets at ${clockTime(resetsAt * 1000, Date.now())}, in 42m.`);
  expect(note.textContent).toContain("The session waits for you then.");
  expect(screen.getByText("Waits until the limit resets.")).toBeTruthy();
  fireEvent.click(button("Go on by itself then"));
  await settle();
  session.setInfo({ hold: { reason: "usage_limit", resetsAt, goesOn: true } });
  expect(screen.getByText(/goes on by itself then/)).toBeTruthy();
  fireEvent.click(button("Don’t resume by itself"));
  fireEvent.click(button("Try now"));
  await settle();
  expect(session.calls).toEqual([["setLimitResume", true], ["setLimitResume", false], ["goOn"]]);
  await vi.advanceTimersByTimeAsync(43 * 60_000);
  expect(screen.getByText(/should have reset by now/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Don’t resume by itself" })).toBeNull();
});

test("a limit whose reset was not told makes no promise", () => {
  openHeld({});
  expect(screen.getByText("Claude Code’s usage limit is reached")).toBeTruthy();
  expect(screen.getByText(/When it resets was not told/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Go on by itself then" })).toBeNull();
});

test.each([
  ["session_budget", "This session reached its $5.00 budget", "setBudget"],
  ["bead_budget", "pa-12.2.3 reached its $5.00 budget", "setBeadBudget"],
  ["epic_budget", "pa-12 reached its $5.00 budget", "setEpicBudget"],
] as const)("%s: what is spent, and the ways to raise and lift it", async (reason, title, call) => {
  const session = openHeld({ reason }, { turnsWithoutCost: 2 });
  expect(screen.getByText(title)).toBeTruthy();
  expect(screen.getByText(/\$5.02 of \$5.00 spent.*2 turns told no cost and are not counted/)).toBeTruthy();
  fireEvent.click(button("Raise to $10.00"));
  await settle();
  fireEvent.click(button("Lift"));
  await settle();
  expect(session.calls).toEqual([
    [call, 10],
    [call, null],
  ]);
});

test("another amount is written in a dialog, which says what is no amount", async () => {
  vi.useRealTimers();
  const session = openHeld({ reason: "session_budget" });
  fireEvent.click(button("Another amount"));
  const field = await screen.findByRole<HTMLInputElement>("textbox", { name: "Limit in US dollars" });
  expect(field.value).toBe("5");
  fireEvent.input(field, { target: { value: "lots" } });
  fireEvent.keyDown(field, { key: "Enter" });
  expect(await screen.findByText("Write an amount above 0, as 5 or 2.50.")).toBeTruthy();
  fireEvent.input(field, { target: { value: "7.50" } });
  fireEvent.click(button("Set budget"));
  await vi.waitFor(() => expect(session.calls).toEqual([["setBudget", 7.5]]));
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});
