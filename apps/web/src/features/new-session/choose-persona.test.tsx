import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { backendInfo, capabilities, geminiInfo } from "../../testing/backend-info.ts";
import { otherProjectId, project, projectId } from "../../testing/beads.ts";
import { type Handlers, session, sessionInfo } from "../../testing/fake-bridge.ts";
import { press } from "../../testing/open-page.tsx";
import { openPart } from "../../testing/open-part.tsx";
import { pluginInfo } from "../../testing/packs.ts";
import { personaInfo } from "../../testing/persona-info.ts";
import NewSessionDialog from "./NewSessionDialog.tsx";

vi.setConfig({ testTimeout: 20_000 });

const builtIn = ["specialist", "product-manager", "qa-engineer", "architect", "none"].map((id) =>
  personaInfo(id),
);
const inProject = { layer: "project", source: ".claude/agents" };
const helper = personaInfo("helper", {
  ...inProject,
  ignored: [{ field: "tools", value: "Bash" }],
  overrides: [{ layer: "built_in", source: "built-in" }],
  backend: "gemini",
  model: "pro",
  variables: [
    { name: "team_name", description: "Who reviews it", default: "core" },
    { name: "constructor", description: "", default: null },
  ],
});
const models = [{ id: "pro", displayName: "Gemini Pro" }];
const gemini = geminiInfo({ capabilities: { ...capabilities, models } });

async function openDialog(handlers: Handlers = {}) {
  const page = openPart(
    (app) => (
      <>{app.settings.cwd() && app.backends.isLoaded() && <NewSessionDialog onClose={() => undefined} />}</>
    ),
    {
      listPersonas: () => ({ personas: [helper, ...builtIn], problems: [] }),
      listBackends: () => ({ backends: [backendInfo(), gemini] }),
      startAgentSession: () => ({ sessionId: session }),
      listSessions: () => ({ sessions: [sessionInfo()] }),
      ...handlers,
    },
  );
  const dialog = within(await screen.findByRole("dialog", { name: "New session" }));
  await waitFor(() => expect(cards().length).toBeGreaterThan(0));
  return { ...page, dialog };
}

const personas = () => within(screen.getByRole("radiogroup", { name: "Persona" }));
const cards = () => personas().queryAllByRole<HTMLInputElement>("radio");
const names = () => cards().map(({ value, checked }) => (checked ? `(${value})` : value));
const chosenBackend = () =>
  within(screen.getByRole("radiogroup", { name: "Backend" }))
    .getAllByRole<HTMLInputElement>("radio")
    .find(({ checked }) => checked)?.value;
const start = () => fireEvent.click(screen.getByRole("button", { name: "Start" }));

async function pick(text: string): Promise<void> {
  const all = personas().getByRole("button", { name: /^All personas/ });
  all.focus();
  fireEvent.click(all);
  const field = await screen.findByRole("combobox", { name: "Search personas" });
  fireEvent.input(field, { target: { value: text } });
  field.focus();
  press("Enter");
  await waitFor(() => expect(screen.queryByRole("dialog", { name: "Choose a persona" })).toBeNull());
}

test("a few stand ready and the others are one step away; the one that is taken stands among them", async () => {
  const { bridge } = await openDialog();
  expect(names()).toEqual(["(specialist)", "product-manager", "qa-engineer"]);
  expect(personas().getByRole("button").textContent).toBe(
    "All personas…6, of which 1 comes with this project",
  );
  await pick("help");
  expect(names()).toEqual(["specialist", "product-manager", "(helper)"]);
  expect(document.activeElement).toBe(personas().getByRole("button"));
  expect(
    screen.getByText(
      "from .claude/agents · overrides the built-in one · not applied: tools · asks for Gemini CLI",
      {
        exact: false,
      },
    ),
  ).toBeDefined();
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]).toMatchObject({ persona: "helper", cliBackend: "gemini" });
  await waitFor(() => expect(names()).toEqual(["specialist", "product-manager", "(helper)"]));
  expect(localStorage.getItem("switchyard.start.persona")).toBe("helper");
});

