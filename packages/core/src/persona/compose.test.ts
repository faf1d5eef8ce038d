import fc from "fast-check";
import { expect, test } from "vitest";
import { PersonaId, SwitchyardError, TaskId } from "../protocol/index.ts";
import { composePrompt } from "./compose.ts";
import { NO_VARIABLES, type Persona } from "./persona.ts";

const NOTHING = NO_VARIABLES;
const CHAT = TaskId.parse("chat");

function persona(...texts: string[]): Persona {
  return {
    id: PersonaId.parse("tester"),
    displayName: "Tester",
    description: "Tests",
    icon: "flask-conical",
    suits: [],
    source: "test",
    layer: "built_in",
    packVersion: null,
    hash: "",
    file: null,
    variables: [],
    ignored: [],
    problems: [],
    templates: texts.map((text, at) => ({ task: TaskId.parse(at === 0 ? "chat" : `task-${at}`), text })),
  };
}

test("the first template is the default, a task picks its own", () => {
  expect(composePrompt(persona("one", "two"), undefined, NOTHING)).toBe("one");
  expect(composePrompt(persona("one", "two"), TaskId.parse("task-1"), NOTHING)).toBe("two");
});

test("a task without a template is refused and those there are named", () => {
  const ask = () => composePrompt(persona("one", "two"), TaskId.parse("dance"), NOTHING);
  expect(ask).toThrow('"tester" has no template for the task "dance". It has: chat, task-1.');
  expect(ask).toThrow(SwitchyardError);
});

test("the plain agent has no text for any task", () => {
  expect(composePrompt(persona(), undefined, NOTHING)).toBe("");
  expect(composePrompt(persona(), CHAT, NOTHING)).toBe("");
});

test("variables are filled in, unknown values are named so", () => {
  const text = "In {{cwd}} on {{ bead_id }}.";
  expect(composePrompt(persona(text), CHAT, { ...NOTHING, cwd: "/p" })).toBe("In /p on (none).");
});

test("a variable that does not exist is refused and those there are named", () => {
  const message =
    'The template "chat" of "tester" names {{mood}}, which does not exist. There are: cwd, bead_id, task, bead, parent, blockers, project, role.';
  expect(() => composePrompt(persona("{{mood}}"), CHAT, NOTHING)).toThrow(message);
  expect(() => composePrompt(persona("{{#mood}}x{{/mood}}"), CHAT, NOTHING)).toThrow(message);
});

test("a section stands only where its variable has a value", () => {
  const text = "Work.{{#bead_id}} It is {{bead_id}}.{{/bead_id}} Well.";
  expect(composePrompt(persona(text), CHAT, NOTHING)).toBe("Work. Well.");
  expect(composePrompt(persona(text), CHAT, { ...NOTHING, bead_id: "b-1" })).toBe("Work. It is b-1. Well.");
});

test("tags on lines of their own leave no empty line", () => {
  const text = "before\n\n{{#bead_id}}\nbead {{bead_id}}\n\n{{/bead_id}}\nafter\n";
  expect(composePrompt(persona(text), CHAT, NOTHING)).toBe("before\n\nafter");
  expect(composePrompt(persona(text), CHAT, { ...NOTHING, bead_id: "b" })).toBe("before\n\nbead b\n\nafter");
});

test.each([
  ["opened and not closed", "a {{#bead_id}} b"],
  ["closed and not opened", "a {{/bead_id}} b"],
  ["closed by another's name", "a {{#bead_id}} b {{/cwd}}"],
  ["inside another", "a {{#cwd}} b {{#bead_id}} c {{/bead_id}} d {{/cwd}}"],
])("a section %s is refused", (_, text) => {
  const given = { ...NOTHING, cwd: "/p", bead_id: "b" };
  expect(() => composePrompt(persona(text), CHAT, given)).toThrow(/without its other half/);
});

test("what a value contains is never read as a template", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom("{{cwd}}", "{{#task}}", "{{/task}}", "$&", "$1"),
      (noise, tag) => {
        const value = `<${noise}${tag}>`;
        const prompt = composePrompt(persona("a {{#bead_id}}{{bead_id}}{{/bead_id}} b"), CHAT, {
          ...NOTHING,
          bead_id: value,
        });
        expect(prompt).toBe(`a ${value} b`);
      },
    ),
  );
});
