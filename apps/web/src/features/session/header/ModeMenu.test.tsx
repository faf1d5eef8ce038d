import { fireEvent, screen, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { WireError } from "../../../wire/wire-error.ts";
import { button, openSession, setUpPage } from "../testkit/open-session.tsx";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

const settle = () => vi.advanceTimersByTimeAsync(0);
const openMenu = () => fireEvent.keyDown(document.body, { key: "m" });
const header = () => within(screen.getByRole("banner"));

test("M opens the modes; a choice shows at once as under way, and is true when the bridge says so", async () => {
  const session = openSession();
  openMenu();
  const names = screen
    .getAllByRole("menuitemradio")
    .map((item) => item.querySelector("[data-part=label]")?.textContent);
  expect(names).toEqual(["Asks first", "Accepts edits", "Plans only"]);
  fireEvent.click(screen.getByRole("menuitemradio", { name: /Plans only/ }));
  await settle();
  expect(session.calls).toEqual([["setPermissionMode", "plan"]]);
  expect(header().getByRole("button", { name: /Plans only.*Changing the mode/ })).toBeTruthy();
  session.setInfo({ permissionMode: "plan" });
  expect(header().getByRole("button", { name: "Plans only" })).toBeTruthy();
});

test("a mode that the program does not take goes back to what is true, with the reason", async () => {
  const session = openSession();
  session.view.setPermissionMode = () => Promise.reject(new WireError("NOT_SUPPORTED", "It can’t."));
  openMenu();
  fireEvent.click(screen.getByRole("menuitemradio", { name: /Accepts edits/ }));
  await settle();
  expect(header().getByRole("button", { name: "Asks first" })).toBeTruthy();
});

test("one that was taken and never became true is not claimed for ever", async () => {
  openSession();
  openMenu();
  fireEvent.click(screen.getByRole("menuitemradio", { name: /Plans only/ }));
  await settle();
  await vi.advanceTimersByTimeAsync(3000);
  expect(header().getByRole("button", { name: "Asks first" })).toBeTruthy();
});

test("what was always allowed is listed in words and can be withdrawn", async () => {
  vi.useRealTimers();
  const session = openSession((session) => {
    session.set({
      rules: [
        { ruleId: "a", label: "Always allow npm test", detail: "Any arguments", at: Date.now() - 120_000 },
        { ruleId: "b", label: "Always allow git \u202estatus", at: null },
      ],
    });
    session.setInfo({ rules: 2 });
  });
  openMenu();
  fireEvent.click(screen.getByRole("menuitem", { name: /Always allowed in this session.*2 rules/ }));
  const dialog = within(await screen.findByRole("dialog"));
  const rows = await dialog.findAllByRole("listitem");
  expect(rows.map((row) => row.querySelector("div")?.textContent)).toEqual([
    "Always allow npm testAny argumentsAdded 2m ago",
    "Always allow git RLO U+202Estatus",
  ]);
  fireEvent.click(dialog.getByRole("button", { name: "Withdraw: Always allow npm test" }));
  await vi.waitFor(() => expect(dialog.getAllByRole("listitem")).toHaveLength(1));
  expect(session.calls).toContainEqual(["withdrawRule", "a"]);
  const last = dialog.getByRole("button", { name: /^Withdraw: Always allow git/ });
  expect(document.activeElement).toBe(last);
  fireEvent.click(last);
  expect(await dialog.findByText(/Nothing is always allowed here/)).toBeTruthy();
  await vi.waitFor(() => expect(document.activeElement).toBe(dialog.getByRole("button", { name: "Close" })));
  session.setInfo({ rules: 0 });
});

test("Y copies the newest turn as it was said", async () => {
  const copied: string[] = [];
  const writeText = async (text: string) => void copied.push(text);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  openSession((session) => {
    for (const words of ["first", "second"]) {
      session.add({ type: "turn_started", by: "user" });
      session.add({ type: "agent_message", messageKey: words, content: words });
      session.add({ type: "turn_ended", stopReason: "end_turn", durationMs: 1 });
    }
  });
  fireEvent.keyDown(document.body, { key: "y" });
  expect(copied).toEqual(["Assistant: second"]);
});

test("the model is changed at the composer, and named in the header", async () => {
  const session = openSession();
  fireEvent.click(button("sonnet"));
  fireEvent.click(screen.getByRole("menuitemradio", { name: "opus" }));
  await settle();
  expect(session.calls).toEqual([["setModel", "opus"]]);
  expect(header().getByText("sonnet")).toBeTruthy();
  session.setInfo({ model: "opus" });
  expect(header().getByText("opus")).toBeTruthy();
});

test("the header tells how full the window is, or how many tokens where that is not told, and the cost", () => {
  const session = openSession();
  session.setInfo({ context: { usedTokens: 82_000, windowTokens: 200_000 } });
  expect(
    header()
      .getByRole("meter", { name: /window is filled/ })
      .getAttribute("aria-valuetext"),
  ).toBe("41 %");
  session.setInfo({
    context: { usedTokens: 38_000, windowTokens: null },
    usage: { inputTokens: 1, outputTokens: 1, costUsd: 1.84, turnsWithoutCost: 2 },
  });
  expect(header().getByText(/38.0k tokens/)).toBeTruthy();
  expect(header().getByText("$1.84 + unknown").title).toBe("the cost of 2 turns is not known");
});
