import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { otherProjectId, project, projectId } from "../../testing/beads.ts";
import type { Handlers } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { personaInfo } from "../../testing/persona-info.ts";
import { PersonaList } from "./PersonaList.tsx";

vi.setConfig({ testTimeout: 20_000 });

const own = personaInfo("specialist", {
  layer: "project",
  source: ".switchyard/personas",
  file: "/home/ada/app/.switchyard/personas/specialist/persona.md",
  tasks: ["chat", "implement-task"],
  suits: [
    { types: ["task", "*"], roles: ["web"], task: "implement-task" },
    { types: ["bug"], roles: [] },
  ],
  overrides: [{ layer: "built_in", source: "built-in" }],
  variables: [{ name: "team", description: "Who reviews", default: "core" }],
  ignored: [{ field: "tools", value: "Read, Bash" }],
  backend: "claude",
  model: "sonnet",
  hash: "1",
});
const agents = Array.from({ length: 120 }, (_, at) =>
  personaInfo(`agent-${at}`, { layer: "project", source: ".claude/agents" }),
);
const projects = [
  project(),
  project({ projectId: otherProjectId, name: "docs", path: "/home/ada/docs", isOpen: false }),
];

async function openList(handlers: Handlers = {}) {
  const page = openPart(() => <PersonaList />, {
    getProjects: () => ({ projects }),
    listPersonas: (params) => ({
      personas:
        params["projectId"] === projectId ? [own, ...agents, personaInfo("none")] : [personaInfo("none")],
      problems: [],
    }),
    previewPrompt: (params) => ({ prompt: `Text for ${String(params["task"])}`, template: "", problems: [] }),
    ...handlers,
  });
  await screen.findByRole("region", { name: /Built in/ });
  return page;
}

function unfold(name: string): HTMLElement {
  const summary = screen.getByText(name).closest("summary");
  if (summary === null) throw new Error(`no row ${name}`);
  fireEvent.click(summary);
  const row = summary.closest("li");
  if (row === null) throw new Error("no item");
  return row;
}

test("the personas of the open project stand by source, a few of many until more are asked for", async () => {
  await openList();
  await screen.findByText("122 personas");
  const group = within(screen.getByRole("region", { name: /\.claude\/agents/ }));
  expect(group.getAllByRole("listitem")).toHaveLength(5);
  fireEvent.click(group.getByRole("button", { name: "Show 100 more" }));
  expect(group.getAllByRole("listitem")).toHaveLength(105);
  expect(document.activeElement?.textContent).toContain("Agent 5");
});

test("a row unfolds to all that is known of it, and to its text for each task", async () => {
  const { bridge } = await openList();
  await screen.findByText("122 personas");
  const row = within(unfold("Specialist"));
  const region = await row.findByRole("region", { name: "Text of Specialist for chat" });
  expect(region.textContent).toBe("Text for chat");
  expect(
    row
      .getAllByRole("term")
      .map((term, at) => [term, row.getAllByRole("definition")[at]].map((one) => one?.textContent)),
  ).toEqual([
    ["Id", "specialist"],
    ["From", ".switchyard/personas"],
    ["File", "/home/ada/app/.switchyard/personas/specialist/persona.md"],
    ["Overrides", "Built in"],
    ["Suggested for", "task, any bead, the role web: implement taskbug"],
    ["Backend", "Claude Code"],
    ["Model", "sonnet"],
    ["Variables", "team: Who reviews (core)"],
    ["Not applied", "tools: Read, Bash"],
  ]);
  expect(row.getByRole("button", { name: "Copy the file’s path" })).toBeDefined();
  fireEvent.change(row.getByRole("combobox", { name: "Text for the task" }), {
    target: { value: "implement-task" },
  });
  await waitFor(() =>
    expect(row.getByRole("region", { name: "Text of Specialist for implement task" }).textContent).toBe(
      "Text for implement-task",
    ),
  );
  expect(bridge.of("previewPrompt")).toEqual([
    { persona: "specialist", task: "chat", projectId },
    { persona: "specialist", task: "implement-task", projectId },
  ]);
});

