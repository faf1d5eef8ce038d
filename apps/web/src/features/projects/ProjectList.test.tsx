import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { afterEach, expect, test, vi } from "vitest";
import { otherProjectId, project, projectId } from "../../testing/beads.ts";
import { type Handlers, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { TOAST_MS } from "../../ui/toast.ts";
import { undoLast } from "../../ui/undo.ts";
import { ProjectList } from "./ProjectList.tsx";

vi.setConfig({ testTimeout: 20_000 });
afterEach(() => {
  vi.useRealTimers();
});

const docs = project({
  projectId: otherProjectId,
  name: "docs",
  path: "/home/ada/docs",
  isOpen: false,
  isFavorite: true,
  hasBeads: false,
  lastOpened: null,
});

function openList(handlers: Handlers = {}) {
  const projects = [docs, project()];
  return openPart(
    () => <ProjectList />,
    { getProjects: () => ({ projects }), removeProject: () => ({}), ...handlers },
    "/settings",
  );
}

const row = async (name: string) => within(await screen.findByRole("group", { name: new RegExp(name) }));

test("each tells its path, its tracker and its sessions", async () => {
  openList({ listSessions: () => ({ sessions: [sessionInfo({ projectId })] }) });
  const own = await row("parcel-api");
  expect(own.getByText("/home/ada/code/parcel-api")).toBeDefined();
  expect(await own.findByText(/^Beads · 1 session · opened /)).toBeDefined();
  expect(own.getByText("Open now")).toBeDefined();
  expect((await row("docs")).getByText("No tracker · no session")).toBeDefined();
});

test("a favourite is one until it is pressed again", async () => {
  const { bridge } = openList({ toggleFavorite: () => ({ isFavorite: false }) });
  const star = (await row("docs")).getByRole("button", { name: "docs is a favourite" });
  expect(star.getAttribute("aria-pressed")).toBe("true");
  fireEvent.click(star);
  await waitFor(() => expect(bridge.of("toggleFavorite")).toEqual([{ projectId: otherProjectId }]));
});

test("another one is opened with its plan", async () => {
  const { bridge } = openList({ openProject: () => ({}) });
  fireEvent.click((await row("docs")).getByRole("button", { name: "Open docs" }));
  await waitFor(() => expect(location.pathname).toBe("/plan"));
  expect(bridge.of("openProject")).toEqual([{ projectId: otherProjectId }]);
});

test("a removed one is gone at once, says that nothing on disk was touched, and can be taken back", async () => {
  const { bridge } = openList();
  fireEvent.click((await row("docs")).getByRole("button", { name: "Remove docs" }));
  expect(
    await screen.findByText("Removed docs from the list. Nothing in its folder was touched."),
  ).toBeDefined();
  expect(screen.queryByText("/home/ada/docs")).toBeNull();
  undoLast();
  expect(await screen.findByText("/home/ada/docs")).toBeDefined();
  expect(bridge.of("removeProject")).toEqual([]);
});

test("what was not taken back is removed for good", async () => {
  const { bridge } = openList();
  const remove = (await row("docs")).getByRole("button", { name: "Remove docs" });
  const removed = bridge.next("removeProject");
  vi.useFakeTimers();
  fireEvent.click(remove);
  vi.advanceTimersByTime(TOAST_MS);
  vi.useRealTimers();
  expect((await removed).params).toEqual({ projectId: otherProjectId });
});

test("one that is refused comes back", async () => {
  const { bridge } = openList({
    removeProject: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }),
  });
  const remove = (await row("docs")).getByRole("button", { name: "Remove docs" });
  const asked = bridge.next("removeProject");
  vi.useFakeTimers();
  fireEvent.click(remove);
  vi.advanceTimersByTime(TOAST_MS);
  vi.useRealTimers();
  await asked;
  expect(await screen.findByText("The project was not removed: The disk is full.")).toBeDefined();
  expect(await screen.findByText("/home/ada/docs")).toBeDefined();
});

test("one that is added among the settings stays there and says so", async () => {
  openList({ addProject: () => ({ projectId }) });
  await row("docs");
  fireEvent.click(screen.getByRole("button", { name: "Add a project…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add a project" }));
  const field = dialog.getByRole("textbox", { name: "Folder" });
  fireEvent.input(field, { target: { value: "~/code/parcel-api" } });
  field.focus();
  fireEvent.submit(field.closest("form") ?? document.body);
  expect(await screen.findByText("parcel-api was among the projects already")).toBeDefined();
  expect(location.pathname).toBe("/settings");
});

test("nothing can be changed while the bridge is away", async () => {
  const { bridge } = openList();
  const own = await row("docs");
  bridge.drop();
  await waitFor(() =>
    expect(own.getByRole("button", { name: "Remove docs" }).getAttribute("aria-disabled")).toBe("true"),
  );
  expect(own.getByRole("button", { name: "Open docs" }).title).toBe("Not connected to the bridge");
});
