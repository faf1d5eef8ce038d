import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { BeadId } from "@switchyard/core/protocol";
import { expect, onTestFinished, test, vi } from "vitest";
import { bead, edges, projectId } from "../../../testing/beads.ts";
import { press } from "../../../testing/open-page.tsx";
import { BeadIds, focused, plan, rowOf, shownPlan, takesAll, write } from "./plan-page.testkit.ts";

vi.setConfig({ testTimeout: 20_000 });

test("P and a digit set a priority, T a status from its menu, and the focus comes back to the row", async () => {
  const { bridge } = await shownPlan(takesAll);
  rowOf("pa-3").focus();
  press("p");
  const menu = await screen.findByRole("menu", { name: "Priority" });
  await waitFor(() => expect(menu.contains(document.activeElement)).toBe(true));
  expect(within(menu).getByRole("menuitemradio", { checked: true }).textContent).toContain("P2 Medium");
  press("0");
  expect(focused()).toBe("pa-3");
  press("t");
  fireEvent.click(await screen.findByRole("menuitemradio", { name: "In progress" }));
  expect(focused()).toBe("pa-3");
  await waitFor(() =>
    expect(bridge.of("updateBeads").map(({ beadIds, patch }) => ({ beadIds, patch }))).toEqual([
      { beadIds: ["pa-3"], patch: { priority: 0 } },
      { beadIds: ["pa-3"], patch: { status: "in_progress" } },
    ]),
  );
});

test("Shift with the arrows ticks, L labels all that are ticked, and what was refused stays ticked", async () => {
  const { bridge } = await shownPlan({
    updateBeads: () => ({
      projectId,
      done: BeadIds.parse(["pa-1.1"]),
      failed: [{ beadId: BeadId.parse("pa-1.2"), message: "pa-1.2 is frozen" }],
    }),
  });
  rowOf("pa-1.1").focus();
  press("ArrowDown", { shiftKey: true });
  const bar = await screen.findByRole("group", { name: "The ticked beads" });
  expect(within(bar).getByText("2 beads")).toBeDefined();
  press("l");
  const field = await screen.findByRole("combobox", { name: "Labels of 2 beads" });
  await waitFor(() => expect(document.activeElement).toBe(field));
  write(field, "urgent, api");
  press("Enter");
  await waitFor(() =>
    expect(bridge.of("updateBeads")).toEqual([
      { projectId, beadIds: ["pa-1.1", "pa-1.2"], patch: { addLabels: ["urgent", "api"] } },
    ]),
  );
  expect(await within(bar).findByText("1 of 2 not changed")).toBeDefined();
  expect((await within(rowOf("pa-1.2")).findByRole("alert")).textContent).toContain("pa-1.2 is frozen");
  expect([rowOf("pa-1.1").ariaSelected, rowOf("pa-1.2").ariaSelected]).toEqual(["false", "true"]);
  press("Escape");
  expect(focused()).toBe("pa-1.2");
  press("Escape");
  expect(screen.queryByRole("group", { name: "The ticked beads" })).toBeNull();
});

test("Shift and a press tick a range, Mod and A all that are shown; the bar changes them too", async () => {
  const { bridge } = await shownPlan(takesAll);
  const ticked = () => plan.map(({ id }) => id).filter((id) => rowOf(id).ariaSelected === "true");
  rowOf("pa-1.1").focus();
  fireEvent.click(rowOf("pa-2"), { shiftKey: true });
  expect(ticked()).toEqual(["pa-1.1", "pa-1.2", "pa-2"]);
  fireEvent.click(rowOf("pa-1.2"), { shiftKey: true });
  expect(ticked()).toEqual(["pa-1.1", "pa-1.2"]);
  press("a", { ctrlKey: true });
  expect(ticked()).toHaveLength(5);
  fireEvent.click(screen.getByRole("button", { name: "Priority" }));
  fireEvent.click(await screen.findByRole("menuitemradio", { name: "P4 Backlog" }));
  await waitFor(() => expect(bridge.of("updateBeads")[0]?.["beadIds"]).toHaveLength(5));
  expect(ticked()).toHaveLength(5);
  fireEvent.click(screen.getByRole("button", { name: "Untick" }));
  expect(ticked()).toEqual([]);
});

