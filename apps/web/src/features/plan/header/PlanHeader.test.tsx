import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { bead, edges, fakeTracker, otherProjectId, project, projectId } from "../../../testing/beads.ts";
import { type Handlers, session, sessionInfo } from "../../../testing/fake-bridge.ts";
import { press } from "../../../testing/open-page.tsx";
import { openPart } from "../../../testing/open-part.tsx";
import { createPlanFilter, type PlanFilter } from "../plan-filter.ts";
import { PlanHeader } from "./PlanHeader.tsx";

vi.setConfig({ testTimeout: 20_000 });

const beads = [
  bead("pa-1", { title: "Sign deliveries" }),
  bead("pa-2", edges("pa-2", { blocks: ["pa-1"] })),
  bead("pa-3", { status: "closed", closed_at: "2026-11-20T10:00:00Z" }),
];

function openHeader(handlers: Handlers = {}, rest: { state?: object; noDays?: string } = {}) {
  const tracker = fakeTracker(beads);
  if (rest.state !== undefined) tracker.setState(rest.state);
  let filter!: PlanFilter;
  const page = openPart(
    (app) => {
      filter = createPlanFilter();
      return <>{app.projects.open() && <PlanHeader project={project()} filter={filter} {...rest} />}</>;
    },
    { ...tracker.handlers, getProjects: () => ({ projects: [project()] }), ...handlers },
  );
  return { ...page, tracker, filter: () => filter };
}

const radio = (name: string | RegExp) => screen.findByRole<HTMLInputElement>("radio", { name });

test.each([
  ["bd at work", {}, "bd 1.0.5, live"],
  ["br", { source: "br", version: "0.1.12" }, "br 0.1.12"],
  ["a bd that tells no version", { version: null }, "bd, live"],
  ["the file alone", { source: "jsonl", version: null }, "Read-only, from issues.jsonl"],
  ["a folder without a tracker", { source: "none", version: null }, "No tracker"],
])("the chip says with what beads are read: %s", async (_, state, text) => {
  openHeader({}, { state });
  expect(await screen.findByText(text)).toBeDefined();
});

test("a file that may be old says so, and why on a press", async () => {
  const note = "bd is not on the PATH. Install it, or run bd export.";
  const fault = "Line 12 is no JSON.";
  openHeader({}, { state: { source: "jsonl", version: null, stale: true, note, faults: [fault] } });
  const chip = await screen.findByRole("button", { name: "Read-only, from issues.jsonl, may be stale" });
  expect(chip.getAttribute("aria-expanded")).toBe("false");
  fireEvent.click(chip);
  expect(await screen.findByText(note)).toBeDefined();
  expect(screen.getByText(fault)).toBeDefined();
  fireEvent.click(chip);
  await waitFor(() => expect(screen.queryByText(note)).toBeNull());
});

test("a reading that failed is told in the tracker's own words, and can be done again", async () => {
  const { bridge, tracker } = openHeader(
    {},
    { state: { failed: true, note: "database is locked by another dolt process" } },
  );
  const note = await screen.findByText("The tracker could not be read");
  const box = within(note.closest<HTMLElement>("[data-ui=note]") ?? document.body);
  expect(box.getByText("database is locked by another dolt process")).toBeDefined();
  tracker.setState({ failed: false, note: null });
  const again = box.getByRole("button", { name: "Read again" });
  await waitFor(() => expect(again.getAttribute("aria-busy")).toBeNull());
  fireEvent.click(again);
  expect(await screen.findByText("bd 1.0.5, live")).toBeDefined();
  expect(bridge.of("getBeads").at(-1)).toMatchObject({ projectId, refresh: true });
  expect(screen.queryByText("The tracker could not be read")).toBeNull();
});

test("the counts beside ready, sessions and blocked follow what agents change", async () => {
  const { bridge, tracker } = openHeader({
    listSessions: () => ({ sessions: [sessionInfo({ beadId: "pa-1", projectId })] }),
  });
  await radio("Ready 1");
  await radio("Blocked 1");
  const sessions = await radio("With sessions 1");
  sessions.focus();
  tracker.tell(bridge, [bead("pa-1", { status: "closed", closed_at: "2026-11-26T10:00:00Z" })]);
  await radio("Blocked 0");
  // The button that has the focus is the same one.
  expect(document.activeElement).toBe(await radio("With sessions 1"));
});

