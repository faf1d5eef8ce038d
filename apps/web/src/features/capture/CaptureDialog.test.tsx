import { fireEvent, screen, within } from "@solidjs/testing-library";
import { expect, onTestFinished, test, vi } from "vitest";
import { bead, edges, fakeTracker, otherProjectId, project, projectId } from "../../testing/beads.ts";
import { session, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { serveWrites } from "../../testing/tracker-writes.ts";
import type { NewBeadFor } from "../shell/shell-context.ts";
import CaptureDialog from "./CaptureDialog.tsx";
import { drafts, openDraft, writeDraft } from "./drafts.ts";
// What making one needs is fetched when it is offered: on a busy machine that takes longer than a test waits.
import "../../state/bead-undo.ts";

const beads = [
  bead("pa-1", { issue_type: "epic" }),
  bead("pa-2", edges("pa-2", { "parent-child": ["pa-1"] })),
];

/** The dialog over a tracker that takes writes, and how it was closed. */
async function open(on: NewBeadFor = {}, source: object = {}) {
  const tracker = fakeTracker(beads);
  tracker.setState(source);
  const closed = vi.fn<() => void>();
  const opened = openPart(() => <CaptureDialog on={on} sessionId={session} onClose={closed} />, {
    ...tracker.handlers,
    getProjects: () => ({
      projects: [project(), project({ projectId: otherProjectId, name: "web", isOpen: false })],
    }),
    listSessions: () => ({ sessions: [sessionInfo({ projectId, beadId: "pa-2" })] }),
  });
  serveWrites(opened.bridge, tracker);
  const dialog = within(await screen.findByRole("dialog", { name: "New bead" }));
  await dialog.findByRole("button", { name: "Under pa-2" });
  return { ...opened, tracker, closed, dialog };
}
const title = () => screen.getByRole("textbox", { name: "Title" });
const type = (name: string, value: string) =>
  fireEvent.input(screen.getByRole("textbox", { name }), { target: { value } });

test("Enter in the title makes the bead; it can be opened, or started", async () => {
  const { bridge, closed, asked } = await open();
  expect(document.activeElement).toBe(title());
  type("Title", "  Retry twice ");
  fireEvent.change(screen.getByRole("combobox", { name: "Type" }), { target: { value: "bug" } });
  fireEvent.change(screen.getByRole("combobox", { name: "Priority" }), { target: { value: "0" } });
  type("Labels", "ui, api, ui,");
  fireEvent.click(screen.getByRole("button", { name: "Under pa-1" }));
  const call = bridge.next("createBead");
  fireEvent.keyDown(title(), { key: "Enter" });
  expect((await call).params).toMatchObject({
    projectId,
    bead: { title: "Retry twice", issue_type: "bug", priority: 0, labels: ["ui", "api"], parent: "pa-1" },
  });
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  expect(screen.getByText("Made pa-1.3: Retry twice")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Start session" }));
  expect(asked).toEqual([["openNewSession", { projectId, beadId: "pa-1.3" }]]);
});

test("a refusal stands in the dialog in the tracker's words, and nothing that was typed is lost", async () => {
  const { bridge, closed } = await open({ title: "Half", description: "Long text" });
  bridge.handlers.createBead = () => ({ refuse: { code: "BD_FAILED", message: "database is locked" } });
  fireEvent.keyDown(window, { key: "Enter", ctrlKey: true });
  expect(await screen.findByText("The bead was not made: database is locked")).toBeDefined();
  expect(title()).toHaveProperty("value", "Half");
  expect(screen.getByRole("textbox", { name: "Description" })).toHaveProperty("value", "Long text");
  expect(closed).not.toHaveBeenCalled();
});

test("what no tracker takes is told at its field before anything is sent", async () => {
  const { bridge } = await open();
  const make = () => fireEvent.click(screen.getByRole("button", { name: "Make the bead" }));
  make();
  expect(screen.getByText("Write a title.")).toBeDefined();
  type("Title", "x".repeat(501));
  make();
  expect(screen.getByText(/at most 500 characters/)).toBeDefined();
  type("Title", "Fine");
  type("Labels", "y".repeat(257));
  make();
  expect(screen.getByText(/can’t be a label/)).toBeDefined();
  expect(bridge.of("createBead")).toEqual([]);
});

test("another can be made at once: what is likely alike stays", async () => {
  const { bridge, closed } = await open();
  fireEvent.click(screen.getByRole("switch", { name: "Make another" }));
  type("Title", "First");
  type("Labels", "ui");
  fireEvent.keyDown(title(), { key: "Enter" });
  await vi.waitFor(() => expect(title()).toHaveProperty("value", ""));
  expect(screen.getByRole("textbox", { name: "Labels" })).toHaveProperty("value", "ui");
  expect(document.activeElement).toBe(title());
  type("Title", "Second");
  fireEvent.keyDown(title(), { key: "Enter" });
  await vi.waitUntil(() => bridge.of("createBead").length === 2);
  expect(closed).not.toHaveBeenCalled();
});

test("where nothing can be written it says what to do", async () => {
  const note = "No bd program was found. Install bd to change beads.";
  const { bridge } = await open({}, { source: "jsonl", note });
  expect(await screen.findByText(note)).toBeDefined();
  type("Title", "Try");
  fireEvent.keyDown(title(), { key: "Enter" });
  expect(screen.getByRole("button", { name: "Make the bead" }).getAttribute("aria-disabled")).toBe("true");
  expect(bridge.of("createBead")).toEqual([]);
});

test("a message's bead has its origin, and its own draft, that outlives the dialog", async () => {
  onTestFinished(() => localStorage.clear());
  const on = { title: "From it", origin: { sessionId: session, seq: 7 } };
  const { bridge } = await open(on);
  expect(screen.getByText(/From “Rotate the signing secret”/)).toBeDefined();
  type("Title", "From it, mended");
  openDraft({});
  expect(drafts.draft.title).toBe("");
  writeDraft({ title: "Another thought" });
  openDraft(on);
  expect(drafts.draft.title).toBe("From it, mended");
  const call = bridge.next("createBead");
  fireEvent.keyDown(title(), { key: "Enter" });
  expect((await call).params).toMatchObject({ origin: on.origin });
  await vi.waitFor(() => expect(screen.getByText(/^Made /)).toBeDefined());
  openDraft({});
  expect(drafts.draft).toMatchObject({ title: "Another thought", origin: null });
});