test("its variables are fields with their defaults; what is filled in goes to the preview and the start", async () => {
  const { bridge, dialog } = await openDialog({
    previewPrompt: ({ variables }) => ({
      prompt: JSON.stringify(variables ?? "none"),
      template: "",
      problems: [],
    }),
  });
  await pick("helper");
  const field = dialog.getByRole<HTMLInputElement>("textbox", { name: "Team name" });
  expect(field.placeholder).toBe("core");
  expect(dialog.getByText("Who reviews it")).toBeDefined();
  expect(dialog.getByRole<HTMLInputElement>("textbox", { name: "Constructor" }).value).toBe("");
  fireEvent.click(dialog.getByRole("button", { name: "Preview the prompt" }));
  const preview = await dialog.findByRole("region", { name: "Prompt of the persona" });
  await waitFor(() => expect(preview.textContent).toBe('"none"'));
  fireEvent.input(field, { target: { value: "Tigers" } });
  await waitFor(() => expect(preview.textContent).toBe('{"team_name":"Tigers"}'));
  fireEvent.click(dialog.getByRole("radio", { name: "Specialist" }));
  expect(dialog.queryByRole("textbox", { name: "Team name" })).toBeNull();
  fireEvent.click(dialog.getByRole("radio", { name: "Helper" }));
  expect(dialog.getByRole<HTMLInputElement>("textbox", { name: "Team name" }).value).toBe("Tigers");
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]?.["variables"]).toEqual({ team_name: "Tigers" });
});

test("the backend and the model that a persona asks for are meant until others are chosen", async () => {
  const { bridge, dialog } = await openDialog();
  await waitFor(() => expect(chosenBackend()).toBe("claude"));
  await pick("helper");
  expect(chosenBackend()).toBe("gemini");
  const model = dialog.getByRole<HTMLSelectElement>("combobox", { name: "Model" });
  expect([...model.options].map(({ text }) => text)).toEqual([
    "Gemini Pro, as the persona asks",
    "Gemini Pro",
  ]);
  fireEvent.click(dialog.getByRole("radio", { name: "Claude Code" }));
  expect(chosenBackend()).toBe("claude");
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]).toMatchObject({ cliBackend: "claude", persona: "helper" });
});

test("a backend that it asks for and that is not ready is told, and another is taken", async () => {
  await openDialog({
    listBackends: () => ({ backends: [backendInfo(), geminiInfo({ state: "not_installed" })] }),
  });
  await pick("helper");
  expect(chosenBackend()).toBe("claude");
  expect(screen.getByText(/asks for Gemini CLI, which is not ready/)).toBeDefined();
});

test("each place has its own personas, and its own backends", async () => {
  const projects = [
    project({ hasBeads: false }),
    project({
      projectId: otherProjectId,
      name: "docs",
      path: "/d",
      isOpen: false,
      hasBeads: false,
      cliBackend: "gemini",
      backendsOff: ["claude"],
    }),
  ];
  const { bridge, dialog } = await openDialog({
    getProjects: () => ({ projects }),
    listPersonas: (params) => ({
      personas: params["projectId"] === otherProjectId ? [helper, ...builtIn] : builtIn.slice(0, 3),
      problems: [],
    }),
  });
  const folder = await dialog.findByRole("combobox", { name: "Folder" });
  fireEvent.change(folder, { target: { value: projectId } });
  await waitFor(() => expect(personas().queryByRole("button")).toBeNull());
  expect(names()).toEqual(["(specialist)", "product-manager", "qa-engineer"]);
  expect(chosenBackend()).toBe("claude");
  fireEvent.change(folder, { target: { value: otherProjectId } });
  await personas().findByRole("button", { name: /^All personas/ });
  expect(chosenBackend()).toBe("gemini");
  const off = dialog.getByRole("radio", { name: "Claude Code" });
  expect(off.getAttribute("aria-disabled")).toBe("true");
  expect(off.closest("[data-ui]")?.textContent).toContain("off in this project");
  fireEvent.change(folder, { target: { value: "" } });
  fireEvent.input(dialog.getByRole("textbox", { name: "Path of the folder" }), {
    target: { value: "/tmp/x" },
  });
  await waitFor(() => expect(bridge.of("listPersonas")).toContainEqual({ cwd: "/tmp/x" }));
  expect(bridge.of("listPersonas")).not.toContainEqual({ cwd: "/tmp/" });
});

test("one that can't be used is no choice of the last time, and suggests itself for no bead", async () => {
  const broken = { problems: [{ file: "a.md", line: 1, message: "No." }] };
  await openDialog({
    listPersonas: () => ({
      personas: [personaInfo("specialist", { ...inProject, ...broken }), ...builtIn.slice(1)],
      problems: [],
    }),
  });
  expect(names()).toEqual(["(product-manager)", "qa-engineer", "architect"]);
});

