import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { BlobId } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import { backendInfo, capabilities, demoInfo, geminiInfo } from "../../testing/backend-info.ts";
import { type Handlers, session, sessionInfo, settings, SETTINGS_FILE } from "../../testing/fake-bridge.ts";
import { openPage, press } from "../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

async function openDialog(handlers: Handlers = {}) {
  const page = openPage({ getSessionHistory: () => "silence", ...handlers });
  await screen.findByText("Live");
  press("c");
  const dialog = within(await screen.findByRole("dialog", { name: "New session" }));
  await dialog.findByRole("radio", { name: "Claude Code" });
  await dialog.findByRole("radio", { name: "Specialist" });
  return { ...page, dialog };
}

type Dialog = Awaited<ReturnType<typeof openDialog>>["dialog"];

function fill(dialog: Dialog, name: string, value: string): void {
  fireEvent.input(dialog.getByRole("textbox", { name }), { target: { value } });
}

const start = () => fireEvent.click(screen.getByRole("button", { name: "Start" }));

test("it starts what was chosen and opens the session", async () => {
  const { bridge, dialog } = await openDialog({ startAgentSession: () => ({ sessionId: session }) });
  await waitFor(() =>
    expect(dialog.getByRole<HTMLInputElement>("textbox", { name: "Folder" }).value).toBe("/home/ada/app"),
  );
  fireEvent.click(dialog.getByRole("radio", { name: "QA engineer" }));
  fireEvent.click(dialog.getByRole("radio", { name: "Accept edits" }));
  fill(dialog, "First message", "Break it");
  bridge.handlers.listSessions = () => ({ sessions: [sessionInfo()] });
  start();
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${session}`), { timeout: 10_000 });
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(bridge.of("startAgentSession")).toEqual([
    {
      persona: "qa-engineer",
      cliBackend: "claude",
      cwd: "/home/ada/app",
      permissionMode: "acceptEdits",
      prompt: "Break it",
    },
  ]);
});

test("an empty first message starts the session and gives it none", async () => {
  const { bridge } = await openDialog({ startAgentSession: () => ({ sessionId: session }) });
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]).not.toHaveProperty("prompt");
});

test("a budget is set for the session that was started; what is no amount starts nothing", async () => {
  const { bridge, dialog } = await openDialog({
    startAgentSession: () => ({ sessionId: session }),
    setBudget: () => ({}),
  });
  fill(dialog, "Budget in US dollars (optional)", "much");
  start();
  expect(await dialog.findByText("Write an amount above 0, as 5 or 2.50.")).toBeTruthy();
  expect(bridge.of("startAgentSession")).toEqual([]);
  fill(dialog, "Budget in US dollars (optional)", "2.50");
  start();
  await waitFor(() => expect(bridge.of("setBudget")).toEqual([{ sessionId: session, limitUsd: 2.5 }]));
});

test("the first message takes files; one that the chosen backend lacks keeps it from starting", async () => {
  const blobId = BlobId.parse("55555555-5555-4555-8555-555555555555");
  const blind = backendInfo({ displayName: "Blind", capabilities: { ...capabilities, images: false } });
  const { bridge, dialog } = await openDialog({
    startAgentSession: () => ({ sessionId: session }),
    addAttachment: () => ({ attachment: { blobId, name: "pasted-1.png", mediaType: "image/png", bytes: 1 } }),
    listFiles: () => ({ files: [{ path: "src/a.ts", isFolder: false }] }),
  });
  const field = dialog.getByRole<HTMLTextAreaElement>("textbox", { name: "First message" });
  const files = [new File(["x"], "image.png", { type: "image/png" })];
  fireEvent.paste(field, { clipboardData: { getData: () => "", files } });
  await dialog.findByText("pasted-1.png");
  fireEvent.input(field, { target: { value: "Look at @a" } });
  fireEvent.click(await dialog.findByRole("option", { name: /a\.ts/ }));
  expect(field.value).toBe("Look at @src/a.ts ");
  expect(bridge.of("listFiles")).toEqual([{ cwd: "/home/ada/app", query: "a" }]);
  bridge.emit("backends-changed", { backends: [blind] });
  await dialog.findByText("Blind");
  start();
  expect(await dialog.findByText(/pasted-1\.png can’t go along/)).toBeDefined();
  expect(bridge.of("startAgentSession")).toEqual([]);
  bridge.emit("backends-changed", { backends: [backendInfo()] });
  await dialog.findByText("Claude Code");
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]).toMatchObject({
    prompt: "Look at @src/a.ts ",
    attachments: [blobId],
  });
});

test("Ctrl Enter starts from the first message", async () => {
  const { bridge, dialog } = await openDialog({ startAgentSession: () => ({ sessionId: session }) });
  dialog.getByRole("textbox", { name: "First message" }).focus();
  press("Enter", { ctrlKey: true });
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
});

test("a folder that is not there is told under Folder, and nothing typed is lost", async () => {
  const { dialog } = await openDialog({
    startAgentSession: () => ({ refuse: { code: "FOLDER_NOT_FOUND", message: "There is no folder /nope." } }),
  });
  fill(dialog, "Folder", "/nope");
  fill(dialog, "First message", "A long thought");
  start();
  const alert = await dialog.findByText("There is no folder /nope.");
  const folder = dialog.getByRole<HTMLInputElement>("textbox", { name: "Folder" });
  expect(folder.getAttribute("aria-describedby")?.split(" ")).toContain(alert.id);
  expect(folder.value).toBe("/nope");
  expect(dialog.getByRole<HTMLTextAreaElement>("textbox", { name: "First message" }).value).toBe(
    "A long thought",
  );
});

test("what was typed is there again after the dialog was closed by mistake", async () => {
  const { dialog } = await openDialog();
  fill(dialog, "First message", "A long thought");
  fireEvent.click(dialog.getByRole("button", { name: /^Cancel/ }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  press("c");
  const again = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "First message" });
  expect(again.value).toBe("A long thought");
});

test("a backend that is not installed can be read and not chosen, and tells the command that helps", async () => {
  const hint = { text: "Install it:", command: "npm install -g @anthropic-ai/claude-code" };
  const missing = backendInfo({ state: "not_installed", version: null, login: "unknown", hint });
  const { bridge, dialog } = await openDialog({ listBackends: () => ({ backends: [missing] }) });
  const row = dialog.getByRole<HTMLInputElement>("radio", { name: "Claude Code" });
  expect(dialog.getByText("Not installed")).toBeDefined();
  expect(dialog.getByText(hint.command)).toBeDefined();
  expect(row.getAttribute("aria-disabled")).toBe("true");
  row.focus();
  expect(document.activeElement).toBe(row);
  fireEvent.click(row);
  expect(row.checked).toBe(false);
  const button = dialog.getByRole("button", { name: /^Start/ });
  expect(button.getAttribute("aria-disabled")).toBe("true");
  expect(button.title).toBe("Choose a backend that is ready.");
  start();
  expect(bridge.of("startAgentSession")).toEqual([]);
});

test("checking again asks the bridge to probe, and the row follows", async () => {
  const missing = backendInfo({ state: "not_installed" });
  const { bridge, dialog } = await openDialog({
    listBackends: (params) => ({ backends: [params["refresh"] === true ? backendInfo() : missing] }),
  });
  fireEvent.click(dialog.getByRole("button", { name: "Check again" }));
  await waitFor(() =>
    expect(dialog.getByRole<HTMLInputElement>("radio", { name: "Claude Code" }).checked).toBe(true),
  );
  expect(bridge.of("listBackends").at(-1)).toEqual({ refresh: true });
});

test("a CLI that went missing since is told under Backend", async () => {
  const { dialog } = await openDialog({
    startAgentSession: () => ({
      refuse: { code: "CLI_NOT_FOUND", message: "Claude Code is not installed." },
    }),
  });
  start();
  const group = dialog.getByRole("radiogroup", { name: "Backend" });
  expect(await within(group).findByText("Claude Code is not installed.")).toBeDefined();
});

test("a folder that brings hooks is shown before anything runs, and trusting it starts the session", async () => {
  const question = {
    cwd: "/home/ada/app",
    hash: "h1",
    brings: [{ file: ".claude/settings.json", kind: "hooks", detail: ["SessionStart: ./setup.sh"] }],
  };
  const { bridge, dialog } = await openDialog({
    startAgentSession: () => ({ refuse: { code: "FOLDER_NOT_TRUSTED", data: question } }),
    trustFolder: () => ({}),
  });
  fill(dialog, "First message", "Go");
  start();
  await screen.findByRole("dialog", { name: "Trust this folder?" });
  expect(screen.getByText("SessionStart: ./setup.sh")).toBeDefined();
  expect(screen.getByText(/runs these commands, unasked/)).toBeDefined();
  bridge.handlers.startAgentSession = () => ({ sessionId: session });
  bridge.handlers.listSessions = () => ({ sessions: [sessionInfo()] });
  fireEvent.click(screen.getByRole("button", { name: "Trust this folder and start" }));
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${session}`), { timeout: 10_000 });
  expect(bridge.of("trustFolder")).toEqual([{ cwd: "/home/ada/app", hash: "h1" }]);
  expect(bridge.of("startAgentSession")[1]?.["prompt"]).toBe("Go");
});