test("V moves a bead below another one, which is unfolded, and the focus stays on it", async () => {
  const { bridge, written } = await shownPlan();
  const edge = { issue_id: "pa-3", depends_on_id: "pa-1", type: "parent-child" };
  bridge.handlers.updateBead = () => written("pa-3", { dependencies: [edge] });
  fireEvent.click(within(rowOf("pa-1")).getByRole("button", { name: "Fold Webhooks" }));
  rowOf("pa-3").focus();
  press("v");
  const field = await screen.findByRole("combobox", { name: "New parent" });
  write(field, "webh");
  press("Enter");
  await waitFor(() => expect(rowOf("pa-3").ariaLevel).toBe("2"));
  expect(bridge.of("updateBead")).toEqual([{ projectId, beadId: "pa-3", patch: { parent: "pa-1" } }]);
  await waitFor(() => expect(focused()).toBe("pa-3"));
});

/** Rows of 32 px under a head without height, in a tree that begins at the top of the window. */
function laidOut(): void {
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(0, 0, 600, 640));
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(0);
  onTestFinished(() => void vi.restoreAllMocks());
}
const middleOf = (index: number) => ({ clientX: 60, clientY: index * 32 + 16 });

test("a row that is dragged goes below the one where it is let go, and below none of its own", async () => {
  const { bridge, written } = await shownPlan();
  laidOut();
  bridge.handlers.updateBead = ({ beadId }) => written(beadId);
  const drag = (id: string, to: number) => {
    fireEvent.pointerDown(within(rowOf(id)).getByRole("link"), { button: 0, clientX: 60, clientY: 999 });
    fireEvent.pointerMove(window, middleOf(to));
  };
  const chip = () => document.querySelector(".tree-drag-chip")?.textContent;
  drag("pa-1", 1);
  expect(chip()).toBe("WebhooksNot below itself");
  expect(document.querySelector(".tree-drop")?.getAttribute("data-fault")).toBe("isCircle");
  fireEvent.pointerUp(window);
  drag("pa-3", 3);
  expect(chip()).toBe("Flaky testBelow Labels");
  press("Escape");
  expect(chip()).toBeUndefined();
  fireEvent.pointerUp(window);
  expect(bridge.of("updateBead")).toEqual([]);
  drag("pa-3", 3);
  fireEvent.pointerUp(window);
  await waitFor(() =>
    expect(bridge.of("updateBead")).toEqual([{ projectId, beadId: "pa-3", patch: { parent: "pa-2" } }]),
  );
});

test("all that are ticked are dragged with one of them; where there is no row is the top level", async () => {
  const below = { "parent-child": ["pa-1"] };
  const { bridge, written } = await shownPlan({}, [
    bead("pa-1"),
    bead("pa-4", edges("pa-4", below)),
    bead("pa-5", edges("pa-5", below)),
  ]);
  laidOut();
  bridge.handlers.updateBead = ({ beadId }) => written(beadId);
  rowOf("pa-4").focus();
  press("ArrowDown", { shiftKey: true });
  fireEvent.pointerDown(within(rowOf("pa-5")).getByRole("link"), { button: 0, clientX: 60, clientY: 80 });
  fireEvent.pointerMove(window, middleOf(12));
  expect(document.querySelector(".tree-drag-chip")?.textContent).toBe("2 beadsTo the top level");
  fireEvent.pointerUp(window);
  await waitFor(() =>
    expect(bridge.of("updateBead").map(({ beadId, patch }) => [beadId, patch])).toEqual([
      ["pa-4", { parent: null }],
      ["pa-5", { parent: null }],
    ]),
  );
});

test("the menu of a row has all acts with their keys, and these act in it", async () => {
  await shownPlan();
  rowOf("pa-3").focus();
  fireEvent.contextMenu(within(rowOf("pa-3")).getByRole("link"), { button: 2, clientX: 10, clientY: 10 });
  const menu = await screen.findByRole("menu", { name: "What can be done with Flaky test" });
  expect(
    within(menu)
      .getAllByRole("menuitem")
      .map((item) => item.textContent),
  ).toEqual([
    "Open",
    "Start a sessionS",
    "TickSpace",
    "Edit the titleF2",
    "StatusT",
    "PriorityP",
    "LabelsL",
    "New bead belowC",
    "Move to…V",
    "ClaimM",
    "CloseE",
  ]);
  await waitFor(() => expect(menu.contains(document.activeElement)).toBe(true));
  press("t");
  expect(await screen.findByRole("menu", { name: "Status" })).toBeDefined();
});
