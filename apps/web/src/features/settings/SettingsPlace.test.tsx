import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { backendInfo, capabilities, demoInfo, geminiInfo } from "../../testing/backend-info.ts";
import { type Handlers, settings, SETTINGS_FILE } from "../../testing/fake-bridge.ts";
import { openPage } from "../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

const three = [backendInfo(), geminiInfo(), demoInfo()];
const off = { state: "off", version: null, login: "unknown", source: null, path: null };

async function open(handlers: Handlers = {}) {
  const page = openPage({ listBackends: () => ({ backends: three }), ...handlers }, "/settings");
  await screen.findByText("Live");
  return page;
}

const rowOf = async (name: string) => within(await screen.findByRole("group", { name }));
const switchOf = (name: string) => screen.findByRole("switch", { name: `Use ${name}` });
const defaults = async () => within(await screen.findByRole("radiogroup", { name: "Default backend" }));

test("a row tells state, version, login and where the program was found", async () => {
  await open();
  const claude = await rowOf("Claude Code");
  expect(claude.getByText("Ready · Version 2.1.330 · Logged in")).toBeDefined();
  expect(claude.getByText("/usr/local/bin/claude").parentElement?.textContent).toMatch(/found on the PATH$/);
  expect(claude.getByText("Default")).toBeDefined();
  const gemini = await rowOf("Gemini CLI");
  expect(
    gemini.getByText("Ready · Version 0.61.0 · Its first answer tells whether it is logged in"),
  ).toBeDefined();
  const demo = await rowOf("Demo, no model");
  expect(demo.getByText(/^Ready · Version 0\.1\.0 · Offline and scripted$/)).toBeDefined();
  expect(demo.getByText(/^Part of Switchyard/)).toBeDefined();
});

test.each([
  ["settings", "set in the bridge’s own file"],
  ["environment", "named in the bridge’s environment"],
  ["bundled", "the development copy beside Switchyard"],
])("a program found by %s says so", async (source, text) => {
  await open({ listBackends: () => ({ backends: [backendInfo({ source })] }) });
  const claude = await rowOf("Claude Code");
  expect(claude.getByText("/usr/local/bin/claude").parentElement?.textContent).toContain(text);
});

test("what is missing has its command, what does not run its reason", async () => {
  const hint = { text: "Run this and choose Sign in.", command: "gemini" };
  const backends = [
    geminiInfo({ state: "not_logged_in", login: "missing", hint }),
    backendInfo({ state: "broken", version: null, reason: "It does not answer." }),
  ];
  await open({ listBackends: () => ({ backends }) });
  const gemini = await rowOf("Gemini CLI");
  expect(gemini.getByText("Not logged in · Version 0.61.0")).toBeDefined();
  expect(gemini.getByText(hint.command)).toBeDefined();
  expect(gemini.getByRole("button", { name: "Copy command" })).toBeDefined();
  expect((await rowOf("Claude Code")).getByText("It does not answer.")).toBeDefined();
});

test("what a backend can do is in words", async () => {
  const can = {
    ...capabilities,
    resume: false,
    setModel: false,
    models: [{ id: "a", displayName: "Alpha" }],
    permissionModes: ["default"],
  };
  await open({ listBackends: () => ({ backends: [backendInfo({ capabilities: can }), geminiInfo()] }) });
  const claude = await rowOf("Claude Code");
  for (const text of [
    "starts a new conversation and is told what was said",
    "Alpha (chosen at the start)",
    "Ask first",
  ])
    expect(claude.getByText(text)).toBeDefined();
  const gemini = await rowOf("Gemini CLI");
  expect(gemini.getByText("goes on with the same conversation")).toBeDefined();
  expect(gemini.getByText("its own default; others are told with its first session")).toBeDefined();
});

test("turning a backend off is saved at once, and the row follows what the bridge tells", async () => {
  const { bridge } = await open({
    updateSettings: () => ({ settings: settings({ backendsOff: ["gemini"] }) }),
  });
  const control = await switchOf("Gemini CLI");
  fireEvent.click(control);
  expect(control.getAttribute("aria-checked")).toBe("false");
  await waitFor(() =>
    expect(bridge.of("updateSettings")).toEqual([{ settings: { backendsOff: ["gemini"] } }]),
  );
  bridge.emit("backends-changed", { backends: [backendInfo(), geminiInfo(off), demoInfo()] });
  const gemini = await rowOf("Gemini CLI");
  expect(await gemini.findByText("Off. Its sessions stay readable and can’t go on.")).toBeDefined();
  expect((await defaults()).queryByRole("radio", { name: "Gemini CLI" })).toBeNull();
});

