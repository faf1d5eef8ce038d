import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { backendInfo, demoInfo, geminiInfo } from "../../testing/backend-info.ts";
import { type Handlers, session, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPage, press } from "../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

const hint = { text: "Install it:", command: "npm install -g @anthropic-ai/claude-code" };
const missing = backendInfo({
  state: "not_installed",
  version: null,
  login: "unknown",
  isDefault: false,
  hint,
});
const startDemo = () => ({ sessionId: session });
const started: Handlers = { startAgentSession: startDemo, getSessionHistory: () => "silence" };

const way = (name: string) => screen.findByRole("region", { name });
const button = (name: string | RegExp) => screen.findByRole<HTMLButtonElement>("button", { name });

test("one press starts the demo in the bridge's folder and opens it", async () => {
  const { bridge } = openPage({
    ...started,
    listBackends: () => ({ backends: [backendInfo(), demoInfo()] }),
  });
  const start = await button(/^Start the demo/);
  bridge.handlers.listSessions = () => ({ sessions: [sessionInfo({ backendId: "scripted" })] });
  fireEvent.click(start);
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${session}`), { timeout: 10_000 });
  expect(bridge.of("startAgentSession")).toEqual([
    {
      persona: "none",
      cliBackend: "scripted",
      cwd: "/home/ada/app",
      permissionMode: "default",
      prompt: "Show me around",
    },
  ]);
});

test("D starts it too, once", async () => {
  const { bridge } = openPage({
    startAgentSession: () => "silence",
    listBackends: () => ({ backends: [backendInfo(), demoInfo()] }),
  });
  const start = await button(/^Start the demo/);
  press("d");
  await waitFor(() => expect(start.getAttribute("aria-busy")).toBe("true"));
  press("d");
  fireEvent.click(start);
  // What is asked later comes later: then nothing more of the demo is on its way.
  fireEvent.click(await button("Check again"));
  await waitFor(() => expect(bridge.of("listBackends")).toHaveLength(2));
  expect(bridge.of("startAgentSession")).toHaveLength(1);
});

test.each([
  ["another backend is ready", [backendInfo(), demoInfo()], "New session"],
  ["no other is ready", [missing, demoInfo({ isDefault: true })], "Start the demo"],
  ["the default can't be started", [{ ...missing, isDefault: true }, demoInfo()], "Start the demo"],
])("what to do first where %s is one of the ways", async (_, backends, primary) => {
  openPage({ listBackends: () => ({ backends }) });
  await button(/^Start the demo/);
  const ways = screen.getAllByRole("button", { name: /^(New session|Start the demo)/ });
  const first = ways.filter((one) => one.dataset["variant"] === "primary");
  expect(first.map((one) => one.textContent)).toEqual([expect.stringContaining(primary)]);
});

test.each([
  ["there is none", [backendInfo()]],
  ["it is turned off", [backendInfo(), demoInfo({ state: "off" })]],
])("the demo is not offered where %s", async (_, backends) => {
  openPage({ listBackends: () => ({ backends }) });
  await screen.findByText("Ready. Version 2.1.330, logged in.");
  expect(screen.queryByRole("button", { name: /demo/ })).toBeNull();
  expect(screen.queryByText("Demo, no model")).toBeNull();
});

test("a folder that brings hooks is shown first, and trusting it starts the demo", async () => {
  const question = {
    cwd: "/home/ada/app",
    hash: "h1",
    brings: [{ file: ".claude/settings.json", kind: "hooks", detail: ["SessionStart: ./setup.sh"] }],
  };
  const { bridge } = openPage({
    ...started,
    startAgentSession: () => ({ refuse: { code: "FOLDER_NOT_TRUSTED", data: question } }),
    trustFolder: () => ({}),
    listBackends: () => ({ backends: [backendInfo(), demoInfo()] }),
  });
  fireEvent.click(await button(/^Start the demo/));
  const dialog = within(await screen.findByRole("dialog", { name: "Trust this folder?" }));
  expect(dialog.getByText("SessionStart: ./setup.sh")).toBeDefined();
  bridge.handlers.startAgentSession = startDemo;
  bridge.handlers.listSessions = () => ({ sessions: [sessionInfo({ backendId: "scripted" })] });
  fireEvent.click(dialog.getByRole("button", { name: "Trust this folder and start" }));
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${session}`), { timeout: 10_000 });
  expect(bridge.of("trustFolder")).toEqual([{ cwd: "/home/ada/app", hash: "h1" }]);
  expect(bridge.of("startAgentSession")[1]?.["prompt"]).toBe("Show me around");
});

test("a refusal stands under the demo, and it can be tried again", async () => {
  const { bridge } = openPage({
    startAgentSession: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }),
    listBackends: () => ({ backends: [backendInfo(), demoInfo()] }),
  });
  const start = await button(/^Start the demo/);
  fireEvent.click(start);
  const demo = within(await way("Try the demo"));
  expect((await demo.findByRole("alert")).textContent).toBe("The disk is full.");
  bridge.handlers.startAgentSession = () => "silence";
  fireEvent.click(start);
  await waitFor(() => expect(demo.queryByRole("alert")).toBeNull());
});

test("what is on the machine has one action where something is missing, and blames no unknown login", async () => {
  openPage({ listBackends: () => ({ backends: [missing, geminiInfo(), demoInfo({ isDefault: true })] }) });
  const machine = within(await way("On this machine"));
  await machine.findByText(/Not installed\./);
  expect(machine.getByText(hint.command)).toBeDefined();
  expect(machine.getAllByRole("button", { name: "Copy command" })).toHaveLength(1);
  expect(machine.getByText("Ready. Version 0.61.0.")).toBeDefined();
  expect(machine.getByText("Ready. Offline and scripted, no account, no cost.")).toBeDefined();
});

test("where every backend is off it says so and leads to the settings", async () => {
  openPage({
    listBackends: () => ({ backends: [backendInfo({ state: "off" }), demoInfo({ state: "off" })] }),
  });
  fireEvent.click(await screen.findByRole("link", { name: "Turn one on in the settings" }));
  expect(await screen.findByRole("heading", { name: "Settings" })).toBeDefined();
});

test("backends that could not be read are told on the panel", async () => {
  openPage({ listBackends: () => ({ refuse: { code: "INTERNAL", message: "It broke." } }) });
  expect((await screen.findByText("The backends could not be read: It broke.")).role).toBe("alert");
});

test("P opens the sample project with its plan", async () => {
  const { bridge } = openPage({ addSampleProject: () => "silence" });
  const open = await button(/^Open the sample/);
  await screen.findByText("Live");
  press("p");
  await waitFor(() => expect(bridge.of("addSampleProject")).toHaveLength(1));
  expect(open.getAttribute("aria-busy")).toBe("true");
  press("p");
  expect(bridge.of("addSampleProject")).toHaveLength(1);
});

test("a sample that can't be opened says why", async () => {
  openPage({
    addSampleProject: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }),
  });
  await screen.findByText("Live");
  fireEvent.click(await button(/^Open the sample/));
  expect(await screen.findByText("The sample was not opened: The disk is full.")).toBeDefined();
  expect(location.pathname).toBe("/sessions");
});