test("what is pressed and typed is in the filter; the slash goes to the field and Esc empties it", async () => {
  const { filter } = openHeader();
  fireEvent.click(await radio(/^Ready/));
  expect(filter().show()).toBe("ready");
  press("/");
  const field = screen.getByRole<HTMLInputElement>("searchbox", { name: "Filter beads" });
  expect(document.activeElement).toBe(field);
  fireEvent.input(field, { target: { value: "sign" } });
  expect(filter().text()).toBe("sign");
  press("Escape");
  expect(filter().text()).toBe("");
  press("Escape");
  expect(document.activeElement).not.toBe(field);
});

test("which closed beads show is chosen from a menu", async () => {
  const { filter } = openHeader();
  fireEvent.click(await screen.findByRole("button", { name: "Closed: last 7 days" }));
  fireEvent.click(await screen.findByRole("menuitemradio", { name: "All" }));
  expect(filter().closed()).toBe("all");
  expect(screen.getByRole("button", { name: "Closed: all" })).toBeDefined();
});

test("days can't be chosen where no bead has any, and it says why", async () => {
  const { filter } = openHeader({}, { noDays: "No bead has a date." });
  const days = await radio("Days");
  expect(days.disabled).toBe(true);
  expect(days.closest("label")?.title).toBe("No bead has a date.");
  expect(filter().timeline()).toBe("order");
});

test("the totals are those of the project", async () => {
  const cost = (usd: number | null) => ({
    usage: { inputTokens: 1, outputTokens: 1, costUsd: usd, turnsWithoutCost: 0 },
  });
  openHeader({
    listSessions: () => ({
      sessions: [
        sessionInfo({ projectId, ...cost(1.5) }),
        sessionInfo({ sessionId: session.replace("01", "02"), projectId, ...cost(0.34) }),
        sessionInfo({ sessionId: session.replace("01", "03"), projectId: otherProjectId, ...cost(9) }),
      ],
    }),
  });
  expect(await screen.findByText("3 beads")).toBeDefined();
  expect(screen.getByText("longest chain 2 beads")).toBeDefined();
  expect(await screen.findByText("$1.84 spent")).toBeDefined();
});

const other = project({
  projectId: otherProjectId,
  name: "docs",
  path: "/home/ada/docs",
  isOpen: false,
  isFavorite: true,
  hasBeads: false,
});

test("another project is opened from the switcher", async () => {
  const { bridge } = openHeader({
    getProjects: () => ({ projects: [other, project()] }),
    openProject: () => ({}),
  });
  fireEvent.click(await screen.findByRole("button", { name: "Project parcel-api. Change it" }));
  const menu = within(await screen.findByRole("menu", { name: "Projects" }));
  const items = menu.getAllByRole("menuitemradio");
  expect(items.map((item) => item.getAttribute("aria-checked"))).toEqual(["false", "true"]);
  const docs = menu.getByRole("menuitemradio", { name: /docs/ });
  expect(docs.textContent).toContain("/home/ada/docs · No tracker");
  fireEvent.click(docs);
  await waitFor(() => expect(bridge.of("openProject")).toEqual([{ projectId: otherProjectId }]));
});

test("the sample is offered where it is not among the projects", async () => {
  const { bridge } = openHeader({ addSampleProject: () => ({ projectId: otherProjectId }) });
  fireEvent.click(await screen.findByRole("button", { name: /Change it/ }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Open the sample" }));
  await waitFor(() => expect(bridge.of("addSampleProject")).toHaveLength(1));
});

test("a project is added from the switcher, opened, and it tells where its tracker was found", async () => {
  const projects = [project()];
  const { bridge } = openHeader({
    getProjects: () => ({ projects }),
    addProject: () => ({ refuse: { code: "FOLDER_NOT_FOUND", message: "There is no folder /nope." } }),
    openProject: () => ({}),
  });
  fireEvent.click(await screen.findByRole("button", { name: /Change it/ }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Add a project…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add a project" }));
  const field = dialog.getByRole("textbox", { name: "Folder" });
  const add = dialog.getByRole("button", { name: "Add" });
  fireEvent.click(add);
  expect((await dialog.findByRole("alert")).textContent).toBe("Name a folder.");
  fireEvent.input(field, { target: { value: "/nope" } });
  fireEvent.click(add);
  expect(await dialog.findByText("There is no folder /nope.")).toBeDefined();
  bridge.handlers.addProject = () => {
    projects.push(project({ ...other, hasBeads: true }));
    return { projectId: otherProjectId };
  };
  fireEvent.input(field, { target: { value: "/home/ada/docs/guides" } });
  fireEvent.click(add);
  expect(await screen.findByText("Added docs. Found the tracker in /home/ada/docs")).toBeDefined();
  expect(screen.queryByRole("dialog")).toBeNull();
  await waitFor(() => expect(bridge.of("openProject")).toEqual([{ projectId: otherProjectId }]));
});
