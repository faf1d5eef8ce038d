import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { type Handlers, settings } from "../../testing/fake-bridge.ts";
import { openPage } from "../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

const sum = { turns: 3, inputTokens: 38_200, outputTokens: 2100, costUsd: 1.84, turnsWithoutCost: 1 };

async function open(handlers: Handlers) {
  const page = openPage(handlers, "/settings");
  await screen.findByRole("switch", { name: "Go on after a limit by itself" });
  return page;
}

test("going on after a limit and the budget of new sessions are saved as they are changed", async () => {
  const { bridge } = await open({
    updateSettings: ({ settings: change }) => ({ settings: settings(change as object) }),
  });
  fireEvent.click(screen.getByRole("switch", { name: "Go on after a limit by itself" }));
  const budget = screen.getByRole<HTMLSelectElement>("combobox", { name: "Budget of a new session" });
  expect(budget.selectedOptions[0]?.textContent).toBe("None (default)");
  fireEvent.change(budget, { target: { value: "5" } });
  await waitFor(() =>
    expect(bridge.of("updateSettings")).toEqual([
      { settings: { resumesAfterLimit: true } },
      { settings: { sessionBudgetUsd: 5 } },
    ]),
  );
});

test("the modes are explained, and that full access is refused", async () => {
  await open({});
  const part = within(screen.getByRole("region", { name: "Permissions" }));
  expect(part.getByText(/It changes nothing until you choose another mode/)).toBeTruthy();
  expect(part.getByText("Full access is refused")).toBeTruthy();
});

test("usage is summed by day at first, then as it is asked for, and says what is not known", async () => {
  const { bridge } = await open({
    getUsage: ({ by }) => ({
      rows: [
        by === "day" ? { key: "2026-11-26", ...sum } : { key: "pa-1", label: "Webhooks", ...sum },
        { key: null, ...sum, costUsd: null },
      ],
      total: sum,
    }),
  });
  const part = within(screen.getByRole("region", { name: "Usage" }));
  const cells = () =>
    part
      .getAllByRole("row")
      .map((row) => [...row.querySelectorAll("th, td:not([aria-hidden])")].map((cell) => cell.textContent));
  expect(await part.findByText("Thu, Nov 26")).toBeTruthy();
  expect(cells()).toEqual([
    ["Day", "Turns", "Tokens in", "Tokens out", "Cost"],
    ["Thu, Nov 26", "3", "38.2k", "2.1k", "$1.84 + unknown"],
    ["On no bead", "3", "38.2k", "2.1k", "cost not known"],
    ["Total", "3", "38.2k", "2.1k", "$1.84 + unknown"],
  ]);
  expect(part.getByText("Not counted: the cost of 1 turn is not known.")).toBeTruthy();
  fireEvent.click(part.getByRole("radio", { name: "Bead" }));
  expect(await part.findByText("Webhooks", { exact: false })).toBeTruthy();
  fireEvent.click(part.getByRole("radio", { name: "All" }));
  await waitFor(() => expect(bridge.of("getUsage").at(-1)).toEqual({ by: "bead" }));
});
