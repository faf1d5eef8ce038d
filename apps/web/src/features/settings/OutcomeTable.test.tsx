import { OutcomeRow } from "@switchyard/core/protocol";
import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { expect, test } from "vitest";
import type { Handlers } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { OutcomeTable } from "./OutcomeTable.tsx";

const row = (values: Partial<Record<keyof OutcomeRow, unknown>> = {}) =>
  OutcomeRow.parse({
    persona: "specialist",
    backendId: "claude",
    sessions: 12,
    turns: 1034,
    failures: 2,
    costUsd: 18.4,
    turnsWithoutCost: 0,
    beads: 4,
    beadsClosed: 3,
    beadsUnknown: 1,
    ...values,
  });

const open = (handlers: Handlers) => openPart(() => <OutcomeTable />, handlers, "/settings");
const cells = () =>
  screen.getAllByRole("row").map((each) => [...each.children].map((cell) => cell.textContent));

test("each persona on each backend has a row in the order that the bridge gives, by their names where known", async () => {
  open({
    getOutcomes: () => ({
      rows: [
        row(),
        row({ persona: "gone-by", backendId: "acme", costUsd: 1, turnsWithoutCost: 3, beadsUnknown: 0 }),
        row({ costUsd: null, turnsWithoutCost: 9, beadsClosed: 0, beadsUnknown: 4 }),
        row({ costUsd: null, beads: 0, beadsClosed: 0, beadsUnknown: 0 }),
      ],
    }),
  });
  await screen.findAllByText("Specialist");
  expect(cells()).toEqual([
    ["Persona", "Backend", "Sessions", "Turns", "Failed", "Beads closed", "Cost"],
    ["Specialist", "Claude Code", "12", "1,034", "2", "3 of 4, 1 unknown", "$18.40"],
    ["gone-by", "acme", "12", "1,034", "2", "3 of 4", "$1.00 + unknown"],
    ["Specialist", "Claude Code", "12", "1,034", "2", "4 unknown", "cost not known"],
    ["Specialist", "Claude Code", "12", "1,034", "2", "no bead", ""],
  ]);
  expect(screen.getByText(/A bead is unknown until/)).toBeTruthy();
});

test("days are chosen, and where there is nothing or too much it is said", async () => {
  const { bridge } = open({
    getOutcomes: ({ from }) => ({
      rows:
        from === undefined
          ? Array.from({ length: 40 }, (_, at) => row({ persona: `p-${at}`, beadsUnknown: 0 }))
          : [],
    }),
  });
  expect(await screen.findByText("No turn ended in the last 30 days.")).toBeTruthy();
  expect(bridge.of("getOutcomes")).toEqual([{ from: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }]);
  fireEvent.click(screen.getByRole("radio", { name: "All" }));
  fireEvent.click(await screen.findByRole("button", { name: "Show all 40" }));
  expect(cells()).toHaveLength(41);
  expect(screen.queryByText(/A bead is unknown until/)).toBeNull();
});

test("where it can't be read the reason stands there, and it is read again when asked for", async () => {
  let isBroken = true;
  open({
    getOutcomes: () =>
      isBroken ? { refuse: { code: "STORAGE_FAILED", message: "No room." } } : { rows: [row()] },
  });
  expect(await screen.findByText(/How sessions went could not be read: No room\./)).toBeTruthy();
  isBroken = false;
  fireEvent.click(screen.getByRole("button", { name: "Try now" }));
  await waitFor(() => expect(cells()).toHaveLength(2));
});
