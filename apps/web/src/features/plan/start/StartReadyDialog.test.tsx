import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { backendInfo, demoInfo } from "../../../testing/backend-info.ts";
import { bead, edges, fakeTracker, project, projectId } from "../../../testing/beads.ts";
import { type Handlers, session, sessionInfo, settings } from "../../../testing/fake-bridge.ts";
import { press } from "../../../testing/open-page.tsx";
import { openPart } from "../../../testing/open-part.tsx";
import { personaInfo } from "../../../testing/persona-info.ts";
import { defaultMessage } from "../../bead/default-message.ts";
import StartReadyDialog from "./StartReadyDialog.tsx";

vi.setConfig({ testTimeout: 20_000 });

const beads = [
  bead("pa-1", { title: "Sign deliveries", priority: 1 }),
  bead("pa-2", { title: "Flaky test", priority: 0, issue_type: "bug" }),
  bead("pa-3", { title: "Wait for the other", ...edges("pa-3", { blocks: ["pa-1"] }) }),
  bead("pa-4", { title: "Somebody is at it" }),
  bead("pa-5", { title: "Bigger thing", issue_type: "epic", priority: 3 }),
  bead("pa-5.1", { title: "Part of it", priority: 4, ...edges("pa-5.1", { "parent-child": ["pa-5"] }) }),
];

const personas = [
  personaInfo("specialist", {
    tasks: ["chat", "implement-task"],
    suits: [{ types: ["task"], roles: [], task: "implement-task" }],
  }),
  personaInfo("qa-engineer", {
    tasks: ["chat", "verify-task"],
    suits: [{ types: ["bug"], roles: [], task: "verify-task" }],
  }),
];

async function openDialog(handlers: Handlers = {}, ticked: readonly string[] = []) {
  const tracker = fakeTracker(beads);
  const told: string[] = [];
  const page = openPart(
    (app) => (
      <>
        {app.beads.of(projectId).isLoaded() && app.sessions.isLoaded() && app.settings.settings() && (
          <StartReadyDialog
            project={project()}
            ticked={ticked}
            onStarted={() => void told.push("started")}
            onClose={() => void told.push("closed")}
          />
        )}
      </>
    ),
    {
      ...tracker.handlers,
      getProjects: () => ({ projects: [project()] }),
      listPersonas: () => ({ personas, problems: [] }),
      listSessions: () => ({ sessions: [sessionInfo({ beadId: "pa-4", projectId })] }),
      startBeads: (params) => ({
        batchId: "b1",
        sessionIds: Array.isArray(params["starts"]) ? params["starts"].map(() => session) : [],
      }),
      ...handlers,
    },
  );
  const dialog = within(await screen.findByRole("dialog"));
  await dialog.findByRole("radio", { name: "Claude Code" });
  await waitFor(() => expect(agents(dialog)).not.toContain(""));
  return { ...page, dialog, told, tracker };
}

type Dialog = Awaited<ReturnType<typeof openDialog>>["dialog"];

const ticks = (dialog: Dialog) => dialog.getAllByRole<HTMLInputElement>("checkbox");
const agents = (dialog: Dialog) =>
  dialog.getAllByRole<HTMLSelectElement>("combobox", { name: /^Persona and task/ }).map(({ value }) => value);
const start = (dialog: Dialog) =>
  dialog.getByRole<HTMLButtonElement>("button", { name: /^Start (\d+ )?session/ });

test("the ready ones stand there by urgency, hindered ones last, each with the persona that suits it", async () => {
  const { dialog } = await openDialog();
  expect(ticks(dialog).map((tick) => tick.getAttribute("aria-label"))).toEqual([
    "Flaky test, pa-2",
    "Sign deliveries, pa-1",
    "Part of it, pa-5.1",
    "Somebody is at it, pa-4",
    "Bigger thing, pa-5",
  ]);
  expect(agents(dialog).slice(0, 2)).toEqual(["qa-engineer/verify-task", "specialist/implement-task"]);
});