test("going back from the trust question leads to the form as it was", async () => {
  const question = { cwd: "/home/ada/app", hash: "h1", brings: [] };
  const { bridge, dialog } = await openDialog({
    startAgentSession: () => ({ refuse: { code: "FOLDER_NOT_TRUSTED", data: question } }),
  });
  fill(dialog, "First message", "Go");
  start();
  fireEvent.click(await screen.findByRole("button", { name: /^Back/ }));
  const message = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "First message" });
  expect(message.value).toBe("Go");
  expect(bridge.of("trustFolder")).toEqual([]);
});

test("it says how many other sessions work in the folder", async () => {
  const other = "3c8a51c5-9a0e-4a52-8d2f-0f3f6f7f0a02";
  const { dialog } = await openDialog({
    listSessions: () => ({ sessions: [sessionInfo(), sessionInfo({ sessionId: other })] }),
  });
  await dialog.findByText("2 other sessions work in this folder.");
  fill(dialog, "Folder", "/elsewhere");
  await waitFor(() => expect(dialog.queryByText(/other sessions work/)).toBeNull());
});

test("without a connection it keeps what was typed and says why it does not start", async () => {
  const { bridge, dialog } = await openDialog();
  bridge.handlers.hello = () => "silence";
  bridge.drop();
  await screen.findByText("Reconnecting");
  start();
  expect(await dialog.findByText("Not connected. What you typed is kept.")).toBeDefined();
  expect(bridge.of("startAgentSession")).toEqual([]);
});

