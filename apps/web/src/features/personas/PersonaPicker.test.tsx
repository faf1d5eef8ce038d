import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import type { PersonaInfo } from "@switchyard/core/protocol";
import { createSignal, Show } from "solid-js";
import { expect, test, vi } from "vitest";
import type { Handlers } from "../../testing/fake-bridge.ts";
import { press } from "../../testing/open-page.tsx";
import { openPart } from "../../testing/open-part.tsx";
import { personaInfo } from "../../testing/persona-info.ts";
import { PersonaPicker } from "./PersonaPicker.tsx";

vi.setConfig({ testTimeout: 20_000 });

const agents = Array.from({ length: 100 }, (_, at) =>
  personaInfo(`agent-${at}`, {
    layer: "project",
    source: ".claude/agents",
    ignored: [
      { field: "tools", value: "Bash" },
      { field: "hooks", value: "{}" },
    ],
  }),
);
const broken = personaInfo("release-captain", {
  layer: "project",
  source: ".switchyard/personas",
  problems: [
    { file: "release-captain/chat.md", line: 12, message: "{{mood}} names no variable." },
    { file: "release-captain/chat.md", line: 14, message: "A section is not closed." },
  ],
});
const own = personaInfo("specialist", {
  layer: "project",
  source: ".switchyard/personas",
  overrides: [
    { layer: "installed", source: "@acme/personas" },
    { layer: "built_in", source: "built-in" },
  ],
});
const many = [own, broken, ...agents, personaInfo("none")];

async function openPicker(handlers: Handlers = {}, chosen = "specialist") {
  const told: string[] = [];
  const page = openPart(
    (app) => {
      const personas = app.personas.in(() => ({}));
      const [isOpen, setOpen] = createSignal(true);
      return (
        <Show when={personas.isLoaded() && isOpen()}>
          <PersonaPicker
            personas={personas}
            chosen={chosen}
            onChoose={(persona: PersonaInfo) => void told.push(persona.id)}
            onClose={() => setOpen(false)}
          />
        </Show>
      );
    },
    { listPersonas: () => ({ personas: many, problems: [] }), ...handlers },
  );
  const field = await screen.findByRole<HTMLInputElement>("combobox", { name: "Search personas" });
  return { ...page, told, field };
}

/** By role each would be asked whether it can be seen, which takes long for so many. */
const options = () => [...document.querySelectorAll<HTMLElement>('[role="option"]')];
const activeOption = () => document.querySelector<HTMLElement>('[role="option"][aria-selected="true"]');
const active = () => nameOf(activeOption());
const nameOf = (option: HTMLElement | null) => option?.querySelector("bdi")?.textContent;
const type = (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });
const keyIn = (field: HTMLElement, ...keys: string[]) => {
  field.focus();
  for (const key of keys) press(key);
};

const headings = () =>
  screen.getAllByRole("group").map((group) => group.querySelector(".persona-heading")?.textContent);

test("they stand in groups by where they come from, and each says what it overrides and what is not applied", async () => {
  await openPicker();
  expect(headings()).toEqual(["This project.switchyard/personas2", "This project.claude/agents100"]);
  expect(options()[0]?.textContent).toContain("overrides @acme/personas and the built-in one");
  expect(options()[2]?.textContent).toContain("not applied: tools, hooks");
});

test("an installed pack is named with its version, and the built-in ones by that alone", async () => {
  const acme = { layer: "installed", source: "@acme/personas", packVersion: "1.2.0" };
  await openPicker({
    listPersonas: () => ({ personas: [personaInfo("none"), personaInfo("writer", acme)], problems: [] }),
  });
  expect(headings()).toEqual(["Installed@acme/personas 1.2.01", "Built in1"]);
});

test("a few rows of hundreds are drawn, more as they are walked to, and all are counted", async () => {
  const { field } = await openPicker();
  expect(screen.getByText("103 personas")).toBeDefined();
  expect(options().length).toBeLessThan(60);
  expect(options()[0]?.getAttribute("aria-setsize")).toBe("103");
  keyIn(field, "End");
  expect(active()).toBe("None");
  expect(options()).toHaveLength(103);
  keyIn(field, "ArrowDown");
  expect(active()).toBe("Specialist");
  keyIn(field, "ArrowUp", "Home", "PageDown", "ArrowDown");
  expect(active()).toBe("Agent 7");
  expect(field.getAttribute("aria-activedescendant")).toBe(activeOption()?.id);
});

test("it opens at the one that is chosen, however far down that is", async () => {
  await openPicker({}, "agent-90");
  expect(active()).toBe("Agent 90");
  expect(activeOption()?.textContent).toContain("chosen now");
});

test("letters find by name, id, description and source, the best first, and Enter takes it", async () => {
  const { field, told } = await openPicker();
  type(field, "agent 9");
  expect(screen.getByText("19 of 103")).toBeDefined();
  expect(active()).toBe("Agent 9");
  expect(options()[0]?.textContent).toContain("from .claude/agents");
  keyIn(field, "ArrowDown", "Enter");
  expect(told).toEqual(["agent-19"]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("one that can't be used is read with its faults and not chosen, by key or by click", async () => {
  const { field, told } = await openPicker();
  keyIn(field, "ArrowDown");
  const option = screen.getByRole("option", { selected: true });
  expect(option.getAttribute("aria-disabled")).toBe("true");
  expect(option.textContent).toContain(
    "Can’t be used: release-captain/chat.md:12 {{mood}} names no variable. (and 1 more)",
  );
  keyIn(field, "Enter");
  fireEvent.click(option);
  expect(told).toEqual([]);
  expect(screen.getByRole("dialog")).toBeDefined();
});

test("what matches nothing says so, Enter takes nothing then, and Esc leaves all as it was", async () => {
  const { field, told } = await openPicker();
  type(field, "walrus");
  expect(screen.getByText("No persona matches “walrus”")).toBeDefined();
  keyIn(field, "Enter", "ArrowDown", "Escape");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(told).toEqual([]);
});

test("Ctrl and Enter in it choose, and reach nothing behind it", async () => {
  const behind = vi.fn<() => void>();
  window.addEventListener("keydown", behind);
  const { field, told } = await openPicker();
  field.focus();
  press("Enter", { ctrlKey: true });
  window.removeEventListener("keydown", behind);
  expect(told).toEqual(["specialist"]);
  expect(behind).not.toHaveBeenCalled();
});

test("files that could not be read are told, and opening it reads them anew", async () => {
  const problems = Array.from({ length: 7 }, (_, at) => ({
    source: ".claude/agents",
    file: `broken-${at}.md`,
    line: 1,
    message: "It is no UTF-8 text.",
  }));
  const { bridge } = await openPicker({ listPersonas: () => ({ personas: many, problems }) });
  const note = within(screen.getByRole("note"));
  expect(note.getAllByRole("listitem").map((item) => item.textContent)[0]).toBe(
    ".claude/agents/broken-0.md:1 It is no UTF-8 text.",
  );
  expect(note.getAllByRole("listitem")).toHaveLength(5);
  fireEvent.click(note.getByRole("button", { name: "Show all 7" }));
  expect(note.getAllByRole("listitem")).toHaveLength(7);
  await waitFor(() => expect(bridge.of("listPersonas").length).toBeGreaterThanOrEqual(3));
});
