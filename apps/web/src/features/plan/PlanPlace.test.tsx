import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import type { Bead } from "@switchyard/core/protocol";
import { expect, onTestFinished, test, vi } from "vitest";
import { bead, edges, fakeTracker, otherProjectId, project, projectId } from "../../testing/beads.ts";
import { session, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPage, press } from "../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

const child = (id: string, values: Record<string, unknown> = {}) => bead(id, values);
const closed = { status: "closed", closed_at: new Date(Date.now() - 3_600_000).toISOString() };

/** An epic with a closed bead, one that is ready and one that is blocked by it; another epic; a bug alone. */
const plan = [
  bead("pa-1", { title: "Webhooks", issue_type: "epic", priority: 1 }),
  child("pa-1.1", { title: "One secret per endpoint", ...closed }),
  child("pa-1.2", { title: "Rotate the secret", labels: ["security"] }),
  child("pa-1.3", { title: "Verify it", ...edges("pa-1.3", { blocks: ["pa-1.2"] }) }),
  bead("pa-2", { title: "Labels", issue_type: "epic" }),
  child("pa-2.1", { title: "Render labels" }),
  bead("pa-3", { title: "Flaky test", issue_type: "bug", priority: 3 }),
];

async function openPlan(beads: readonly Bead[] = plan, path = "/plan") {
  const tracker = fakeTracker(beads);
  const sessions = [
    sessionInfo({
      projectId,
      beadId: "pa-2.1",
      status: "running",
      createdAt: Math.floor(Date.now() / 1000) - 240,
      title: "Render labels",
      usage: { inputTokens: 0, outputTokens: 0, costUsd: 0.74, turnsWithoutCost: 0 },
    }),
  ];
  const page = openPage(
    {
      getProjects: () => ({ projects: [project()] }),
      listSessions: () => ({ sessions }),
      ...tracker.handlers,
    },
    path,
  );
  const tree = await screen.findByRole("treegrid", { name: "Beads" });
  return { ...page, tracker, tree };
}