test("the prompt of the persona can be read before", async () => {
  const { dialog } = await openDialog({
    previewPrompt: () => ({ prompt: "You are a specialist.", template: "chat", problems: [] }),
  });
  fireEvent.click(dialog.getByRole("button", { name: "Preview the prompt" }));
  expect((await dialog.findByRole("region", { name: "Prompt of the persona" })).textContent).toBe(
    "You are a specialist.",
  );
});

const radio = (dialog: Dialog, name: string) => dialog.getByRole<HTMLInputElement>("radio", { name });

test("a backend that is off is not offered, the demo says what it is", async () => {
  const { dialog } = await openDialog({
    listBackends: () => ({ backends: [backendInfo(), geminiInfo({ state: "off" }), demoInfo()] }),
  });
  expect(dialog.queryByRole("radio", { name: "Gemini CLI" })).toBeNull();
  expect(radio(dialog, "Demo, no model").closest("[data-ui]")?.textContent).toBe(
    "Demo, no modelReadyoffline and scriptedno account, no cost",
  );
});

test("where every backend is off it leads to the settings, and closes", async () => {
  openPage({ listBackends: () => ({ backends: [backendInfo({ state: "off" })] }) });
  await screen.findByText("Live");
  press("c");
  const dialog = within(await screen.findByRole("dialog", { name: "New session" }));
  fireEvent.click(await dialog.findByRole("link", { name: "Turn one on in the settings" }));
  await waitFor(() => expect(location.pathname).toBe("/settings"));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("the bridge's default is chosen, whatever stands first", async () => {
  const backends = [backendInfo({ isDefault: false }), geminiInfo({ isDefault: true })];
  const { dialog } = await openDialog({ listBackends: () => ({ backends }) });
  await waitFor(() => expect(radio(dialog, "Gemini CLI").checked).toBe(true));
});

test("the last choice is kept while the default is the same, and no longer", async () => {
  const { bridge, dialog } = await openDialog({
    startAgentSession: () => ({ sessionId: session }),
    listBackends: () => ({ backends: [backendInfo(), geminiInfo()] }),
  });
  fireEvent.click(radio(dialog, "Gemini CLI"));
  bridge.handlers.listSessions = () => ({ sessions: [sessionInfo()] });
  start();
  await waitFor(() => expect(location.pathname).toBe(`/sessions/${session}`), { timeout: 10_000 });
  (await screen.findByRole("textbox", { name: "Message" })).blur();
  press("c");
  const again = within(await screen.findByRole("dialog", { name: "New session" }));
  await waitFor(() => expect(radio(again, "Gemini CLI").checked).toBe(true));
  const other = backendInfo({ id: "other", displayName: "Other", isDefault: true });
  bridge.emit("backends-changed", { backends: [backendInfo({ isDefault: false }), geminiInfo(), other] });
  await again.findByRole("radio", { name: "Other" });
  expect(radio(again, "Gemini CLI").checked).toBe(true);
  press("Escape");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  press("c");
  const anew = within(await screen.findByRole("dialog", { name: "New session" }));
  await waitFor(() => expect(radio(anew, "Other").checked).toBe(true));
});

test("no other backend takes the place of the one that is shown as chosen, whatever is told of it", async () => {
  const others = [geminiInfo(), demoInfo()];
  const { bridge, dialog } = await openDialog({
    listBackends: () => ({ backends: [backendInfo(), ...others] }),
  });
  const rows = within(dialog.getByRole("radiogroup", { name: "Backend" }));
  const chosen = () => rows.queryAllByRole("radio", { checked: true }).map(({ ariaLabel }) => ariaLabel);
  await waitFor(() => expect(chosen()).toEqual(["Claude Code"]));
  const out = backendInfo({ state: "not_logged_in", login: "missing", isDefault: false });
  bridge.emit("backends-changed", { backends: [out, geminiInfo({ isDefault: true }), demoInfo()] });
  await dialog.findByText("Not logged in");
  expect(chosen()).toEqual([]);
  expect(screen.getByRole("button", { name: "Start" }).getAttribute("aria-disabled")).toBe("true");
  expect(rows.getByRole("alert").textContent).toBe("Choose a backend that is ready.");
  bridge.emit("backends-changed", { backends: [backendInfo(), ...others] });
  await waitFor(() => expect(chosen()).toEqual(["Claude Code"]));
});

test("models appear when the backend tells them, and a choice that it lost is not sent", async () => {
  const models = [
    { id: "pro", displayName: "Gemini Pro" },
    { id: "flash", displayName: "Gemini Flash" },
  ];
  const { bridge, dialog } = await openDialog({
    startAgentSession: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }),
    listBackends: () => ({ backends: [backendInfo(), geminiInfo()] }),
  });
  const tell = (told: typeof models) =>
    bridge.emit("backends-changed", {
      backends: [backendInfo(), geminiInfo({ capabilities: { ...capabilities, models: told } })],
    });
  fireEvent.click(radio(dialog, "Gemini CLI"));
  expect(dialog.queryByRole("combobox", { name: "Model" })).toBeNull();
  tell(models);
  const select = await dialog.findByRole("combobox", { name: "Model" });
  fireEvent.change(select, { target: { value: "flash" } });
  start();
  await dialog.findByText("The disk is full.");
  tell(models.slice(0, 1));
  await waitFor(() => expect(dialog.queryByRole("option", { name: "Gemini Flash" })).toBeNull());
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(2));
  expect(bridge.of("startAgentSession").map((params) => params["model"])).toEqual(["flash", undefined]);
});

