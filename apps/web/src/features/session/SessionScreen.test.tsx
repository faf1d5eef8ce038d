import { fireEvent, screen, within } from "@solidjs/testing-library";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backendInfo, capabilities, demoInfo } from "../../testing/backend-info.ts";
import {
  setUpPage,
  openSession,
  playWebhook,
  startTurn,
  ask,
  resolve,
  button,
} from "./testkit/open-session.tsx";
import type { FakeSession } from "./testkit/fake-view.ts";

let page: Disposable;
beforeEach(async () => {
  page = await setUpPage();
});
afterEach(() => page[Symbol.dispose]());

describe("the header", () => {
  test("Interrupt is there while a turn runs; stopping then asks first", () => {
    const session = openSession(startTurn);
    fireEvent.click(button("Interrupt"));
    expect(session.calls).toEqual([["interrupt"]]);
    fireEvent.click(button("Stop session"));
    expect(session.calls).toHaveLength(1);
    const asked = within(screen.getByRole("dialog"));
    fireEvent.click(asked.getByRole("button", { name: "Stop session" }));
    expect(session.calls.at(-1)).toEqual(["stop"]);
  });

  test("without a turn there is nothing to interrupt, and stopping asks nothing", () => {
    const session = openSession((session) => session.setInfo({ status: "paused" }));
    expect(screen.queryByRole("button", { name: "Interrupt" })).toBeNull();
    fireEvent.click(button("Stop session"));
    expect(session.calls).toEqual([["stop"]]);
  });

  test("the permission mode is a choice of what the backend can do", () => {
    const session = openSession();
    fireEvent.click(button(/Asks first/));
    fireEvent.click(screen.getByRole("menuitemradio", { name: /Accepts edits/ }));
    expect(session.calls).toEqual([["setPermissionMode", "acceptEdits"]]);
  });
});

test("the details show plan, changes and usage, and ] closes them", () => {
  openSession(playWebhook);
  const details = screen.getByRole("complementary", { name: "Session details" });
  expect(details.textContent).toContain("3 of 6");
  expect(details.textContent).toContain("+6 −2");
  expect(details.textContent).toContain("118.4k in, 9.2k out");
  fireEvent.keyDown(document.body, { key: "]" });
  expect(screen.queryByRole("complementary")).toBeNull();
});

test("where the details lie over the transcript, Esc closes them before it interrupts", () => {
  const session = openSession(startTurn);
  const element = screen.getByRole("log").closest(".session");
  if (element === null) throw new Error("no session");
  Object.defineProperty(element, "clientWidth", { value: 700 });
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(screen.queryByRole("complementary")).toBeNull();
  expect(session.calls).toEqual([]);
  fireEvent.keyDown(document.body, { key: "Escape" });
  expect(session.calls).toEqual([["interrupt"]]);
});

test("a new need is told once, and the end of a turn politely", () => {
  const session = openSession(startTurn);
  ask(session);
  expect(screen.getByText("Retry failed webhook deliveries asks to run a command")).toBeTruthy();
  resolve(session);
  session.add({ type: "turn_ended", stopReason: "end_turn", durationMs: 10 });
  expect(screen.getByText("Answer finished").getAttribute("aria-live")).toBe("polite");
});

describe("a session of the demo", () => {
  const playDemo = (session: FakeSession) => {
    session.set({ backend: demoInfo() });
    session.setInfo({ model: null, title: "Show me around" });
    startTurn(session);
  };

  test("is told as having no model wherever its backend is named, and no model beside it", () => {
    openSession(playDemo);
    const header = screen.getByRole("banner");
    expect(within(header).getAllByText("Demo, no model").length).toBeGreaterThan(1);
    const details = screen.getByRole("complementary", { name: "Session details" });
    expect(within(details).getByText("Demo, no model")).toBeTruthy();
    expect(screen.queryByText("default model")).toBeNull();
  });

  test("says so when it asks", () => {
    openSession((session) => {
      playDemo(session);
      ask(session);
    });
    const told = screen.getAllByRole("alert").map((alert) => alert.textContent);
    expect(told).toContain("Show me around (Demo, no model) asks to run a command");
  });
});