test("text that changed on the disk is read again, and the row stays open", async () => {
  const { bridge } = await openList();
  await screen.findByText("122 personas");
  unfold("Specialist");
  await screen.findByText("Text for chat");
  bridge.handlers.listPersonas = () => ({
    personas: [{ ...own, hash: "2" }, personaInfo("none")],
    problems: [],
  });
  bridge.handlers.previewPrompt = () => ({ prompt: "Other words", template: "", problems: [] });
  bridge.emit("personas-changed", {});
  expect(await screen.findByText("Other words")).toBeDefined();
});

test("search narrows the groups, and what matches nothing is told", async () => {
  await openList();
  await screen.findByText("122 personas");
  const field = screen.getByRole("searchbox", { name: "Search personas" });
  fireEvent.input(field, { target: { value: "agent-24" } });
  expect(screen.getByText("1 of 122")).toBeDefined();
  expect(screen.queryByRole("region", { name: /Built in/ })).toBeNull();
  fireEvent.input(field, { target: { value: "walrus" } });
  expect(screen.getByText("No persona matches “walrus”")).toBeDefined();
});

test("another project has its own, and the bridge's folder those of no project", async () => {
  const { bridge } = await openList();
  await screen.findByText("122 personas");
  const select = screen.getByRole("combobox", { name: "Personas of" });
  fireEvent.change(select, { target: { value: otherProjectId } });
  await screen.findByText("1 persona");
  fireEvent.change(select, { target: { value: "" } });
  await waitFor(() => expect(bridge.of("listPersonas")).toContainEqual({ cwd: "/home/ada/app" }));
});

test("a fault is told with file and line, its tag is marked in the text, unseen characters are named and counted", async () => {
  const faulty = personaInfo("captain", {
    problems: [{ file: "captain.md", line: 3, message: "{{mood}} names no variable." }],
  });
  await openList({
    listPersonas: () => ({ personas: [faulty], problems: [] }),
    previewPrompt: () => ({ prompt: "Be {{mood}}\u202e now\u200b", template: "", problems: faulty.problems }),
  });
  const row = within(unfold("Captain"));
  const region = await row.findByRole("region", { name: "Text of Captain for chat" });
  expect(region.querySelector(".prompt-fault")?.textContent).toBe("{{mood}}");
  expect([...region.querySelectorAll(".prompt-unseen")].map((mark) => mark.textContent)).toEqual([
    "RLO U+202E",
    "ZWSP U+200B",
  ]);
  expect(row.getByText("2 characters that can’t be seen are marked in the text.")).toBeDefined();
  expect(row.getAllByText("captain.md:3")).toHaveLength(1);
});

test("a text that could not be written says why, and can be asked for again", async () => {
  const { bridge } = await openList({
    previewPrompt: () => ({ refuse: { code: "BD_FAILED", message: "bd is locked." } }),
  });
  const row = within(unfold("None"));
  expect((await row.findByRole("alert")).textContent).toContain("bd is locked.");
  bridge.handlers.previewPrompt = () => ({ prompt: "", template: "", problems: [] });
  fireEvent.click(row.getByRole("button", { name: "Try again" }));
  expect(await row.findByText("This persona adds no text.")).toBeDefined();
});

test("a huge text begins at once and goes on when it is asked for", async () => {
  await openList({
    previewPrompt: () => ({ prompt: "x".repeat(22_000), template: "", problems: [] }),
  });
  const row = within(unfold("None"));
  fireEvent.click(await row.findByRole("button", { name: "Show more, 2,000 characters are left" }));
  const region = row.getByRole("region", { name: "Text of None for chat" });
  expect(region.textContent).toHaveLength(22_000);
  expect(document.activeElement).toBe(region);
});

test("what can't be read is told in its place", async () => {
  openPart(() => <PersonaList />, {
    listPersonas: () => ({ refuse: { code: "PROJECT_NOT_FOUND", message: "The project is gone." } }),
  });
  expect((await screen.findByRole("alert")).textContent).toContain("The project is gone.");
});
