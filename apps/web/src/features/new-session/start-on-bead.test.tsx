import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { createSignal, Show } from "solid-js";
import { expect, test, vi } from "vitest";
import { bead, edges, fakeTracker, otherProjectId, project, projectId } from "../../testing/beads.ts";
import { type Handlers, session, sessionInfo } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { press } from "../../testing/open-page.tsx";
import { personaInfo } from "../../testing/persona-info.ts";
import type { NewSessionFor } from "../shell/shell-context.ts";
import NewSessionDialog from "./NewSessionDialog.tsx";

vi.setConfig({ testTimeout: 20_000 });

const personas = [
  personaInfo("specialist", {
    displayName: "Specialist",
    suits: [{ types: ["task", "*"], roles: [], task: "implement-task" }],
  }),
  personaInfo("product-manager", {
    displayName: "Product manager",
    suits: [{ types: ["epic"], roles: [], task: "decompose-epic" }],
  }),
  personaInfo("qa-engineer", {
    displayName: "QA engineer",
    suits: [{ types: [], roles: ["qa"], task: "verify-task" }],
  }),
  personaInfo("none", { displayName: "None" }),
];

const all = [
  bead("pa-18", { title: "Fair rate limits", issue_type: "epic" }),
  bead("pa-18.1", {
    title: "Choose the key",
    priority: 0,
    ...edges("pa-18.1", { "parent-child": ["pa-18"] }),
  }),
  bead("pa-18.2", { title: "Sliding window", ...edges("pa-18.2", { blocks: ["pa-18.1"] }) }),
  bead("pa-18.3", { title: "Answer 429 with Retry-After" }),
  bead("pa-7", { title: "Verify signatures", labels: ["specialist:qa"] }),
  bead("pa-8", { title: "Tune the pool", labels: ["specialist:backend"], priority: 4 }),
  bead("pa-1", { title: "Old work", status: "closed" }),
  bead("pa-2", { title: "Rotate the secret", status: "in_progress", assignee: "ilir" }),
];
const here = project();
const plain = project({
  projectId: otherProjectId,
  name: "notes",
  path: "/srv/notes",
  hasBeads: false,
  isOpen: false,
});

/** The dialog for a bead, or for none; `open` opens it again after it was closed. */
async function openOn(on: NewSessionFor, handlers: Handlers = {}) {
  const [shown, setShown] = createSignal<NewSessionFor | null>(on);
  const page = openPart(
    () => (
      <Show when={shown()} keyed>
        {(on) => <NewSessionDialog on={on} onClose={() => setShown(null)} />}
      </Show>
    ),
    {
      getProjects: () => ({ projects: [here, plain] }),
      listPersonas: () => ({ personas, problems: [] }),
      startAgentSession: () => ({ sessionId: session }),
      ...fakeTracker(all).handlers,
      ...handlers,
    },
  );
  await screen.findByRole("radio", { name: "Claude Code" });
  await screen.findByRole("radio", { name: "Specialist" });
  return { ...page, open: (again: NewSessionFor) => setShown(again) };
}

const onBead = (beadId: string) => ({ projectId, beadId });
const field = () => screen.getByRole<HTMLInputElement>("combobox", { name: "Bead" });
const message = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "First message" });
const radio = (name: string) => screen.getByRole<HTMLInputElement>("radio", { name });
const start = () => fireEvent.click(screen.getByRole("button", { name: "Start" }));
const offered = () =>
  within(screen.getByRole("listbox", { name: "Bead" }))
    .getAllByRole("option")
    .map((option) => option.textContent);

test("a bead suggests persona, task and first message, and the start names it and its project", async () => {
  const { bridge } = await openOn(onBead("pa-18.3"));
  await waitFor(() => expect(message().value).toBe("Work on pa-18.3: Answer 429 with Retry-After."));
  expect(field().value).toBe("Answer 429 with Retry-After");
  expect(radio("Specialist").checked).toBe(true);
  expect(screen.getByText("suggested for a task")).toBeDefined();
  expect(screen.getByRole<HTMLSelectElement>("combobox", { name: "Folder" }).value).toBe(projectId);
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]).toEqual({
    persona: "specialist",
    cliBackend: "claude",
    projectId,
    beadId: "pa-18.3",
    task: "implement-task",
    permissionMode: "default",
    prompt: "Work on pa-18.3: Answer 429 with Retry-After.",
  });
});