test("a permission mode that the chosen backend lacks falls back to asking, and is there again with one that has it", async () => {
  const { bridge, dialog } = await openDialog({
    startAgentSession: () => "silence",
    listBackends: () => ({ backends: [backendInfo(), demoInfo()] }),
  });
  fireEvent.click(radio(dialog, "Plan only"));
  fireEvent.click(radio(dialog, "Demo, no model"));
  expect(dialog.queryByRole("radio", { name: "Plan only" })).toBeNull();
  expect(radio(dialog, "Ask first").checked).toBe(true);
  fireEvent.click(radio(dialog, "Claude Code"));
  expect(radio(dialog, "Plan only").checked).toBe(true);
  fireEvent.click(radio(dialog, "Demo, no model"));
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")[0]?.["permissionMode"]).toBe("default"));
});

test("a backend that can't ask is not said to ask", async () => {
  const silent = { ...capabilities, permissions: false, permissionModes: ["default"] };
  const { dialog } = await openDialog({
    listBackends: () => ({ backends: [backendInfo({ capabilities: silent })] }),
  });
  expect(dialog.getByText("Claude Code can’t ask: what it may do is set in its own settings")).toBeDefined();
});

test("pressed before the bridge has told its folder, Start waits for it", async () => {
  const told = Promise.withResolvers<void>();
  const { bridge, dialog } = await openDialog({
    startAgentSession: () => "silence",
    getSettings: async () => {
      await told.promise;
      return { settings: settings(), cwd: "/home/ada/late", settingsFile: SETTINGS_FILE };
    },
  });
  start();
  await waitFor(() =>
    expect(screen.getByRole("button", { name: /^Start/ }).getAttribute("aria-busy")).toBe("true"),
  );
  expect(dialog.queryByText("Name a folder.")).toBeNull();
  told.resolve();
  await waitFor(() => expect(bridge.of("startAgentSession")[0]?.["cwd"]).toBe("/home/ada/late"));
});

test("while it is open the chosen CLI is started ahead in the chosen folder, and a refusal is not told", async () => {
  const { bridge, dialog } = await openDialog({
    prewarm: () => ({ refuse: { code: "FOLDER_NOT_TRUSTED", message: "Look at it first." } }),
  });
  await waitFor(() => expect(bridge.of("prewarm")).toEqual([{ cliBackend: "claude", cwd: "/home/ada/app" }]));
  fill(dialog, "Folder", "/home/ada/o");
  fill(dialog, "Folder", "/home/ada/other");
  await waitFor(() => expect(bridge.of("prewarm")).toHaveLength(2));
  expect(bridge.of("prewarm")[1]).toEqual({ cliBackend: "claude", cwd: "/home/ada/other" });
  expect(screen.queryByText("Look at it first.")).toBeNull();
});
