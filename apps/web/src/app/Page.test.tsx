import { fireEvent, render, screen, waitFor, within } from "@solidjs/testing-library";
import { SessionId } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import { demoInfo } from "../testing/backend-info.ts";
import { hello, session, sessionInfo } from "../testing/fake-bridge.ts";
import { openPage, press } from "../testing/open-page.tsx";
import { Page } from "./Page.tsx";

vi.setConfig({ testTimeout: 20_000 });

const second = SessionId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02");
const third = SessionId.parse("3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a03");

const three = [
  sessionInfo({ title: "Rotate the secret", status: "running", activity: "Editing sign.ts" }),
  sessionInfo({
    sessionId: second,
    title: "Choose the key",
    status: "running",
    pendingApprovals: 1,
    createdAt: 5,
  }),
  sessionInfo({
    sessionId: third,
    title: "Flaky test",
    status: "failed",
    cwd: "/home/ada/api",
    createdAt: 4,
  }),
];
const withThree = { listSessions: () => ({ sessions: three }) };

const rows = () => within(screen.getByRole("navigation", { name: "Sessions" })).getAllByRole("link");

test("without a token the page says where the address is", () => {
  const { unmount } = render(() => <Page wire={null} />);
  expect(screen.getByRole("heading").textContent).toBe("Open the address that the bridge printed");
  unmount();
});

test("the list has a link a session: what needs the user first, then by folder", async () => {
  openPage(withThree);
  await screen.findByRole("link", { name: /Choose the key/ });
  const names = [
    /Choose the key, Needs you, .*Asks for permission.*Specialist, Claude/,
    /Flaky test, Failed, .*Specialist, Claude/,
    /Rotate the secret, Running, .*Editing sign\.ts.*Specialist, Claude/,
  ];
  expect(rows()).toHaveLength(names.length);
  for (const [at, name] of names.entries()) expect(rows()[at]?.textContent).toMatch(name);
  expect(rows()[0]?.getAttribute("href")).toBe(`/sessions/${second}`);
  expect(screen.getByRole("region", { name: "Needs you" })).toBeDefined();
  expect(screen.getByRole("region", { name: "app" })).toBeDefined();
});

test("the count of what needs the user is in the title, the icon and the pill", async () => {
  document.head.insertAdjacentHTML("beforeend", '<link rel="icon" href="/favicon.svg">');
  const { bridge } = openPage(withThree);
  await waitFor(() => expect(document.title).toBe("(2) Sessions · Switchyard"));
  const icon = document.querySelector('link[rel="icon"]');
  expect(icon?.getAttribute("href")).toBe("/favicon-needs.svg");
  expect(screen.getAllByRole("button", { name: /2 need you|Go to the first/ }).length).toBeGreaterThan(0);
  bridge.emit("session-list-changed", {
    sessions: [three[0], { ...three[1], pendingApprovals: 0 }, { ...three[2], status: "running" }],
  });
  await waitFor(() => expect(document.title).toBe("Sessions · Switchyard"));
  expect(icon?.getAttribute("href")).toBe("/favicon.svg");
  expect(screen.queryByRole("button", { name: /need you|Go to the first/ })).toBeNull();
});

test("a session that changes keeps its row", async () => {
  const { bridge } = openPage(withThree);
  const row = await screen.findByRole("link", { name: /Rotate the secret/ });
  bridge.emit("session-updated", { session: { ...three[0], activity: "Running npm test" } });
  await waitFor(() => expect(row.textContent).toContain("Running npm test"));
  expect(row.isConnected).toBe(true);
});

test("a session that leaves the active list is asked for again", async () => {
  const { bridge } = openPage(withThree);
  await screen.findByRole("link", { name: /Rotate the secret/ });
  bridge.handlers.listSessions = () => ({
    sessions: [{ ...three[0]!, status: "stopped" }, three[1]!, three[2]!],
  });
  bridge.emit("session-list-changed", { sessions: [three[1], three[2]] });
  await screen.findByRole("region", { name: "Stopped" });
  expect(screen.getByRole("link", { name: /Rotate the secret, Stopped/ })).toBeDefined();
});

test("the filter finds by name, folder and state, and says when nothing matches", async () => {
  openPage(withThree);
  await screen.findByRole("link", { name: /Choose the key/ });
  press("/");
  const field = screen.getByRole("searchbox", { name: "Filter sessions" });
  expect(document.activeElement).toBe(field);
  fireEvent.input(field, { target: { value: "api failed" } });
  await waitFor(() => expect(rows()).toHaveLength(1));
  fireEvent.input(field, { target: { value: "zebra" } });
  await screen.findByText("No session matches");
  fireEvent.click(screen.getByRole("button", { name: "Clear the filter" }));
  await waitFor(() => expect(rows()).toHaveLength(3));
});