describe("what the backend can do", () => {
  const show = (can: Partial<typeof capabilities>) =>
    openSession((session) =>
      session.set({ backend: backendInfo({ capabilities: { ...capabilities, ...can } }) }),
    );

  test("one mode is no choice: the menu has the standing rules alone", () => {
    show({ permissionModes: ["default"] });
    fireEvent.click(button("Asks first"));
    expect(screen.queryByRole("menuitemradio")).toBeNull();
    expect(screen.getByRole("menuitem", { name: /Always allowed in this session/ })).toBeTruthy();
  });

  test("one that can't ask is not said to ask first", () => {
    show({ permissions: false, permissionModes: ["default"] });
    expect(screen.queryByText("Asks first")).toBeNull();
    expect(screen.getByText("Can’t ask")).toBeTruthy();
  });

  test("models that are told later become a menu", () => {
    const session = show({ models: [] });
    expect(screen.queryByRole("button", { name: /sonnet/ })).toBeNull();
    const models = ["sonnet", "opus"].map((id) => ({ id, displayName: id }));
    session.set({ backend: backendInfo({ capabilities: { ...capabilities, models } }) });
    fireEvent.click(button(/sonnet/));
    fireEvent.click(screen.getByRole("menuitemradio", { name: "opus" }));
    expect(session.calls).toEqual([["setModel", "opus"]]);
  });

  test("a model that can't be changed is no menu", () => {
    show({ setModel: false, models: ["sonnet", "opus"].map((id) => ({ id, displayName: id })) });
    expect(screen.queryByRole("button", { name: /sonnet/ })).toBeNull();
  });
});

describe("a backend that is turned off", () => {
  const off = backendInfo({ state: "off", version: null, login: "unknown", source: null, path: null });
  const field = () => screen.getByRole("textbox", { name: "Message" });

  test("leaves its session readable, says why it can't go on, and keeps the draft", () => {
    const session = openSession((session) => {
      playWebhook(session);
      session.set({ backend: off });
      session.setInfo({ status: "paused", process: "none" });
    });
    expect(screen.getByText("Claude Code is off")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Turn it on in the settings" }).getAttribute("href")).toBe(
      "/settings",
    );
    expect(screen.getByRole("log").textContent).toContain("The sender makes one attempt");
    fireEvent.input(field(), { target: { value: "go on" } });
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(session.calls).toEqual([]);
    expect(session.view.draft).toBe("go on");
    expect(button("Send").title).toBe("Claude Code is off");
  });

  test("does not end a process that runs", () => {
    const session = openSession((session) => {
      startTurn(session);
      session.set({ backend: off });
    });
    expect(screen.queryByText("Claude Code is off")).toBeNull();
    fireEvent.input(field(), { target: { value: "go on" } });
    fireEvent.keyDown(field(), { key: "Enter" });
    expect(session.calls).toEqual([["send", "go on", "queue"]]);
  });

  test("holds the resuming of a stopped session", () => {
    const session = openSession((session) => {
      session.set({ backend: off });
      session.setInfo({ status: "stopped", process: "none" });
    });
    fireEvent.click(button("Resume"));
    expect(session.calls).toEqual([]);
  });
});

describe("a turn that failed for want of a login", () => {
  const open = (values: Parameters<typeof backendInfo>[0]) =>
    openSession((session) => {
      session.set({ backend: backendInfo(values) });
      startTurn(session);
      const error = { code: "CLI_NOT_LOGGED_IN", message: "Claude Code is not logged in." };
      session.add({ type: "turn_ended", stopReason: "error", durationMs: 900, error });
      session.setInfo({ status: "failed", process: "none" });
    });

  test("names the command that the backend hints at", () => {
    const hint = { text: "Run this in a terminal.", command: "claude /login" };
    open({ state: "not_logged_in", login: "missing", hint });
    expect(screen.getByText("Claude Code is not logged in")).toBeTruthy();
    expect(screen.getByText("claude /login")).toBeTruthy();
    expect(button("Copy command")).toBeTruthy();
  });

  test("can go on where nobody knows better, and promises nothing", () => {
    open({ state: "ready", login: "unknown" });
    expect(screen.getByText("Claude Code is ready")).toBeTruthy();
    expect(screen.getByText(/its answer tells whether it is logged in/)).toBeTruthy();
  });
});
