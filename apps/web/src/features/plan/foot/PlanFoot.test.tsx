import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { expect, test, vi } from "vitest";
import { bead, edges, fakeTracker, project, projectId } from "../../../testing/beads.ts";
import { type Handlers, sessionInfo, settings } from "../../../testing/fake-bridge.ts";
import { press } from "../../../testing/open-page.tsx";
import { openPart } from "../../../testing/open-part.tsx";
import { PlanFoot } from "./PlanFoot.tsx";

vi.setConfig({ testTimeout: 20_000 });

const beads = [bead("pa-1"), bead("pa-2"), bead("pa-3", edges("pa-3", { blocks: ["pa-1"] }))];

function openFoot(handlers: Handlers = {}, list = beads) {
  const tracker = fakeTracker(list);
  const [ticked, setTicked] = createSignal<readonly string[]>([]);
  const page = openPart(
    () => <PlanFoot project={project()} ticked={ticked()} onStarted={() => setTicked([])} />,
    { ...tracker.handlers, getProjects: () => ({ projects: [project()] }), ...handlers },
  );
  return { ...page, tracker, setTicked };
}

const id = (count: number) => `3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0${String(count).padStart(3, "0")}`;
/** Two of five run, three wait. */
const batchOf = (isHeld: boolean) =>
  [null, null, 1, 2, 3].map((place, at) =>
    sessionInfo({
      sessionId: id(at),
      projectId,
      beadId: `pa-${at}`,
      status: place === null ? "running" : "paused",
      queued: place === null ? 0 : 1,
      batch: { batchId: "b1", limit: 2, order: 1, place, isHeld },
    }),
  );

test("what is ready and how many places are free is told, and follows", async () => {
  const { bridge, tracker } = openFoot({
    getSettings: () => ({
      settings: settings({ processLimit: 3 }),
      cwd: "/home/ada",
      settingsFile: "/home/ada/settings.json",
    }),
    listSessions: () => ({ sessions: [sessionInfo({ status: "running" })] }),
  });
  expect(await screen.findByText("2 beads are ready")).toBeDefined();
  expect(await screen.findByText("2 free places")).toBeDefined();
  tracker.tell(bridge, [bead("pa-1", { status: "in_progress", assignee: "ada" })]);
  expect(await screen.findByText("1 bead is ready")).toBeDefined();
});

test("before the beads are read a batch that waits shows, and nothing is said of what is ready", async () => {
  openFoot({ getBeads: () => "silence", listSessions: () => ({ sessions: batchOf(true) }) });
  expect(await screen.findByRole("button", { name: "Go on" })).toBeDefined();
  expect(screen.queryByText("No bead is ready")).toBeNull();
});

test("with nothing ready the button says why, and neither it nor its key opens anything", async () => {
  const { setTicked } = openFoot({}, [bead("pa-1", { status: "in_progress" })]);
  expect(await screen.findByText("No bead is ready")).toBeDefined();
  const start = screen.getByRole("button", { name: /Start the ready ones/ });
  await waitFor(() => expect(start.title).toBe("No bead is ready to be started."));
  fireEvent.click(start);
  press("S", { shiftKey: true });
  expect(screen.queryByRole("dialog")).toBeNull();
  // What was ticked may be started though it is not ready.
  setTicked(["pa-1"]);
  fireEvent.click(await screen.findByRole("button", { name: /Start the 1 ticked/ }));
  expect(await screen.findByRole("dialog", { name: "Start the ticked ones" })).toBeDefined();
});

test("Shift S opens the ready ones", async () => {
  openFoot();
  await screen.findByText("2 beads are ready");
  press("S", { shiftKey: true });
  expect(await screen.findByRole("dialog", { name: "Start the ready ones" })).toBeDefined();
});

test("starts that wait are counted, and their limit is changed from the menu", async () => {
  const { bridge } = openFoot({
    listSessions: () => ({ sessions: batchOf(false) }),
    updateBatch: () => ({}),
  });
  fireEvent.click(await screen.findByRole("button", { name: "3 of 5 wait, 2 run at once" }));
  const menu = within(await screen.findByRole("menu", { name: "The starts that wait" }));
  expect(menu.getAllByRole("menuitemradio").map((item) => item.textContent?.trim())).toEqual([
    "1 at once",
    "2 at once",
    "3 at once",
    "4 at once",
  ]);
  fireEvent.click(menu.getByRole("menuitemradio", { name: "4 at once" }));
  await waitFor(() => expect(bridge.of("updateBatch")).toEqual([{ batchId: "b1", limit: 4 }]));
  fireEvent.click(screen.getByRole("button", { name: "3 of 5 wait, 2 run at once" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Hold those that wait" }));
  await waitFor(() => expect(bridge.of("updateBatch").at(-1)).toEqual({ batchId: "b1", isHeld: true }));
});

test("after a restart they wait until the user goes on", async () => {
  const { bridge } = openFoot({
    listSessions: () => ({ sessions: batchOf(true) }),
    updateBatch: () => ({}),
  });
  expect(await screen.findByText("3 starts wait until you go on")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Go on" }));
  await waitFor(() => expect(bridge.of("updateBatch")).toEqual([{ batchId: "b1", isHeld: false }]));
  bridge.emit("session-list-changed", { sessions: batchOf(false) });
  expect(await screen.findByText("3 of 5 wait, 2 run at once")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Go on" })).toBeNull();
});

test("those that wait are stopped only once that was said again, and held before", async () => {
  const { bridge } = openFoot({
    listSessions: () => ({ sessions: batchOf(false) }),
    updateBatch: () => ({}),
    terminateSession: () => ({}),
  });
  const stop = async () => {
    fireEvent.click(await screen.findByRole("button", { name: "3 of 5 wait, 2 run at once" }));
    fireEvent.click(await screen.findByRole("menuitem", { name: "Stop the 3 that wait…" }));
    return within(await screen.findByRole("dialog", { name: "Stop 3 sessions that wait?" }));
  };
  fireEvent.click((await stop()).getByRole("button", { name: "Keep waiting" }));
  expect(bridge.of("updateBatch")).toEqual([]);
  fireEvent.click((await stop()).getByRole("button", { name: "Stop 3 sessions" }));
  expect(await screen.findByText("Stopped 3 sessions that had not begun")).toBeDefined();
  const acts = bridge.calls.filter(({ method }) => /updateBatch|terminateSession/.test(method));
  expect(acts.map(({ method, params }) => params["sessionId"] ?? method)).toEqual([
    "updateBatch",
    id(2),
    id(3),
    id(4),
  ]);
});

test("a change that the bridge refuses is told", async () => {
  openFoot({
    listSessions: () => ({ sessions: batchOf(true) }),
    updateBatch: () => ({ refuse: { code: "SESSION_NOT_FOUND", message: "There is no such batch." } }),
  });
  fireEvent.click(await screen.findByRole("button", { name: "Go on" }));
  expect(await screen.findByText("The starts were not changed: There is no such batch.")).toBeDefined();
});
