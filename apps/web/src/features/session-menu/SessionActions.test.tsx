import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { BlobId, type SessionInfo } from "@switchyard/core/protocol";
import { afterEach, expect, test, vi } from "vitest";
import { type Handlers, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPage, press } from "../../testing/open-page.tsx";
import { sessionWorktree } from "../../testing/worktrees.ts";
import { TOAST_MS } from "../../ui/toast.ts";

vi.setConfig({ testTimeout: 20_000 });
afterEach(() => vi.useRealTimers());

const ids = { a: "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a01", b: "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02" };

/** A page over two sessions, whose list is what the handlers make of it. */
async function openList(handlers: Handlers = {}, values: Partial<Record<keyof SessionInfo, unknown>> = {}) {
  const sessions = [
    sessionInfo({ sessionId: ids.a, title: "Fix the cache", createdAt: 2, ...values }),
    sessionInfo({ sessionId: ids.b, title: "Write the guide", createdAt: 1 }),
  ];
  const page = openPage({
    listSessions: ({ archived }) => ({
      sessions: sessions.filter((each) => archived === undefined || each.isArchived === archived),
      archivedCount: sessions.filter((each) => each.isArchived).length,
    }),
    ...handlers,
  });
  await screen.findByRole("link", { name: /Write the guide/ });
  return { ...page, sessions };
}

const rows = () =>
  [...document.querySelectorAll<HTMLElement>(".session-row-title")].map((title) => title.textContent);

async function menuOf(title: string) {
  fireEvent.contextMenu(screen.getByRole("link", { name: new RegExp(title) }));
  return within(await screen.findByRole("menu", { name: `Actions for ${title}` }));
}

async function choose(title: string, action: string): Promise<void> {
  fireEvent.click((await menuOf(title)).getByRole("menuitem", { name: new RegExp(action) }));
}

test("a row's menu has what can be done with that session, with its keys, and says why something can't be", async () => {
  await openList({}, { status: "running" });
  const menu = await menuOf("Fix the cache");
  const names = menu
    .getAllByRole("menuitem")
    .map((item) => item.querySelector("[data-part=label]")?.textContent);
  expect(names).toEqual([
    "Rename",
    "Find in this session",
    "Open in its own window",
    "Mark as unread",
    "Copy resume command",
    "Copy session id",
    "Export as Markdown",
    "Export as JSONL",
    "Stop session",
    "Archive",
    "Delete",
  ]);
  expect(menu.getByRole("menuitem", { name: /Rename/ }).textContent).toContain("F2");
  for (const reason of ["There is no conversation to go on with", "A turn runs. Stop the session first."])
    expect(menu.getByText(reason, { exact: false }).closest("button")?.getAttribute("aria-disabled")).toBe(
      "true",
    );
});

test("a new title shows at once, and the old one comes back with the bridge's words where it is refused", async () => {
  const { bridge } = await openList({
    renameSession: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }),
  });
  screen.getByRole("link", { name: /Fix the cache/ }).focus();
  press("F2");
  const field = await screen.findByRole<HTMLInputElement>("textbox", { name: "Title of the session" });
  expect(field.value).toBe("Fix the cache");
  field.value = "  Fix both caches ";
  fireEvent.keyDown(field, { key: "Enter" });
  expect(rows()).toEqual(["Fix both caches", "Write the guide"]);
  await screen.findByText(/The disk is full/);
  expect(rows()).toEqual(["Fix the cache", "Write the guide"]);
  expect(bridge.of("renameSession")).toEqual([{ sessionId: ids.a, title: "Fix both caches" }]);
});

test("Esc leaves the title as it was, and Enter on an empty one too", async () => {
  const { bridge } = await openList();
  for (const [text, key] of [
    ["other", "Escape"],
    ["  ", "Enter"],
  ] as const) {
    await choose("Fix the cache", "Rename");
    const field = await screen.findByRole<HTMLInputElement>("textbox", { name: "Title of the session" });
    field.value = text;
    fireEvent.keyDown(field, { key });
    expect(rows()).toEqual(["Fix the cache", "Write the guide"]);
  }
  expect(bridge.of("renameSession")).toEqual([]);
});

test("an archived session is under the fold, is read when that is opened, and comes back", async () => {
  const { bridge, sessions } = await openList({
    archiveSession({ sessionId, isArchived }) {
      const session = sessions.find((each) => each.sessionId === sessionId);
      Object.assign(session ?? {}, { isArchived, status: "stopped" });
      return {};
    },
  });
  expect(screen.queryByRole("button", { name: /^Archived/ })).toBeNull();
  await choose("Fix the cache", "Archive");
  const fold = await screen.findByRole("button", { name: "Archived 1" });
  await waitFor(() => expect(rows()).toEqual(["Write the guide"]));
  expect(bridge.of("listSessions").some((params) => params["archived"] === true)).toBe(false);
  fireEvent.click(fold);
  await waitFor(() => expect(rows()).toEqual(["Write the guide", "Fix the cache"]));
  await choose("Fix the cache", "Take out of the archive");
  await waitFor(() => expect(screen.queryByRole("button", { name: /^Archived/ })).toBeNull());
  await waitFor(() => expect(rows()).toEqual(["Write the guide", "Fix the cache"]));
  expect(bridge.of("archiveSession").map((params) => params["isArchived"])).toEqual([true, false]);
});

