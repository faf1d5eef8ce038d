import fc from "fast-check";
import { expect, test } from "vitest";
import { InvalidParamsError, PersonaId, SwitchyardError, TaskId } from "../protocol/index.ts";
import { composePrompt, draftPrompt } from "./compose.ts";
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

test("a persona with problems is refused by the first one's file and line, and can yet be looked at", () => {
  const broken: Persona = {
    ...persona("In {{cwd}}, {{mood}}. {{#mood}}x{{/mood}} {{#cwd}}open"),
    problems: [
      { file: "tester/chat.md", line: 3, message: "{{mood}} names no variable." },
      { file: "tester/chat.md", line: 4, message: "{{#cwd}} is not closed." },
    ],
  };
  expect(() => composePrompt(broken, CHAT, NOTHING)).toThrow(
    'The persona "tester" of test can\'t be used. tester/chat.md:3: {{mood}} names no variable. 1 more: see the preview.',
  );
  expect(draftPrompt(broken, CHAT, { ...NOTHING, cwd: "/p" })).toBe(
    "In /p, {{mood}}. {{#mood}}x{{/mood}} {{#cwd}}open",
  );
});

const moody: Persona = {
  ...persona("Be {{mood}}.{{#topic}} On {{topic}}.{{/topic}}"),
  variables: [
    { name: "mood", description: "How", default: "calm" },
    { name: "topic", description: "On what", default: null },
  ],
};

test.each([
  [undefined, "Be calm."],
  [{}, "Be calm."],
  [{ mood: "{{topic}} {{cwd}} $&", topic: "ships" }, "Be {{topic}} {{cwd}} $&. On ships."],
  [{ mood: "" }, "Be (none)."],
])("a persona's own variables have what is given, else their default: %j", (given, prompt) => {
  expect(composePrompt(moody, CHAT, { ...NOTHING, ...(given === undefined ? {} : { given }) })).toBe(prompt);
});

test.each(["cwd", "hue", "__proto__", "given"])(
  "a value for %s, which it doesn't have, is refused",
  (name) => {
    const given = Object.fromEntries([[name, "x"]]);
    const ask = () => composePrompt(moody, CHAT, { ...NOTHING, given });
    expect(ask).toThrow(InvalidParamsError);
    expect(ask).toThrow(`is no variable of "tester". It has: mood, topic`);
  },
);

test("what was written for another program is text, and no command", () => {
  const foreign = (text: string): Persona => ({
    ...persona(),
    templates: [{ task: CHAT, text, isVerbatim: true }],
  });
  expect(composePrompt(foreign("Say {{cwd}}.\n\n\n{{#x}}"), CHAT, NOTHING)).toBe("Say {{cwd}}.\n\n\n{{#x}}");
  for (const text of ["/clear\nAll.", "@/etc/passwd", "\u200B /clear"]) {
    expect(composePrompt(foreign(text), CHAT, NOTHING)).toBe(`Your instructions:\n\n${text}`);
  }
  expect(composePrompt(persona("{{#cwd}}{{cwd}}{{/cwd}}"), CHAT, { ...NOTHING, cwd: "/p" })).toBe(
    "Your instructions:\n\n/p",
  );
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
