import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { bead, fakeTracker, otherProjectId, project, projectId } from "../../../testing/beads.ts";
import { type Handlers } from "../../../testing/fake-bridge.ts";
import { openPart } from "../../../testing/open-part.tsx";
import { createPlanFilter, type PlanFilter } from "../plan-filter.ts";
import { NoProject } from "./NoProject.tsx";
import { PlanGate } from "./PlanGate.tsx";

vi.setConfig({ testTimeout: 20_000 });

function openGate(handlers: Handlers = {}, shown = 1) {
  const tracker = fakeTracker([bead("pa-1")]);
  let filter!: PlanFilter;
  const page = openPart(
    () => {
      filter = createPlanFilter();
      return (
        <PlanGate projectId={projectId} filter={filter} shown={shown}>
          <p>The tree</p>
        </PlanGate>
      );
    },
    { ...tracker.handlers, getProjects: () => ({ projects: [project()] }), ...handlers },
  );
  return { ...page, filter: () => filter };
}

const answer = (state: object = {}) => ({
  projectId,
  beads: [],
  source: "bd" as const,
  stale: false,
  version: "1.0.5",
  note: null,
  faults: [],
  failed: false,
  revision: 1,
  ...state,
});

test("what there is shows as soon as it is read", async () => {
  openGate();
  expect(await screen.findByText("The tree")).toBeDefined();
});

test("while it is read, the rows' places show; nothing is said to be missing", async () => {
  openGate({ getBeads: () => "silence" });
  const loading = await screen.findByRole("status", { name: "Reading the beads" });
  await waitFor(() => expect(loading.children.length).toBeGreaterThan(5));
  expect(screen.queryByRole("heading")).toBeNull();
});

test("a tracker that can't be read says why in its own words, and is read again on a press", async () => {
  const { bridge } = openGate({
    getBeads: () => ({ refuse: { code: "BD_FAILED", message: "bd: schema version 9 is too new" } }),
  });
  expect(await screen.findByText("bd: schema version 9 is too new")).toBeDefined();
  bridge.handlers.getBeads = () => answer({ beads: [bead("pa-1")] });
  fireEvent.click(screen.getByRole("button", { name: "Read again" }));
  expect(await screen.findByText("The tree")).toBeDefined();
});

test("without a tracker it says how one is made and that it is not done here; sessions are one press away", async () => {
  const { asked } = openGate({ getBeads: () => answer({ source: "none", version: null }) });
  expect(await screen.findByRole("heading", { name: "parcel-api has no beads yet" })).toBeDefined();
  expect(screen.getByText("bd init")).toBeDefined();
  expect(screen.getByText(/Switchyard never runs it by itself/)).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: /New session/ }));
  expect(asked).toEqual([["openNewSession", { projectId }]]);
});

test("an empty tracker is not a missing one", async () => {
  openGate({ getBeads: () => answer() });
  expect(await screen.findByRole("heading", { name: "The tracker is empty" })).toBeDefined();
  expect(screen.queryByText("bd init")).toBeNull();
});

test("a folder that is gone is named", async () => {
  openGate({
    getProjects: () => ({ projects: [project({ isThere: false })] }),
    getBeads: () => ({ refuse: { code: "FOLDER_NOT_FOUND", message: "It is gone." } }),
  });
  expect(await screen.findByText(/\/home\/ada\/code\/parcel-api was moved/)).toBeDefined();
});

test("where nothing fits the filter, clearing it is one press away", async () => {
  const { filter } = openGate({}, 0);
  expect(await screen.findByText("Every bead is closed, and closed ones are left out.")).toBeDefined();
  expect(screen.queryByRole("button", { name: "Clear the filter" })).toBeNull();
  filter().setText("zebra");
  filter().setShow("blocked");
  expect(await screen.findByText("Nothing that is shown holds “zebra”.")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Clear the filter" }));
  expect(filter().isNarrowed()).toBe(false);
  fireEvent.click(screen.getByRole("button", { name: "Show the closed ones" }));
  expect(filter().closed()).toBe("all");
});

test("without any project the sample is one press away", async () => {
  const { bridge } = openPart(() => <NoProject isGone={false} />, {
    addSampleProject: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }),
  });
  expect(await screen.findByRole("heading", { name: "The plan shows a project’s beads" })).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Open the sample project" }));
  expect(await screen.findByText("The sample was not opened: The disk is full.")).toBeDefined();
  bridge.handlers.addSampleProject = () => ({ projectId: otherProjectId });
  fireEvent.click(screen.getByRole("button", { name: "Open the sample project" }));
  await waitFor(() => expect(bridge.of("addSampleProject")).toHaveLength(2));
  fireEvent.click(screen.getByRole("button", { name: "Add a project…" }));
  expect(await screen.findByRole("dialog", { name: "Add a project" })).toBeDefined();
});

test("with projects of which none is open, the first is offered", async () => {
  const { bridge } = openPart(() => <NoProject isGone={false} />, {
    getProjects: () => ({ projects: [project({ isOpen: false })] }),
    openProject: () => ({}),
  });
  fireEvent.click(await screen.findByRole("button", { name: "Open parcel-api" }));
  await waitFor(() => expect(bridge.of("openProject")).toEqual([{ projectId }]));
});

test("projects that could not be read are told, and read again", async () => {
  const { bridge } = openPart(() => <NoProject isGone={false} />, {
    getProjects: () => ({ refuse: { code: "INTERNAL", message: "It broke." } }),
  });
  expect(await screen.findByText("It broke.")).toBeDefined();
  bridge.handlers.getProjects = () => ({ projects: [] });
  fireEvent.click(screen.getByRole("button", { name: "Read again" }));
  expect(await screen.findByRole("heading", { name: "The plan shows a project’s beads" })).toBeDefined();
});
