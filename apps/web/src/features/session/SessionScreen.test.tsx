import { fireEvent, screen, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  setUpPage,
  openSession,
  playWebhook,
  startTurn,
  ask,
  resolve,
  button,
} from "./testkit/open-session.tsx";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

describe("the header", () => {
  test("Interrupt is there while a turn runs; stopping then asks first", () => {
    const session = openSession(startTurn);
    fireEvent.click(button("Interrupt"));
    expect(session.calls).toEqual([["interrupt"]]);
    fireEvent.click(button("Stop session"));
    expect(session.calls).toHaveLength(1);
    const asked = within(screen.getByRole("dialog"));
    fireEvent.click(asked.getByRole("button", { name: "Stop session" }));
    expect(session.calls.at(-1)).toEqual(["stop"]);
  });

  test("without a turn there is nothing to interrupt, and stopping asks nothing", () => {
    const session = openSession((session) => session.setInfo({ status: "paused" }));
    expect(screen.queryByRole("button", { name: "Interrupt" })).toBeNull();
    fireEvent.click(button("Stop session"));
    expect(session.calls).toEqual([["stop"]]);
  });

  test("the permission mode is a choice of what the backend can do", () => {
    const session = openSession();
    fireEvent.click(button(/Asks first/));
    fireEvent.click(screen.getByRole("menuitemradio", { name: /Accepts edits/ }));
    expect(session.calls).toEqual([["setPermissionMode", "acceptEdits"]]);
  });
});

test("the details show plan, changes and usage, and ] closes them", () => {
  openSession(playWebhook);
  const details = screen.getByRole("complementary", { name: "Session details" });
  expect(details.textContent).toContain("3 of 6");
  expect(details.textContent).toContain("+6 −2");
  expect(details.textContent).toContain("118.4k in, 9.2k out");
  fireEvent.keyDown(document.body, { key: "]" });
  expect(screen.queryByRole("complementary")).toBeNull();
});

test("a new need is told once, and the end of a turn politely", () => {
  const session = openSession(startTurn);
  ask(session);
  expect(screen.getByText("Retry failed webhook deliveries asks to run a command")).toBeTruthy();
  resolve(session);
  session.add({ type: "turn_ended", stopReason: "end_turn", durationMs: 10 });
  expect(screen.getByText("Answer finished").getAttribute("aria-live")).toBe("polite");
});
