import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { ConversationInfo } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import { type Handlers, session, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPage, press } from "../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

function conversation(values: Partial<Record<keyof ConversationInfo, unknown>> = {}): ConversationInfo {
  return ConversationInfo.parse({
    backendId: "claude",
    cliSessionId: "c-1",
    cwd: "/home/ada/app",
    title: "Fix the build",
    lastActivity: 1_700_000_000,
    bytes: 1000,
    sessionId: null,
    isRecent: false,
    ...values,
  });
}

async function openDialog(conversations: readonly ConversationInfo[], handlers: Handlers = {}) {
  const page = openPage({
    getSessionHistory: () => "silence",
    subscribeSession: () => "silence",
    listConversations: () => ({ conversations: [...conversations], hasMore: false }),
    ...handlers,
  });
  await screen.findByText("Live");
  press("c");
  fireEvent.click(await screen.findByRole("button", { name: "Take over from a terminal…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Take over from a terminal" }));
  return { ...page, dialog };
}

test("taking one over opens the session that the bridge made of it", async () => {
  const { bridge, dialog } = await openDialog([conversation()], {
    takeOverConversation: () => ({ sessionId: session }),
  });
  const folder = within(await dialog.findByRole("region", { name: "/home/ada/app" }));
  expect(folder.getByText("Claude Code")).toBeDefined();
  bridge.handlers.listSessions = () => ({ sessions: [sessionInfo()] });
  fireEvent.click(folder.getByRole("button", { name: "Take over Fix the build" }));
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${session}`), { timeout: 10_000 });
  expect(bridge.of("takeOverConversation")).toEqual([{ cliBackend: "claude", cliSessionId: "c-1" }]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("one that is here already is opened, and nothing is taken over", async () => {
  const { bridge, dialog } = await openDialog([conversation({ sessionId: session, isRecent: true })], {
    listSessions: () => ({ sessions: [sessionInfo()] }),
  });
  await dialog.findByText("Already here");
  expect(dialog.queryByText("May still be open in a terminal")).toBeNull();
  fireEvent.click(dialog.getByRole("button", { name: "Open Fix the build" }));
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${session}`), { timeout: 10_000 });
  expect(bridge.of("takeOverConversation")).toEqual([]);
});

test("it warns of one that a terminal may have open, and of one without a folder that it can't go on", async () => {
  const recent = conversation({ isRecent: true });
  const lost = conversation({ cliSessionId: "c-2", cwd: null, title: "" });
  const { bridge, dialog } = await openDialog([recent, lost]);
  expect((await dialog.findByText("May still be open in a terminal")).title).toContain(
    "Close it there first",
  );
  const button = dialog.getByRole("button", { name: "Take over Untitled" });
  expect(button.getAttribute("aria-disabled")).toBe("true");
  fireEvent.click(button);
  expect(bridge.of("takeOverConversation")).toEqual([]);
});

test("the search narrows the list, says how many there are, and can be cleared", async () => {
  const { dialog } = await openDialog([
    conversation(),
    conversation({ cliSessionId: "c-2", title: "Plums" }),
  ]);
  await dialog.findByText("2 conversations");
  const field = dialog.getByRole("searchbox", { name: "Find a conversation" });
  expect(document.activeElement).toBe(field);
  fireEvent.input(field, { target: { value: "plum" } });
  expect(dialog.getByText("1 conversation")).toBeDefined();
  expect(dialog.queryByText("Fix the build")).toBeNull();
  fireEvent.input(field, { target: { value: "pear" } });
  expect(dialog.getByText("No conversation holds “pear”")).toBeDefined();
  fireEvent.click(dialog.getByRole("button", { name: "Clear the search" }));
  expect(dialog.getByText("2 conversations")).toBeDefined();
});

test("a refusal is told, and the list stays", async () => {
  const message = "There is no folder /home/ada/app. Name one that exists.";
  const { dialog } = await openDialog([conversation()], {
    takeOverConversation: () => ({ refuse: { code: "FOLDER_NOT_FOUND", message } }),
  });
  fireEvent.click(await dialog.findByRole("button", { name: "Take over Fix the build" }));
  const alert = within(await dialog.findByRole("alert"));
  expect(alert.getByText("“Fix the build” was not taken over")).toBeDefined();
  expect(alert.getByText(message)).toBeDefined();
  expect(dialog.getByRole("button", { name: "Take over Fix the build" }).ariaDisabled).not.toBe("true");
});

test("what can't be read is said, and is read again when asked", async () => {
  const { bridge, dialog } = await openDialog([], {
    listConversations: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is gone." } }),
  });
  await dialog.findByText("The disk is gone.");
  bridge.handlers.listConversations = () => ({ conversations: [], hasMore: false });
  fireEvent.click(dialog.getByRole("button", { name: "Read again" }));
  await dialog.findByText("No conversation from a terminal");
  expect(dialog.queryByRole("alert")).toBeNull();
});

test("closed, it gives the focus back to what the dialog before it was opened by", async () => {
  openPage({ listConversations: () => ({ conversations: [], hasMore: false }) });
  const opener = await screen.findByRole("button", { name: /^New session/ });
  opener.focus();
  fireEvent.click(opener);
  fireEvent.click(await screen.findByRole("button", { name: "Take over from a terminal…" }));
  await screen.findByRole("dialog", { name: "Take over from a terminal" });
  press("Escape");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(document.activeElement).toBe(opener);
});

test("older ones are asked for", async () => {
  const { bridge, dialog } = await openDialog([conversation()], {
    listConversations: ({ limit }) => ({ conversations: [conversation()], hasMore: limit === 200 }),
  });
  fireEvent.click(await dialog.findByRole("button", { name: "Show older ones" }));
  await waitFor(() => expect(dialog.queryByRole("button", { name: "Show older ones" })).toBeNull());
  expect(bridge.of("listConversations")).toEqual([{ limit: 200 }, { limit: 400 }]);
});
