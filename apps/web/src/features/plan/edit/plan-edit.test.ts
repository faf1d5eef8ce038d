import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { bead, projectId } from "../../../testing/beads.ts";
import { press } from "../../../testing/open-page.tsx";
import { Fields, focused, openPlan, plan, refused, rowOf, shownPlan, write } from "./plan-page.testkit.ts";

vi.setConfig({ testTimeout: 20_000 });

test("F2 writes a title in its row: Enter saves it with what it was, Esc does not", async () => {
  const { bridge, written } = await shownPlan();
  bridge.handlers.updateBead = ({ patch }) => written("pa-3", Fields.parse(patch));
  rowOf("pa-3").focus();
  press("F2");
  const field = await screen.findByRole<HTMLInputElement>("textbox", { name: "Title of pa-3" });
  expect([document.activeElement, field.value]).toEqual([field, "Flaky test"]);
  write(field, "Never");
  press("Escape");
  expect(focused()).toBe("pa-3");
  press("F2");
  write(screen.getByRole("textbox", { name: "Title of pa-3" }), "  Steady test ");
  press("Enter");
  expect(focused()).toBe("pa-3");
  await waitFor(() => expect(within(rowOf("pa-3")).getByText("Steady test")).toBeDefined());
  const patch = { patch: { title: "Steady test" }, base: { title: "Flaky test" } };
  expect(bridge.of("updateBead")).toEqual([{ projectId, beadId: "pa-3", ...patch }]);
});

test("letters, arrows and Space in a field of a row are its own", async () => {
  const { bridge } = await shownPlan();
  rowOf("pa-1.1").focus();
  fireEvent.dblClick(within(rowOf("pa-1.1")).getByText("Rotate the secret"));
  const field = await screen.findByRole<HTMLInputElement>("textbox", { name: "Title of pa-1.1" });
  write(field, "Half");
  for (const key of ["e", "t", "ArrowDown", " ", "m", "F2"]) press(key);
  expect([document.activeElement, field.value]).toEqual([field, "Half"]);
  expect(screen.queryByRole("menu")).toBeNull();
  expect(rowOf("pa-1.1").ariaSelected).toBe("false");
  expect(bridge.of("closeBead")).toEqual([]);
});

test("a title that was changed meanwhile shows both, and the own one is saved when that is said", async () => {
  const theirs = bead("pa-3", { title: "Theirs" });
  const { bridge, written } = await shownPlan({
    updateBead: () => ({ refuse: { code: "BEAD_CHANGED", message: "changed", data: { bead: theirs } } }),
  });
  rowOf("pa-3").focus();
  press("F2");
  write(await screen.findByRole("textbox", { name: "Title of pa-3" }), "Mine");
  press("Enter");
  const note = await within(rowOf("pa-3")).findByRole("alert");
  expect(note.textContent).toContain("changed meanwhile to “Theirs”. You wrote “Mine”");
  bridge.handlers.updateBead = () => written("pa-3", { title: "Mine" });
  fireEvent.click(within(note).getByRole("button", { name: "Save mine" }));
  await waitFor(() => expect(bridge.of("updateBead")).toHaveLength(2));
  expect(bridge.of("updateBead")[1]).not.toHaveProperty("base");
  await waitFor(() => expect(within(rowOf("pa-3")).queryByRole("alert")).toBeNull());
});

test("what was refused is told at its row, and what was written is not lost", async () => {
  await shownPlan({ updateBead: () => ({ refuse: refused }) });
  rowOf("pa-3").focus();
  press("F2");
  write(await screen.findByRole("textbox", { name: "Title of pa-3" }), "Mine");
  press("Enter");
  const note = await within(rowOf("pa-3")).findByRole("alert");
  expect(note.textContent).toContain("“Mine” was not saved. bd says no");
  expect(within(rowOf("pa-3")).getByText("Flaky test")).toBeDefined();
  fireEvent.click(within(note).getByRole("button", { name: "Edit again" }));
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Title of pa-3" }).value).toBe("Mine");
  expect(within(rowOf("pa-3")).queryByRole("alert")).toBeNull();
});

test("E closes by the guards: their words, and force when it is asked for; then E reopens", async () => {
  const guard = {
    ...refused,
    message: "cannot close epic pa-1: 2 open child issues",
    data: { canForce: true },
  };
  const { bridge, written } = await shownPlan({ closeBead: () => ({ refuse: guard }) });
  rowOf("pa-1").focus();
  press("e");
  const note = await within(rowOf("pa-1")).findByRole("alert");
  expect(note.textContent).toContain("Not closed. cannot close epic pa-1: 2 open child issues");
  bridge.handlers.closeBead = () =>
    written("pa-1", { status: "closed", closed_at: new Date().toISOString() });
  bridge.handlers.reopenBead = () => written("pa-1", { status: "open" });
  fireEvent.click(within(note).getByRole("button", { name: "Close anyway" }));
  await waitFor(() => expect(rowOf("pa-1").dataset["closed"]).toBe(""));
  await waitFor(() => expect(bridge.of("closeBead").at(-1)).toMatchObject({ beadId: "pa-1", force: true }));
  await waitFor(() => expect(focused()).toBe("pa-1"));
  press("e");
  await waitFor(() => expect(bridge.of("reopenBead")).toHaveLength(1));
});

test("M claims, and tells who has it", async () => {
  const taken = {
    code: "CLAIMED",
    message: "already claimed by grace",
    data: { assignee: "grace" },
  } as const;
  const { bridge } = await shownPlan({ claimBead: () => ({ refuse: taken }) });
  rowOf("pa-3").focus();
  press("m");
  expect((await within(rowOf("pa-3")).findByRole("alert")).textContent).toContain(
    "Not claimed. grace has it.",
  );
  expect(bridge.of("claimBead")).toEqual([{ projectId, beadId: "pa-3" }]);
});