test("one that has a session, and one that only holds others, is left out and says why", async () => {
  const { dialog } = await openDialog();
  expect(ticks(dialog).map(({ checked }) => checked)).toEqual([true, true, true, false, false]);
  expect(dialog.getByText("A session is at it already")).toBeDefined();
  expect(dialog.getByText("Holds 1 open bead")).toBeDefined();
  expect(start(dialog).textContent).toContain("Start 3 sessions");
});

test("what is ticked is started, so many at once, with what each suits and a message of its own", async () => {
  const { bridge, dialog, told } = await openDialog();
  fireEvent.click(dialog.getByRole("checkbox", { name: "Part of it, pa-5.1" }));
  fireEvent.change(dialog.getByRole("combobox", { name: "Persona and task for Flaky test" }), {
    target: { value: "specialist/chat" },
  });
  fireEvent.input(dialog.getByRole("spinbutton", { name: "At once" }), { target: { value: "1" } });
  fireEvent.click(dialog.getByRole("radio", { name: "Accept edits" }));
  fireEvent.click(start(dialog));
  await waitFor(() => expect(told).toEqual(["started", "closed"]));
  expect(bridge.of("startBeads")).toEqual([
    {
      projectId,
      starts: [
        {
          beadId: "pa-2",
          persona: "specialist",
          task: "chat",
          prompt: defaultMessage(bead("pa-2", { title: "Flaky test" }), "chat"),
        },
        {
          beadId: "pa-1",
          persona: "specialist",
          task: "implement-task",
          prompt: defaultMessage(bead("pa-1", { title: "Sign deliveries" }), "implement-task"),
        },
      ],
      cliBackend: "claude",
      permissionMode: "acceptEdits",
      limit: 1,
    },
  ]);
  expect(await screen.findByText("Started 2 sessions; 1 of them waits.")).toBeDefined();
});

test("a message of the user's goes to each with the bead's own id", async () => {
  const { bridge, dialog, told } = await openDialog({}, ["pa-1"]);
  fireEvent.input(dialog.getByRole("textbox", { name: "First message" }), {
    target: { value: "Claim {id} first." },
  });
  press("Enter", { ctrlKey: true });
  await waitFor(() => expect(told).toEqual(["started", "closed"]));
  expect(bridge.of("startBeads")[0]).toMatchObject({
    starts: [{ beadId: "pa-1", prompt: "Claim pa-1 first." }],
  });
});

test("what was ticked in the tree is meant though it is blocked; one with a session still is not", async () => {
  const { dialog } = await openDialog({}, ["pa-3", "pa-4"]);
  expect(ticks(dialog).map(({ checked }) => checked)).toEqual([true, false]);
  expect(dialog.getByText("Blocked")).toBeDefined();
});

test("a bead that an agent takes while the dialog is open keeps its row and is not started twice", async () => {
  const { bridge, dialog } = await openDialog();
  bridge.emit("session-list-changed", {
    sessions: [
      sessionInfo({ beadId: "pa-4", projectId }),
      sessionInfo({ sessionId: session.replace("01", "02"), beadId: "pa-1", projectId }),
    ],
  });
  await waitFor(() => expect(ticks(dialog).map(({ checked }) => checked)[1]).toBe(false));
  expect(ticks(dialog)).toHaveLength(5);
  expect(start(dialog).textContent).toContain("Start 2 sessions");
});

test("select all takes every one, select none leaves nothing to start", async () => {
  const { dialog } = await openDialog();
  fireEvent.click(dialog.getByRole("button", { name: "Select all" }));
  expect(start(dialog).textContent).toContain("Start 5 sessions");
  fireEvent.click(dialog.getByRole("button", { name: "Select none" }));
  expect(start(dialog).title).toBe("Tick a bead.");
  fireEvent.click(start(dialog));
  expect(ticks(dialog).some(({ checked }) => checked)).toBe(false);
});