test("an epic is for the product manager, a role that a bead names goes before its type", async () => {
  const { open } = await openOn(onBead("pa-18"));
  await waitFor(() => expect(radio("Product manager").checked).toBe(true));
  expect(screen.getByText("suggested for an epic")).toBeDefined();
  expect(message().value).toBe("Break down pa-18: Fair rate limits.");
  open(onBead("pa-7"));
  await waitFor(() => expect(radio("QA engineer").checked).toBe(true));
  expect(screen.getByText("suggested for the role qa")).toBeDefined();
  open(onBead("pa-8"));
  await screen.findByText("suggested for a task");
});

test("the user's own choice of persona wins, also over another bead in the same dialog", async () => {
  const { bridge } = await openOn(onBead("pa-18.3"));
  await screen.findByText("suggested for a task");
  fireEvent.click(radio("None"));
  expect(screen.queryByText(/^suggested for/)).toBeNull();
  fireEvent.input(field(), { target: { value: "fair" } });
  fireEvent.click(screen.getByRole("option", { name: /Fair rate limits/ }));
  expect(radio("None").checked).toBe(true);
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]).toMatchObject({ persona: "none", beadId: "pa-18" });
  expect(bridge.of("startAgentSession")[0]).not.toHaveProperty("task");
});

test("a typed message is never overwritten, and waits for its own bead", async () => {
  const { open } = await openOn(onBead("pa-18.3"));
  await waitFor(() => expect(message().value).not.toBe(""));
  fireEvent.input(message(), { target: { value: "Leave the 503 path alone." } });
  fireEvent.input(field(), { target: { value: "choose" } });
  fireEvent.click(screen.getByRole("option", { name: /Choose the key/ }));
  expect(message().value).toBe("Leave the 503 path alone.");
  open(onBead("pa-7"));
  await waitFor(() => expect(message().value).toBe("Verify pa-7: Verify signatures."));
  open(onBead("pa-18.1"));
  await waitFor(() => expect(message().value).toBe("Leave the 503 path alone."));
});

test("a message that was emptied stays empty", async () => {
  const { bridge } = await openOn(onBead("pa-18.3"));
  await waitFor(() => expect(message().value).not.toBe(""));
  fireEvent.input(message(), { target: { value: "" } });
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]).not.toHaveProperty("prompt");
});

test("open beads are found by words or id, the ready ones first; a closed one is not offered", async () => {
  await openOn({ projectId });
  await screen.findByRole("combobox", { name: "Bead" });
  fireEvent.click(field());
  await waitFor(() =>
    expect(offered()).toEqual([
      "Choose the keypa-18.1Ready",
      "Verify signaturespa-7Ready",
      "Fair rate limitspa-18Ready",
      "Answer 429 with Retry-Afterpa-18.3Ready",
      "Tune the poolpa-8Ready",
      "Rotate the secretpa-2In progress",
      "Sliding windowpa-18.2Blocked",
    ]),
  );
  fireEvent.input(field(), { target: { value: "18 window" } });
  expect(offered()).toEqual(["Sliding windowpa-18.2Blocked"]);
  fireEvent.input(field(), { target: { value: "old" } });
  expect(screen.getByText("No open bead matches")).toBeDefined();
});

test("arrows and Enter take a bead, Esc goes back to the one before and leaves the dialog open", async () => {
  await openOn(onBead("pa-18.3"));
  await waitFor(() => expect(field().value).toBe("Answer 429 with Retry-After"));
  field().focus();
  press("ArrowDown");
  press("ArrowDown");
  expect(field().getAttribute("aria-activedescendant")).toBe(screen.getAllByRole("option")[1]?.id);
  press("Enter");
  expect(field().value).toBe("Verify signatures");
  fireEvent.input(field(), { target: { value: "choose" } });
  press("Escape");
  expect(field().value).toBe("Verify signatures");
  expect(screen.getByRole("dialog", { name: "New session" })).toBeDefined();
});

