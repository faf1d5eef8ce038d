import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { bead, edges, fakeTracker, project, projectId } from "../../testing/beads.ts";
import { sessionInfo } from "../../testing/fake-bridge.ts";
import { openPage } from "../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

const beads = [
  bead("pa-12", { title: "Webhook delivery you can trust", issue_type: "epic" }),
  bead("pa-12.1", edges("pa-12.1", { "parent-child": ["pa-12"] })),
];
const tracker = fakeTracker(beads);
const second = "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02";
const third = "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a03";
const sessions = [
  sessionInfo({ title: "Retry", projectId, beadId: "pa-12.1", createdAt: 3 }),
  sessionInfo({ title: "Explore", sessionId: second, projectId, createdAt: 2 }),
  sessionInfo({ title: "Asks", sessionId: third, projectId, pendingApprovals: 1, createdAt: 1 }),
];

const open = () =>
  openPage({
    ...tracker.handlers,
    getProjects: () => ({ projects: [project()] }),
    listSessions: () => ({ sessions }),
  });
const groups = () =>
  within(screen.getByRole("navigation", { name: "Sessions" }))
    .getAllByRole("region")
    .map((group) => group.getAttribute("aria-label"));

test("the list is grouped by project until another way is chosen, and beads are not read for it", async () => {
  const { bridge } = open();
  await waitFor(() => expect(groups()).toEqual(["Needs you", "parcel-api"]));
  expect(bridge.of("getBeads")).toEqual([]);
});

test("by epic, a session stands under the root of its bead, and the choice is remembered", async () => {
  const { bridge } = open();
  await screen.findByRole("region", { name: "parcel-api" });
  fireEvent.click(screen.getByRole("button", { name: "Group the list" }));
  fireEvent.click(screen.getByRole("menuitemradio", { name: "Epic" }));
  await waitFor(() =>
    expect(groups()).toEqual(["Needs you", "Webhook delivery you can trust", "parcel-api"]),
  );
  const row = within(screen.getByRole("region", { name: "Webhook delivery you can trust" })).getByRole(
    "link",
  );
  expect(row.textContent).toContain("Retry");
  expect(row.textContent).toContain("pa-12.1");
  expect(bridge.of("getBeads")).toHaveLength(1);
  expect(localStorage.getItem("switchyard.list.grouping")).toBe("epic");
});

test("what the list was grouped by the last time it is grouped by again", async () => {
  vi.spyOn(Storage.prototype, "getItem").mockImplementation((key) =>
    key === "switchyard.list.grouping" ? "backend" : null,
  );
  open();
  await waitFor(() => expect(groups()).toEqual(["Needs you", "Claude Code"]));
  vi.restoreAllMocks();
});