test("letters act outside text fields, and are letters inside them", async () => {
  openPage(withThree);
  await screen.findByRole("link", { name: /Choose the key/ });
  press("/");
  press("n");
  expect(location.pathname).toBe("/sessions");
  screen.getByRole("searchbox", { name: "Filter sessions" }).blur();
  press("j");
  expect(document.activeElement).toBe(rows()[0]);
  press("j");
  expect(document.activeElement).toBe(rows()[1]);
  press("k");
  expect(document.activeElement).toBe(rows()[0]);
});

test("N goes to the next session that needs the user and tells the bridge where the user is", async () => {
  const { bridge } = openPage({
    ...withThree,
    getSessionHistory: () => "silence",
  });
  await screen.findByRole("link", { name: /Choose the key/ });
  const switched = bridge.next("switchActiveSession");
  press("n");
  // The first session that is opened brings the view's code with it.
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${second}`), { timeout: 10_000 });
  expect((await switched).params).toEqual({ sessionId: second });
  press("j", { ctrlKey: true });
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${third}`));
});

test("G then S goes to the sessions", async () => {
  openPage(withThree, "/settings");
  await screen.findByRole("heading", { name: "Settings" });
  press("g");
  press("s");
  await waitFor(() => expect(location.pathname).toBe("/sessions"));
});

test("? shows every key of the table, and Esc closes it", async () => {
  openPage(withThree);
  await screen.findByRole("link", { name: /Choose the key/ });
  press("?", { shiftKey: true });
  const sheet = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(within(sheet).getByText("Next thing that needs you")).toBeDefined();
  sheet.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("an address without a session behind it says so", async () => {
  openPage({}, `/sessions/${session}`);
  expect(await screen.findByText("No such session")).toBeDefined();
  expect(document.title).toBe("Sessions · Switchyard");
});

test("the first visit shows what is on the machine and one action", async () => {
  openPage();
  await screen.findByRole("heading", { name: /Start an agent/ });
  expect(
    within(screen.getByRole("region", { name: "On this machine" })).getByText("Claude Code"),
  ).toBeDefined();
  expect(screen.getByRole("button", { name: "New session" })).toBeDefined();
});

test("a lost connection is told, and what is on screen stays", async () => {
  const { bridge } = openPage(withThree);
  await screen.findByRole("link", { name: /Choose the key/ });
  bridge.handlers.hello = () => "silence";
  bridge.drop();
  await screen.findByText("Reconnecting");
  expect(rows()).toHaveLength(3);
});

test("a replaced key leads to the door", async () => {
  const { bridge } = openPage(withThree);
  await screen.findByText("Live");
  bridge.drop(4001);
  expect(await screen.findByRole("heading", { name: "The key was replaced" })).toBeDefined();
});

test("a bridge of another version asks for a reload", async () => {
  openPage({ ...withThree, hello: () => ({ ...hello, bridge: { name: "switchyard", version: "9.9.9" } }) });
  await screen.findByText(/The bridge runs version 9.9.9/);
  expect(screen.getByRole("button", { name: "Reload" })).toBeDefined();
});

test("the active session of the bridge never moves the page", async () => {
  const { bridge } = openPage(withThree);
  await screen.findByRole("link", { name: /Choose the key/ });
  bridge.emit("active-session-changed", { sessionId: second });
  bridge.emit("session-updated", { session: { ...three[0], title: "Told after it" } });
  await screen.findByRole("link", { name: /Told after it/ });
  expect(location.pathname).toBe("/sessions");
});

test("a setting is saved as it is changed, and a refusal is told", async () => {
  const { bridge } = openPage(
    { updateSettings: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full" } }) },
    "/settings",
  );
  const row = await screen.findByRole("radio", { name: "Claude Code" });
  fireEvent.change(row);
  await screen.findByText(/The disk is full/);
  expect(bridge.of("updateSettings")).toEqual([{ settings: { cliBackend: "claude" } }]);
  await vi.waitUntil(() => bridge.of("getSettings").length === 1);
});

test("that no model is behind a session is in its row and in the page's title", async () => {
  openPage(
    {
      listSessions: () => ({ sessions: [sessionInfo({ title: "Show me around", backendId: "scripted" })] }),
      listBackends: () => ({ backends: [demoInfo()] }),
      getSessionHistory: () => "silence",
    },
    `/sessions/${session}`,
  );
  await waitFor(() => expect(document.title).toBe("Show me around (Demo, no model) · Switchyard"));
  expect(screen.getByRole("link", { name: /Show me around, .*Demo, no model/ })).toBeDefined();
});