test("the bead can be cleared, and the session then starts in the project without one", async () => {
  const { bridge } = await openOn(onBead("pa-18.3"));
  await waitFor(() => expect(message().value).not.toBe(""));
  fireEvent.click(screen.getByRole("button", { name: "Work on no bead" }));
  expect(message().value).toBe("");
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]).toMatchObject({ projectId });
  for (const key of ["beadId", "task", "cwd", "prompt"]) {
    expect(bridge.of("startAgentSession")[0]).not.toHaveProperty(key);
  }
});

test.each([
  ["pa-1", "It is closed already. The session can start all the same."],
  ["pa-18.2", "It is blocked by pa-18.1. The session can start all the same."],
  ["pa-7", "A session works on it already. This starts one more."],
  ["pa-2", "ilir has it in progress. An agent that finds a bead claimed may stop there."],
])("what is unusual about %s is told and refuses nothing", async (id, note) => {
  const sessions = [sessionInfo({ projectId, beadId: "pa-7" })];
  const { bridge } = await openOn(onBead(id), { listSessions: () => ({ sessions }) });
  await screen.findByText(note);
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
});

test("the preview is of the same persona, task, bead and project as the start", async () => {
  const { bridge } = await openOn(onBead("pa-18.3"), {
    previewPrompt: (params) => ({
      prompt: `Text for ${String(params["beadId"])}`,
      template: "t",
      problems: [],
    }),
  });
  await waitFor(() => expect(message().value).not.toBe(""));
  fireEvent.click(screen.getByRole("button", { name: "Preview the prompt" }));
  await screen.findByText("Text for pa-18.3");
  expect(bridge.of("previewPrompt")).toEqual([
    { persona: "specialist", task: "implement-task", projectId, beadId: "pa-18.3" },
  ]);
  fireEvent.click(radio("None"));
  await waitFor(() =>
    expect(bridge.of("previewPrompt").at(-1)).toEqual({ persona: "none", projectId, beadId: "pa-18.3" }),
  );
});

test("a project without beads has no field for one, another folder is typed", async () => {
  const { bridge } = await openOn({ projectId });
  await screen.findByRole("combobox", { name: "Bead" });
  const select = screen.getByRole("combobox", { name: "Folder" });
  fireEvent.change(select, { target: { value: otherProjectId } });
  await waitFor(() => expect(screen.queryByRole("combobox", { name: "Bead" })).toBeNull());
  fireEvent.change(select, { target: { value: "" } });
  const path = await screen.findByRole("textbox", { name: "Path of the folder" });
  fireEvent.input(path, { target: { value: "/tmp/elsewhere" } });
  start();
  await waitFor(() => expect(bridge.of("startAgentSession")).toHaveLength(1));
  expect(bridge.of("startAgentSession")[0]).toMatchObject({ cwd: "/tmp/elsewhere" });
  expect(bridge.of("startAgentSession")[0]).not.toHaveProperty("projectId");
});

test("a bead that went meanwhile is told under its field", async () => {
  const refuse = { code: "BEAD_NOT_FOUND", message: "There is no bead pa-18.3." };
  await openOn(onBead("pa-18.3"), { startAgentSession: () => ({ refuse }) });
  await waitFor(() => expect(message().value).not.toBe(""));
  start();
  const alert = await screen.findByText("There is no bead pa-18.3.");
  expect(field().getAttribute("aria-describedby")?.split(" ")).toContain(alert.id);
});

test("the folder of the last start is the project that it is the root of", async () => {
  await openOn({}, { getProjects: () => ({ projects: [project({ path: "/home/ada/app" })] }) });
  await waitFor(() =>
    expect(screen.getByRole<HTMLSelectElement>("combobox", { name: "Folder" }).value).toBe(projectId),
  );
});