test("how many run at once begins with the free places, and must be a whole number", async () => {
  const { bridge, dialog } = await openDialog({
    getSettings: () => ({
      settings: settings({ processLimit: 2 }),
      cwd: "/home/ada",
      settingsFile: "/home/ada/settings.json",
    }),
  });
  const limit = dialog.getByRole<HTMLInputElement>("spinbutton", { name: "At once" });
  expect(limit.value).toBe("2");
  expect(dialog.getByText("2 free now")).toBeDefined();
  fireEvent.input(limit, { target: { value: "0" } });
  fireEvent.click(start(dialog));
  expect(await dialog.findByText("Give a whole number from 1 to 1000.")).toBeDefined();
  expect(bridge.of("startBeads")).toEqual([]);
});

test("the prompt of one row is previewed as the bridge renders it, and again for another persona", async () => {
  const { bridge, dialog } = await openDialog({
    previewPrompt: (params) => ({
      prompt: `You are ${String(params["persona"])}.`,
      template: "",
      problems: [],
    }),
  });
  fireEvent.click(dialog.getByRole("button", { name: "Preview the prompt for Flaky test" }));
  const region = await dialog.findByRole("region", { name: "Prompt for Flaky test" });
  await waitFor(() => expect(region.textContent).toBe("You are qa-engineer."));
  expect(bridge.of("previewPrompt")).toEqual([
    { persona: "qa-engineer", task: "verify-task", beadId: "pa-2", projectId },
  ]);
  fireEvent.change(dialog.getByRole("combobox", { name: "Persona and task for Flaky test" }), {
    target: { value: "specialist/chat" },
  });
  await waitFor(() => expect(region.textContent).toBe("You are specialist."));
});

test("a refusal stands where it belongs, and nothing is lost", async () => {
  const { dialog, told, bridge } = await openDialog({
    startBeads: () => ({ refuse: { code: "BEAD_NOT_FOUND", message: "There is no bead pa-1." } }),
  });
  fireEvent.click(start(dialog));
  expect(await dialog.findByText("There is no bead pa-1.")).toBeDefined();
  bridge.handlers.startBeads = () => ({
    refuse: { code: "NOT_ALLOWED", message: "That mode is not allowed." },
  });
  fireEvent.click(start(dialog));
  expect(await dialog.findByText("That mode is not allowed.")).toBeDefined();
  expect(told).toEqual([]);
  expect(start(dialog).textContent).toContain("Start 3 sessions");
});

test("a folder that brings hooks is shown first, and trusting it starts them", async () => {
  const question = {
    cwd: "/home/ada/code/parcel-api",
    hash: "h1",
    brings: [{ file: ".claude/settings.json", kind: "hooks", detail: ["SessionStart: ./setup.sh"] }],
  };
  const { bridge, dialog, told } = await openDialog({
    startBeads: () => ({ refuse: { code: "FOLDER_NOT_TRUSTED", data: question } }),
    trustFolder: () => ({}),
  });
  fireEvent.click(start(dialog));
  const trust = within(await screen.findByRole("dialog", { name: "Trust this folder?" }));
  expect(trust.getByText("SessionStart: ./setup.sh")).toBeDefined();
  bridge.handlers.startBeads = () => ({ batchId: "b1", sessionIds: [session, session, session] });
  fireEvent.click(trust.getByRole("button", { name: "Trust this folder and start" }));
  await waitFor(() => expect(told).toEqual(["started", "closed"]));
  expect(bridge.of("trustFolder")).toEqual([{ cwd: "/home/ada/code/parcel-api", hash: "h1" }]);
  expect(bridge.of("startBeads")).toHaveLength(2);
});

test("without a backend that is ready nothing can be started", async () => {
  const { dialog } = await openDialog({
    listBackends: () => ({
      backends: [backendInfo({ state: "not_installed" }), demoInfo({ state: "broken" })],
    }),
  });
  await waitFor(() => expect(start(dialog).title).toBe("Choose a backend that is ready."));
});