test("a deleted session leaves the list at once, Z brings it back, and the bridge was never asked", async () => {
  const { bridge } = await openList();
  vi.useFakeTimers({ shouldAdvanceTime: true });
  screen.getByRole("link", { name: /Fix the cache/ }).focus();
  press("Delete");
  expect(rows()).toEqual(["Write the guide"]);
  await waitFor(() => expect(document.activeElement?.textContent).toContain("Write the guide"));
  expect(screen.getByText("Deleted “Fix the cache” with its history")).toBeDefined();
  press("z");
  expect(rows()).toEqual(["Fix the cache", "Write the guide"]);
  vi.advanceTimersByTime(TOAST_MS + 1000);
  expect(bridge.of("deleteSession")).toEqual([]);
});

test("of a session with its own worktree it is said where work that is in that stays", async () => {
  const { bridge } = await openList();
  const worktree = sessionWorktree({ path: "/srv/worktrees/cache" });
  bridge.emit("session-updated", {
    session: sessionInfo({ sessionId: ids.a, title: "Fix the cache", worktree }),
  });
  await choose("Fix the cache", "Delete");
  expect(screen.getByText(/^Deleted “Fix the cache” .* stays in \/srv\/worktrees\/cache$/)).toBeDefined();
  press("z");
});

test("what is not taken back is deleted when its toast goes, each of several by itself", async () => {
  const { bridge } = await openList({ deleteSession: () => ({}) });
  vi.useFakeTimers({ shouldAdvanceTime: true });
  await choose("Fix the cache", "Delete");
  await choose("Write the guide", "Delete");
  press("z");
  expect(rows()).toEqual(["Write the guide"]);
  const told = bridge.next("deleteSession");
  vi.advanceTimersByTime(TOAST_MS);
  expect((await told).params).toEqual({ sessionId: ids.a });
  vi.advanceTimersByTime(TOAST_MS);
  expect(bridge.of("deleteSession")).toHaveLength(1);
});

test("a delete that the bridge refuses brings the session back and says why", async () => {
  await openList({
    deleteSession: () => ({ refuse: { code: "BRIDGE_FAULT", message: "The log is busy." } }),
  });
  vi.useFakeTimers({ shouldAdvanceTime: true });
  await choose("Fix the cache", "Delete");
  vi.advanceTimersByTime(TOAST_MS);
  await screen.findByText("Delete: The log is busy.");
  expect(rows()).toEqual(["Fix the cache", "Write the guide"]);
});

test("one deleted elsewhere leaves the list, and the others go on", async () => {
  const { bridge } = await openList();
  bridge.emit("session-deleted", { sessionId: ids.a });
  await waitFor(() => expect(rows()).toEqual(["Write the guide"]));
  bridge.emit("session-updated", { session: sessionInfo({ sessionId: ids.b, title: "The guide" }) });
  await waitFor(() => expect(rows()).toEqual(["The guide"]));
});

test("the open session that is deleted elsewhere says so", async () => {
  const { bridge } = openPage(
    { listSessions: () => ({ sessions: [sessionInfo({ sessionId: ids.a })] }) },
    `/sessions/${ids.a}`,
  );
  await screen.findByRole("link", { name: /Rotate the signing secret/ });
  bridge.emit("session-deleted", { sessionId: ids.a });
  expect(await screen.findByRole("heading", { name: "This session was deleted" })).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Go to the sessions" }));
  await waitFor(() => expect(location.pathname).toBe("/sessions"));
});

test("an export is read part by part and given to the browser under the bridge's name", async () => {
  const saved: { name: string; text: Promise<string> | undefined }[] = [];
  const blobs: Blob[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, text: blobs[0]?.text() });
  });
  vi.stubGlobal(
    "URL",
    Object.assign(class extends URL {}, {
      createObjectURL: (blob: Blob) => (blobs.push(blob), "blob:x"),
      revokeObjectURL: () => undefined,
    }),
  );
  const { bridge } = await openList({
    exportSession: () => ({ blobId: BlobId.parse(ids.b), filename: "fix-the-cache.jsonl", bytes: 8 }),
    readBlob: ({ offset }) => (offset === 0 ? { content: "one\n", nextOffset: 4 } : { content: "two\n" }),
  });
  await choose("Fix the cache", "Export as JSONL");
  await screen.findByText("Exported fix-the-cache.jsonl");
  expect(saved[0]?.name).toBe("fix-the-cache.jsonl");
  expect(await saved[0]?.text).toBe("one\ntwo\n");
  expect(bridge.of("exportSession")).toEqual([{ sessionId: ids.a, format: "jsonl" }]);
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a session marked as unread is news again, and its menu offers the way back", async () => {
  const { bridge } = await openList({ markSessionUnread: () => ({}) });
  await choose("Fix the cache", "Mark as unread");
  await waitFor(() => expect(bridge.of("markSessionUnread")).toEqual([{ sessionId: ids.a }]));
  bridge.emit("session-updated", {
    session: sessionInfo({ sessionId: ids.a, title: "Fix the cache", createdAt: 2, unread: 1 }),
  });
  await screen.findByRole("link", { name: /Fix the cache.*1 unread/ });
  await choose("Fix the cache", "Mark as read");
  await waitFor(() => expect(bridge.of("markSessionRead")).toEqual([{ sessionId: ids.a, seq: 3 }]));
});

test("where a CLI has no command for a terminal that does no harm, the menu says so", async () => {
  await openList({}, { cliSessionId: "c-1" });
  const item = (await menuOf("Fix the cache")).getByText(/no command that goes on with a conversation/);
  expect(item.closest("button")?.getAttribute("aria-disabled")).toBe("true");
});