test("one that was chosen and is gone is told; nobody takes its place, and it stands again once it is back", async () => {
  const { bridge, dialog } = await openDialog();
  await pick("helper");
  fireEvent.input(dialog.getByRole("textbox", { name: "Team name" }), { target: { value: "Tigers" } });
  bridge.handlers.listPersonas = () => ({ personas: builtIn, problems: [] });
  bridge.emit("personas-changed", {});
  const gone = "There is no persona “helper” here. Choose another one.";
  expect(await personas().findByText(gone)).toBeDefined();
  expect(names()).not.toContainEqual(expect.stringContaining("("));
  start();
  await waitFor(() => expect(dialog.getByRole("button", { name: "Start" }).ariaBusy).not.toBe("true"));
  expect(bridge.of("startAgentSession")).toEqual([]);

  const problems = [{ file: "helper.md", line: 3, message: "No." }];
  bridge.handlers.listPersonas = () => ({
    personas: [personaInfo("helper", { ...inProject, problems }), ...builtIn],
    problems: [],
  });
  bridge.emit("personas-changed", {});
  expect(await personas().findByText("Helper: Can’t be used: helper.md:3 No.")).toBeDefined();
  bridge.handlers.listPersonas = () => ({ personas: [helper, ...builtIn], problems: [] });
  bridge.emit("personas-changed", {});
  await waitFor(() => expect(names()).toContain("(helper)"));
  expect(personas().queryByRole("alert")).toBeNull();
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]).toMatchObject({
    persona: "helper",
    variables: { team_name: "Tigers" },
  });
});

test("a plug-in that failed says why, where there is no command that would help", async () => {
  const reason = "The plug-in acme 1.2.0 cannot be used. It was not loaded:\u202e kaput.";
  const { dialog } = await openDialog({
    listBackends: () => ({ backends: [backendInfo(), geminiInfo({ state: "broken", hint: null, reason })] }),
  });
  const row = dialog.getByRole("radio", { name: "Gemini CLI" }).closest("[data-ui='radio-row']");
  expect(row?.textContent).toContain("It was not loaded:RLO U+202E kaput.");
});

test("a backend that was chosen and is gone is not replaced by another one", async () => {
  const { bridge, dialog } = await openDialog();
  fireEvent.click(dialog.getByRole("radio", { name: "Gemini CLI" }));
  bridge.emit("backends-changed", { backends: [backendInfo()] });
  await waitFor(() => expect(dialog.queryByRole("radio", { name: "Gemini CLI" })).toBeNull());
  expect(chosenBackend()).toBeUndefined();
  expect(dialog.getByRole("button", { name: "Start" }).ariaDisabled).toBe("true");
  press("Enter", { ctrlKey: true });
  expect(await dialog.findByText("Choose a backend that is ready.")).toBeDefined();
  expect(bridge.of("startAgentSession")).toEqual([]);
  bridge.emit("backends-changed", { backends: [backendInfo(), gemini] });
  await waitFor(() => expect(chosenBackend()).toBe("gemini"));
});

test("personas that can't be read are told, and can be read again", async () => {
  const { bridge } = await openDialog();
  bridge.handlers.listPersonas = () => ({ refuse: { code: "BRIDGE_FAULT", message: "The disk is gone." } });
  bridge.emit("personas-changed", {});
  const fault = await screen.findByText(/The disk is gone\./);
  expect(names()).toHaveLength(3);
  bridge.handlers.listPersonas = () => ({ personas: builtIn, problems: [] });
  fireEvent.click(within(fault).getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByText(/The disk is gone\./)).toBeNull());
});

test("what a start refuses of the persona is told under it", async () => {
  const message = "release.md:12 {{mood}} names no variable.";
  await openDialog({ startAgentSession: () => ({ refuse: { code: "INVALID_PERSONA", message } }) });
  start();
  expect(await personas().findByText(message)).toBeDefined();
});

test("no backend is shown as chosen before it is known whether the persona asks for another", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  await openDialog({
    async listPersonas({ cwd }) {
      if (cwd === undefined) return { personas: builtIn, problems: [] };
      await promise;
      return { personas: [personaInfo("specialist", { backend: "gemini" })], problems: [] };
    },
  });
  expect(names()).toContain("(specialist)");
  expect(chosenBackend()).toBeUndefined();
  resolve();
  await waitFor(() => expect(chosenBackend()).toBe("gemini"));
});

test("with --safe the dialog says that no plug-in is loaded, where there is one", async () => {
  const packs = [pluginInfo({ state: "safe", backendId: null })];
  const { bridge, dialog } = await openDialog({ listPacks: () => ({ packs, isSafe: true }) });
  await dialog.findByText("Started with --safe: no plug-in is loaded.");
  bridge.emit("packs-changed", { packs: [], isSafe: true });
  await waitFor(() => expect(dialog.queryByText(/--safe/)).toBeNull());
});