test("Insert opens a row below, Enter makes the bead and opens the next, Esc ends", async () => {
  const { bridge, tracker, tree } = await shownPlan();
  bridge.handlers.createBead = ({ bead: made }) => {
    const next = bead("pa-2.1", { ...Fields.parse(made), parent: undefined });
    tracker.tell(bridge, [next]);
    return { projectId, bead: next, beadId: next.id };
  };
  rowOf("pa-2").focus();
  press("Insert");
  const field = await screen.findByRole<HTMLInputElement>("textbox", { name: "New bead below Labels" });
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(tree.getAttribute("aria-rowcount")).toBe("7");
  expect(rowOf("pa-2").ariaExpanded).toBe("true");
  press("Enter");
  expect(bridge.of("createBead")).toEqual([]);
  write(field, "Render them");
  press("Enter");
  await waitFor(() => expect(within(rowOf("pa-2.1")).getByText("Render them")).toBeDefined());
  expect(bridge.of("createBead")[0]?.["bead"]).toEqual({ title: "Render them", parent: "pa-2" });
  expect([document.activeElement, field.value]).toEqual([field, ""]);
  press("Escape");
  expect(focused()).toBe("pa-2");
  expect(screen.queryByRole("textbox", { name: /New bead/ })).toBeNull();
});

test("a bead that was not made is told with its title, though its row was closed meanwhile", async () => {
  const { bridge } = await shownPlan({ createBead: () => "silence" });
  fireEvent.click(screen.getByRole("button", { name: "New bead" }));
  write(await screen.findByRole("textbox", { name: "New bead" }), "Lost?");
  bridge.handlers.createBead = () => ({ refuse: refused });
  press("Enter");
  press("Escape");
  const note = await screen.findByText(/“Lost\?” was not made. bd says no/);
  const field = screen.getByRole<HTMLInputElement>("textbox", { name: "New bead" });
  expect(field.value).toBe("Lost?");
  expect(note.closest('[role="row"]')?.contains(field)).toBe(true);
});

test("of several that were not made the first is in the field again, and all others are told and tried again", async () => {
  const asked: (() => void)[] = [];
  const { bridge } = await shownPlan({
    createBead: () =>
      new Promise((answer) =>
        asked.push(() => answer({ refuse: { code: "BD_FAILED", message: "bd says no" } })),
      ),
  });
  fireEvent.click(screen.getByRole("button", { name: "New bead" }));
  const field = await screen.findByRole<HTMLInputElement>("textbox", { name: "New bead" });
  for (const title of ["One", "Two", "Three"]) {
    write(field, title);
    press("Enter");
  }
  await waitFor(() => expect(asked).toHaveLength(3));
  for (const answer of asked.splice(0)) answer();
  expect(await screen.findByText("“Two”, “Three” were not made. bd says no")).toBeDefined();
  expect(field.value).toBe("One");
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(
    bridge
      .of("createBead")
      .slice(3)
      .map((call) => call["bead"]),
  ).toEqual([{ title: "Two" }, { title: "Three" }]);
});

test("an empty tracker is written to in its place", async () => {
  const { bridge, tracker } = await openPlan({}, []);
  bridge.handlers.createBead = ({ bead: made }) => {
    const next = bead("pa-1", Fields.parse(made));
    tracker.tell(bridge, [next]);
    return { projectId, bead: next, beadId: next.id };
  };
  fireEvent.click(await screen.findByRole("button", { name: "New bead" }));
  const field = await screen.findByRole("textbox", { name: "New bead" });
  write(field, "The first one");
  press("Enter");
  await waitFor(() => expect(within(rowOf("pa-1")).getByText("The first one")).toBeDefined());
});

test("where beads are read-only no change is offered, and a key says why", async () => {
  const { bridge } = await openPlan({
    getBeads: () => ({
      ...{ projectId, beads: plan, revision: 1, stale: false, version: null, faults: [], failed: false },
      ...{ source: "jsonl", note: "There is no bd on the PATH." },
    }),
  });
  await screen.findByRole("treegrid", { name: "Beads" });
  rowOf("pa-3").focus();
  expect(screen.queryByRole("button", { name: "New bead" })).toBeNull();
  fireEvent.click(within(rowOf("pa-3")).getByRole("button", { name: /What can be done/ }));
  const items = within(await screen.findByRole("menu")).getAllByRole("menuitem");
  expect(items.map((item) => item.textContent)).toEqual(["Open", "Start a sessionS", "TickSpace"]);
  await waitFor(() => expect(document.activeElement?.role).toBe("menuitem"));
  press("Escape");
  press("e");
  expect(document.querySelector("[data-ui=toasts]")?.textContent).toContain("There is no bd on the PATH.");
  expect(bridge.of("closeBead")).toEqual([]);
});

test("where the program that writes is missing, the first refusal tells it, and nothing more is offered", async () => {
  const missing = { code: "BD_NOT_FOUND", message: "There is no bd on the PATH." } as const;
  await shownPlan({ claimBead: () => ({ refuse: missing }) });
  rowOf("pa-3").focus();
  press("m");
  const note = await within(rowOf("pa-3")).findByRole("alert");
  expect(note.textContent).toContain("Not claimed. There is no bd on the PATH.");
  expect(screen.queryByRole("button", { name: "New bead" })).toBeNull();
  expect(screen.getByText("bd 1.0.5, read-only").title).toBe("There is no bd on the PATH.");
});