test("the variables of each persona that is asked are fields; what is filled in goes to all that it works on", async () => {
  const helper = personaInfo("helper", {
    suits: [{ types: ["task", "epic"], roles: [] }],
    variables: [
      { name: "team_name", description: "Who reviews it", default: "core" },
      { name: "topic", description: "", default: null },
    ],
  });
  const { bridge, dialog, told } = await openDialog(
    {
      listPersonas: () => ({ personas: [...personas.slice(1), helper], problems: [] }),
      previewPrompt: ({ variables }) => ({ prompt: JSON.stringify(variables), template: "", problems: [] }),
    },
    ["pa-1", "pa-2", "pa-5"],
  );
  const group = within(dialog.getByRole("group", { name: "Variables of Helper" }));
  expect(dialog.getByText("Variables of Helper")).toBeDefined();
  expect(group.getByRole<HTMLInputElement>("textbox", { name: "Team name" }).placeholder).toBe("core");
  fireEvent.input(group.getByRole("textbox", { name: "Topic" }), { target: { value: "Parcels" } });

  fireEvent.click(dialog.getByRole("button", { name: "Preview the prompt for Sign deliveries" }));
  const preview = await dialog.findByRole("region", { name: "Prompt for Sign deliveries" });
  await waitFor(() => expect(preview.textContent).toBe('{"topic":"Parcels"}'));

  for (const name of ["Sign deliveries, pa-1", "Bigger thing, pa-5"]) {
    fireEvent.click(dialog.getByRole("checkbox", { name }));
  }
  expect(dialog.queryByRole("group", { name: "Variables of Helper" })).toBeNull();
  fireEvent.click(dialog.getByRole("button", { name: "Select all" }));
  fireEvent.click(start(dialog));
  await waitFor(() => expect(told).toEqual(["started", "closed"]));
  const topic = { variables: { topic: "Parcels" } };
  expect(bridge.of("startBeads")[0]?.["starts"]).toEqual([
    expect.objectContaining({ beadId: "pa-1", persona: "helper", ...topic }),
    expect.not.objectContaining({ variables: expect.anything() }),
    expect.objectContaining({ beadId: "pa-5", persona: "helper", ...topic }),
  ]);
});

test("a persona that is not among the few is found in the picker, with the task that it has for the bead", async () => {
  const many = Array.from({ length: 20 }, (_, at) => personaInfo(`helper-${at}`));
  const fitting = personaInfo("bug-hunter", {
    tasks: ["chat", "fix-bug"],
    suits: [{ types: ["bug"], roles: [], task: "fix-bug" }],
    backend: "scripted",
  });
  const { bridge, dialog } = await openDialog(
    {
      listPersonas: () => ({ personas: [...personas, ...many, fitting], problems: [] }),
      listBackends: () => ({ backends: [backendInfo(), demoInfo()] }),
    },
    ["pa-2"],
  );
  const select = dialog.getByRole<HTMLSelectElement>("combobox", { name: /^Persona and task/ });
  expect([...select.options].map(({ text }) => text)).not.toContain("Bug hunter, chat");
  fireEvent.change(select, { target: { value: "*" } });
  expect(select.value).toBe("qa-engineer/verify-task");
  fireEvent.input(await screen.findByRole("combobox", { name: "Search personas" }), {
    target: { value: "hunter" },
  });
  fireEvent.click(screen.getByRole("option", { name: /Bug hunter/ }));
  expect(select.value).toBe("bug-hunter/fix-bug");
  expect(dialog.getByRole<HTMLInputElement>("radio", { name: "Demo, no model" }).checked).toBe(true);
  fireEvent.click(start(dialog));
  await waitFor(() => expect(bridge.of("startBeads")).toHaveLength(1));
  expect(bridge.of("startBeads")[0]).toMatchObject({
    cliBackend: "scripted",
    starts: [{ beadId: "pa-2", persona: "bug-hunter", task: "fix-bug" }],
  });
  expect(bridge.of("listPersonas")).toContainEqual({ projectId });
});