const rowOf = (id: string) => {
  const row = document.querySelector<HTMLElement>(`[data-bead="${id}"]`);
  if (row === null) throw new Error(`no row of ${id}`);
  return row;
};
const shown = () =>
  [...document.querySelectorAll<HTMLElement>(".tree-row")]
    .toSorted((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
    .map((row) => row.dataset["bead"]);
const focused = () =>
  document.activeElement instanceof HTMLElement ? document.activeElement.dataset["bead"] : null;

test("the tree tells levels, places, and what is unfolded", async () => {
  const { tree } = await openPlan();
  expect(tree.getAttribute("aria-rowcount")).toBe("8");
  expect(shown()).toEqual(["pa-1", "pa-1.1", "pa-1.2", "pa-1.3", "pa-2", "pa-2.1", "pa-3"]);
  const [epic, ready] = [rowOf("pa-1"), rowOf("pa-1.2")];
  expect([epic.ariaLevel, epic.ariaExpanded, epic.ariaPosInSet, epic.ariaSetSize]).toEqual([
    "1",
    "true",
    "1",
    "3",
  ]);
  expect([ready.ariaLevel, ready.ariaExpanded, ready.ariaPosInSet]).toEqual(["2", null, "2"]);
  expect(
    within(tree)
      .getAllByRole("columnheader")
      .map((head) => head.textContent),
  ).toEqual(["Bead", "Id", "Pri", "Session", expect.stringContaining("DoneNowNext")]);
});

test("each row says how its bead stands, in the tree and in the timeline", async () => {
  await openPlan();
  expect(rowOf("pa-1.1").dataset["kind"]).toBe("closed");
  expect(rowOf("pa-1.2").dataset["kind"]).toBe("ready");
  expect(
    within(rowOf("pa-1.2")).getByRole("button", { name: "Start a session on Rotate the secret" }),
  ).toBeDefined();
  expect(within(rowOf("pa-1.3")).getAllByText("Blocked")).toHaveLength(2);
  expect(within(rowOf("pa-1.3")).getAllByTitle("Blocked by Rotate the secret")).toHaveLength(2);
  expect(within(rowOf("pa-2.1")).getByRole("img", { name: "Running" })).toBeDefined();
  expect(within(rowOf("pa-2.1")).getByText("4m · $0.74")).toBeDefined();
  expect(within(rowOf("pa-2")).getByText("1 session")).toBeDefined();
  expect(within(rowOf("pa-1")).getByRole("img", { name: "33 % closed" })).toBeDefined();
});

test("one row is in the tab order, and the keys walk, fold and go up", async () => {
  await openPlan();
  expect(document.querySelectorAll('.tree-row[tabindex="0"]')).toHaveLength(1);
  rowOf("pa-1").focus();
  press("ArrowDown");
  press("j");
  expect(focused()).toBe("pa-1.2");
  expect(document.querySelectorAll('.tree-row[tabindex="0"]')).toHaveLength(1);
  press("ArrowLeft");
  expect(focused()).toBe("pa-1");
  press("ArrowLeft");
  expect(shown()).toEqual(["pa-1", "pa-2", "pa-2.1", "pa-3"]);
  press("*");
  expect(shown()).toHaveLength(7);
  press("End");
  expect(focused()).toBe("pa-3");
  press("r");
  press("e");
  expect(focused()).toBe("pa-2.1");
});

test("what is folded is folded when one comes back", async () => {
  await openPlan();
  fireEvent.click(within(rowOf("pa-1")).getByRole("button", { name: "Fold Webhooks" }));
  expect(shown()).toEqual(["pa-1", "pa-2", "pa-2.1", "pa-3"]);
  expect(localStorage.getItem(`switchyard.plan.folded.${projectId}`)).toBe("pa-1");
  fireEvent.click(screen.getByRole("button", { name: "Unfold all" }));
  expect(shown()).toHaveLength(7);
  expect(localStorage.getItem(`switchyard.plan.folded.${projectId}`)).toBeNull();
});

test("a text shows what holds it, with its ancestors dimmed, though they were folded", async () => {
  await openPlan();
  fireEvent.click(within(rowOf("pa-1")).getByRole("button", { name: "Fold Webhooks" }));
  const field = screen.getByRole("searchbox", { name: "Filter beads" });
  fireEvent.input(field, { target: { value: "SECUR" } });
  expect(shown()).toEqual(["pa-1", "pa-1.2"]);
  expect(rowOf("pa-1").dataset["dimmed"]).toBe("");
  expect(rowOf("pa-1.2").dataset["dimmed"]).toBeUndefined();
  fireEvent.input(field, { target: { value: "" } });
  expect(shown()).toEqual(["pa-1", "pa-2", "pa-2.1", "pa-3"]);
});

test("ready, blocked and with sessions each show their beads", async () => {
  await openPlan();
  fireEvent.click(screen.getByRole("radio", { name: /^Blocked/ }));
  expect(shown()).toEqual(["pa-1", "pa-1.3"]);
  fireEvent.click(screen.getByRole("radio", { name: /^With sessions/ }));
  expect(shown()).toEqual(["pa-2", "pa-2.1"]);
});

test("a change from outside shows, flashes, and leaves the focus where it is", async () => {
  const { bridge, tracker } = await openPlan();
  rowOf("pa-1.3").focus();
  tracker.tell(bridge, [
    bead("pa-1.2", { title: "Rotate the secret", ...closed }),
    bead("pa-0", { priority: 0 }),
  ]);
  await waitFor(() => expect(rowOf("pa-1.2").dataset["kind"]).toBe("closed"));
  expect(rowOf("pa-1.2").dataset["flash"]).toBeDefined();
  expect(rowOf("pa-2").dataset["flash"]).toBeUndefined();
  expect(rowOf("pa-1.3").dataset["kind"]).toBe("ready");
  expect(shown()[0]).toBe("pa-0");
  expect(focused()).toBe("pa-1.3");
});

test("where the row in focus goes, the next one has the focus", async () => {
  const { bridge, tracker } = await openPlan();
  rowOf("pa-1.2").focus();
  tracker.tell(bridge, [], { removed: ["pa-1.2"] });
  await waitFor(() => expect(focused()).toBe("pa-1.3"));
});

test("where the row in focus is folded away, the row that hides it has the focus", async () => {
  await openPlan();
  rowOf("pa-1.2").focus();
  fireEvent.click(screen.getByRole("button", { name: "Fold all" }));
  await waitFor(() => expect(focused()).toBe("pa-1"));
});

test("a ready row's button starts on it", async () => {
  await openPlan();
  fireEvent.click(within(rowOf("pa-3")).getByRole("button", { name: "Start a session on Flaky test" }));
  const dialog = await screen.findByRole("dialog", { name: "New session" });
  expect(within(dialog).getAllByDisplayValue(/pa-3|Flaky test/).length).toBeGreaterThan(0);
});

test("a bead that is opened by its address is the row with the keys", async () => {
  await openPlan(plan, `/plan/pa-2.1?project=${projectId}`);
  await waitFor(() => expect(rowOf("pa-2.1").tabIndex).toBe(0));
  expect(rowOf("pa-2.1").ariaCurrent).toBe("true");
});

test("an address whose project is gone says so, and shows no other's plan under it", async () => {
  const { bridge } = await openPlan(plan, `/plan/pa-2.1?project=${projectId}`);
  bridge.emit("project-list-changed", { projects: [project({ projectId: otherProjectId, isOpen: true })] });
  expect(await screen.findByText("This project is not in the list")).toBeDefined();
  expect(screen.queryByRole("treegrid")).toBeNull();
});

test("days are shown where there are dates, and the choice is kept", async () => {
  await openPlan();
  expect(screen.getByRole("columnheader", { name: "Timeline, in the order of the work" })).toBeDefined();
  fireEvent.click(screen.getByRole("radio", { name: "Days" }));
  expect(screen.getByRole("columnheader", { name: "Timeline, by days" }).textContent).toContain("Today");
  expect(localStorage.getItem("switchyard.plan.timeline")).toBe("days");
});

test("S starts on the row in focus", async () => {
  await openPlan();
  rowOf("pa-1.2").focus();
  press("s");
  const dialog = await screen.findByRole("dialog", { name: "New session" });
  expect(within(dialog).getAllByDisplayValue(/pa-1\.2|Rotate the secret/).length).toBeGreaterThan(0);
});

test("C on the plan starts a session in its project", async () => {
  await openPlan();
  press("c");
  const dialog = await screen.findByRole("dialog", { name: "New session" });
  await waitFor(() =>
    expect(within(dialog).getByRole<HTMLSelectElement>("combobox", { name: "Folder" }).value).toBe(projectId),
  );
});

test("Space ticks what is open, for the next start; what is closed can't be ticked", async () => {
  await openPlan();
  rowOf("pa-1.2").focus();
  press(" ");
  expect(rowOf("pa-1.2").ariaSelected).toBe("true");
  press("ArrowUp");
  press(" ");
  expect(rowOf("pa-1.1").ariaSelected).toBe("false");
  expect(screen.getByRole("button", { name: /Start the 1 ticked/ })).toBeDefined();
});

test("Enter opens the bead's page, and closing it leads back to the row", async () => {
  await openPlan();
  rowOf("pa-1.2").focus();
  press("Enter");
  const page = await screen.findByRole("article");
  await waitFor(() => expect(location.pathname).toBe("/plan/pa-1.2"));
  expect(rowOf("pa-1.2").ariaCurrent).toBe("true");
  fireEvent.keyDown(page, { key: "Escape" });
  await waitFor(() => expect(location.pathname).toBe("/plan"));
  await waitFor(() => expect(focused()).toBe("pa-1.2"));
});

test("O opens the only session; of several it shows the choice", async () => {
  const { bridge } = await openPlan();
  rowOf("pa-2.1").focus();
  bridge.emit("session-updated", {
    session: sessionInfo({
      sessionId: "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02",
      projectId,
      beadId: "pa-2.1",
      title: "A second try",
      status: "paused",
    }),
  });
  await waitFor(() => expect(within(rowOf("pa-2.1")).getByText(/^\+1/)).toBeDefined());
  press("o");
  const choice = await screen.findByRole("group", { name: "Sessions of pa-2.1" });
  expect(within(choice).getAllByRole("link")).toHaveLength(2);
  expect(choice.contains(document.activeElement)).toBe(true);
  press("Escape");
  expect(screen.queryByRole("group", { name: "Sessions of pa-2.1" })).toBeNull();
  expect(focused()).toBe("pa-2.1");
  bridge.emit("session-deleted", { sessionId: "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02" });
  await waitFor(() => expect(within(rowOf("pa-2.1")).queryByText(/^\+1/)).toBeNull());
  press("o");
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${session}`));
});

test("of ten thousand beads only those in view are in the page, and the row with the keys", async () => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(640);
  onTestFinished(() => void vi.restoreAllMocks());
  const many = Array.from({ length: 10_000 }, (_, index) => bead(`pa-${index}`, { priority: 2 }));
  const { tree } = await openPlan(many);
  expect(tree.getAttribute("aria-rowcount")).toBe("10001");
  // Those in view first; what is ready around them a moment later.
  expect(shown()).toHaveLength(20);
  await vi.waitFor(() => expect(shown()).toHaveLength(28));
  rowOf("pa-0").focus();
  tree.scrollTop = 5000 * 32;
  fireEvent.scroll(tree);
  await waitFor(() => expect(shown().at(-1)).toBe("pa-5027"));
  expect(shown().slice(0, 3)).toEqual(["pa-0", "pa-4992", "pa-4993"]);
  expect(focused()).toBe("pa-0");
  press("ArrowDown");
  expect(focused()).toBe("pa-1");
  expect(tree.scrollTop).toBe(32);
});

test("a change above what is in view moves nothing that is looked at", async () => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(640);
  onTestFinished(() => void vi.restoreAllMocks());
  const many = Array.from({ length: 200 }, (_, index) => bead(`pa-${index}`));
  const { tree, bridge, tracker } = await openPlan(many);
  tree.scrollTop = 100 * 32 + 8;
  fireEvent.scroll(tree);
  tracker.tell(bridge, [bead("aa-1", { priority: 0 }), bead("aa-2", { priority: 0 })]);
  await waitFor(() => expect(tree.getAttribute("aria-rowcount")).toBe("203"));
  expect(tree.scrollTop).toBe(102 * 32 + 8);
});
