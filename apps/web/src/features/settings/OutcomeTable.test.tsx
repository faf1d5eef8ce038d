import { OutcomeRow, ProjectId } from "@switchyard/core/protocol";
import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { expect, test } from "vitest";
import { project } from "../../testing/beads.ts";
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
  expect(screen.getByText(/A bead is unknown where/)).toBeTruthy();
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
  expect(screen.queryByText(/A bead is unknown where/)).toBeNull();
});

test("where there are several projects one of them is chosen, and all of them again once it has left the list", async () => {
  const [parcel, depot] = [
    project({ isOpen: true }),
    project({ projectId: ProjectId.parse("d"), name: "Depot", path: "/w/depot", isOpen: false }),
  ];
  const { bridge } = open({
    getProjects: () => ({ projects: [parcel, depot] }),
    getOutcomes: ({ projectId }) => ({ rows: projectId === depot.projectId ? [] : [row()] }),
  });
  const choice = await screen.findByRole<HTMLSelectElement>("combobox", { name: "Of which project" });
  await screen.findAllByText("Specialist");
  expect([choice.value, choice.options.length]).toEqual(["", 3]);
  fireEvent.change(choice, { target: { value: depot.projectId } });
  expect(await screen.findByText("No turn ended in this project in the last 30 days.")).toBeTruthy();
  fireEvent.click(screen.getByRole("radio", { name: "All" }));
  expect(await screen.findByText("No turn has ended in this project yet.")).toBeTruthy();
  expect(bridge.of("getOutcomes").at(-1)).toEqual({ projectId: depot.projectId });
  bridge.emit("project-list-changed", { projects: [parcel] });
  await waitFor(() => expect(cells()).toHaveLength(2));
  expect(bridge.of("getOutcomes").at(-1)).toEqual({});
  expect(screen.queryByRole("combobox", { name: "Of which project" })).toBeNull();
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