test("turning one on keeps the others off, but for those that are gone", async () => {
  const { bridge } = await open({
    getSettings: () => ({
      settings: settings({ backendsOff: ["gemini", "scripted", "gone"] }),
      cwd: "/home/ada/app",
      settingsFile: SETTINGS_FILE,
    }),
    updateSettings: () => "silence",
    listBackends: () => ({ backends: [backendInfo(), geminiInfo(off), demoInfo(off)] }),
  });
  const control = await switchOf("Gemini CLI");
  await waitFor(() => expect(control.getAttribute("aria-checked")).toBe("false"));
  fireEvent.click(control);
  await waitFor(() =>
    expect(bridge.of("updateSettings")).toEqual([{ settings: { backendsOff: ["scripted"] } }]),
  );
  expect((await rowOf("Gemini CLI")).getByText("Checking")).toBeDefined();
});

test("a change that is refused goes back and says why", async () => {
  await open({
    updateSettings: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full" } }),
  });
  const control = await switchOf("Gemini CLI");
  fireEvent.click(control);
  await screen.findByText(/The disk is full/);
  expect(control.getAttribute("aria-checked")).toBe("true");
  const gemini = (await defaults()).getByRole<HTMLInputElement>("radio", { name: "Gemini CLI" });
  fireEvent.click(gemini);
  await waitFor(() => expect(gemini.checked).toBe(false));
  expect((await defaults()).getByRole<HTMLInputElement>("radio", { name: "Automatic" }).checked).toBe(true);
});

test("automatic is a choice that says what it is now, and can be gone back to", async () => {
  const { bridge } = await open({
    updateSettings: (params) => ({
      settings: settings({
        isBackendChosen: JSON.stringify(params).includes("gemini"),
        cliBackend: JSON.stringify(params).includes("gemini") ? "gemini" : "claude",
      }),
    }),
  });
  const choices = await defaults();
  const automatic = choices.getByRole<HTMLInputElement>("radio", { name: "Automatic" });
  expect(automatic.checked).toBe(true);
  expect(choices.getByText("now Claude Code")).toBeDefined();
  fireEvent.click(choices.getByRole("radio", { name: "Gemini CLI" }));
  await waitFor(() => expect(bridge.of("updateSettings")).toHaveLength(1));
  await waitFor(() => expect(automatic.checked).toBe(false));
  fireEvent.click(automatic);
  await waitFor(() =>
    expect(bridge.of("updateSettings")).toEqual([
      { settings: { cliBackend: "gemini" } },
      { settings: { cliBackend: null } },
    ]),
  );
});

test("a chosen default that is off stays to be seen, with what is meant meanwhile", async () => {
  await open({
    getSettings: () => ({
      settings: settings({ cliBackend: "gemini", isBackendChosen: true, backendsOff: ["gemini"] }),
      cwd: "/home/ada/app",
      settingsFile: SETTINGS_FILE,
    }),
    listBackends: () => ({ backends: [backendInfo(), geminiInfo(off)] }),
  });
  const choices = await defaults();
  expect(choices.getByRole<HTMLInputElement>("radio", { name: "Gemini CLI" }).checked).toBe(true);
  expect(choices.getByText("now Claude Code")).toBeDefined();
});

test("checking again asks the bridge to look, and says when it last did", async () => {
  const { bridge } = await open();
  expect(await screen.findByText("checked just now")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Check again" }));
  await waitFor(() => expect(bridge.of("listBackends").at(-1)).toEqual({ refresh: true }));
});

test("the bridge's own file is named, with the lines that set a path and add a program", async () => {
  await open();
  const region = await screen.findByRole("region", { name: "The bridge’s own file" });
  const file = within(region);
  expect(await file.findByText(SETTINGS_FILE)).toBeDefined();
  const lines = [...region.querySelectorAll("code")]
    .slice(1)
    .map((code): unknown => JSON.parse(`{${code.textContent}}`));
  expect(lines).toEqual([
    { backends: { claude: { path: "/path/to/claude" } } },
    {
      acpBackends: [{ id: "opencode", displayName: "OpenCode", command: "opencode", args: ["acp"] }],
    },
  ]);
  expect(file.getAllByRole("button", { name: /^Copy/ })).toHaveLength(3);
});

test("without the bridge what is known stays, and its switches say why they wait", async () => {
  const { bridge } = await open();
  const control = await switchOf("Claude Code");
  bridge.handlers.hello = () => "silence";
  bridge.drop();
  await screen.findByText(/It can be changed once the bridge answers/);
  expect(control.title).toBe("Not connected to the bridge");
  fireEvent.click(control);
  expect(bridge.of("updateSettings")).toEqual([]);
  expect(screen.getByText("Ready · Version 2.1.330 · Logged in")).toBeDefined();
});

test("what could not be read is told, and can be tried again", async () => {
  const { bridge } = await open({
    listBackends: () => ({ refuse: { code: "INTERNAL", message: "It broke." } }),
  });
  expect(await screen.findByText("It broke.")).toBeDefined();
  bridge.handlers.listBackends = () => ({ backends: three });
  fireEvent.click(screen.getByRole("button", { name: "Try now" }));
  expect(await rowOf("Claude Code")).toBeDefined();
  expect(screen.queryByText("It broke.")).toBeNull();
});
