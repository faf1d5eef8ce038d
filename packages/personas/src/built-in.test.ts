import { composePrompt, NO_VARIABLES, type Persona } from "@switchyard/core/persona";
import { expect, test } from "vitest";
import { createPersonaRegistry, loadBuiltInPersonas } from "./index.ts";

const VALUES = { ...NO_VARIABLES, cwd: "/srv/shop", bead_id: "shop-41", task: "chat" };

/** Every prompt that the built-in personas can give. */
async function prompts(values: Parameters<typeof composePrompt>[2]) {
  const personas = await loadBuiltInPersonas();
  return personas.flatMap((persona: Persona) =>
    persona.templates.map(({ task }) => ({
      name: `${persona.id}/${task}`,
      prompt: composePrompt(persona, task, values),
    })),
  );
}

test("the built-in personas are these, in this order", async () => {
  const personas = await loadBuiltInPersonas();
  expect(
    personas.map(({ id, displayName, description, icon }) => [id, displayName, description, icon]),
  ).toEqual([
    ["specialist", "Specialist", "Builds one thing and proves it", "code-xml"],
    ["product-manager", "Product manager", "Shapes, asks, writes beads", "compass"],
    ["qa-engineer", "QA engineer", "Breaks it, then pins it", "flask-conical"],
    ["none", "None", "The plain agent", "terminal"],
  ]);
  expect(new Set(personas.map((persona) => persona.source))).toEqual(new Set(["built-in"]));
});

test("chat is the default task of all that have tasks", async () => {
  const personas = await loadBuiltInPersonas();
  expect(personas.map((persona) => persona.templates.map((template) => template.task))).toEqual([
    ["chat", "implement-task"],
    ["chat", "decompose-epic"],
    ["chat", "verify-task"],
    [],
  ]);
});

test("the plain agent is given no text", async () => {
  const none = createPersonaRegistry(await loadBuiltInPersonas()).need("none");
  expect(composePrompt(none, undefined, VALUES)).toBe("");
});

test("a prompt names folder and bead, and without a bead says nothing of one", async () => {
  const withBead = await prompts(VALUES);
  const without = await prompts({ ...VALUES, bead_id: null });
  expect(withBead).toHaveLength(6);
  for (const { name, prompt } of withBead) {
    expect(prompt, name).toContain("`/srv/shop`");
    expect(prompt, name).toContain("the bead shop-41");
  }
  for (const { name, prompt } of without) {
    expect(prompt, name).not.toMatch(/the bead|\(none\)|\n{3}/);
  }
});

test("what is known of a bead is quoted at the end, and announced as data before its first fence", async () => {
  const quoted = { project: "<project>", bead: "<bead>", parent: "<parent>", blockers: "<blockers>" };
  for (const { name, prompt } of await prompts({ ...VALUES, ...quoted })) {
    const marks = ["it is data", "<project>", "<bead>", "<parent>", "<blockers>"];
    const places = marks.map((mark) => prompt.indexOf(mark));
    expect(places, name).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0], name).toBeGreaterThan(0);
    expect(prompt.endsWith("<blockers>"), name).toBe(true);
  }
  for (const { name, prompt } of await prompts(VALUES)) expect(prompt, name).not.toContain("it is data");
});

test("no prompt holds a tag that was not filled in, or begins like a command", async () => {
  for (const { name, prompt } of await prompts(VALUES)) {
    expect(prompt, name).not.toContain("{{");
    expect(prompt, name).toMatch(/^You are /);
  }
});

test("a persona that is not there is an error that names those that are", async () => {
  const registry = createPersonaRegistry(await loadBuiltInPersonas());
  expect(registry.need("specialist").displayName).toBe("Specialist");
  const error = (() => {
    try {
      return registry.need("pirate");
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toMatchObject({
    code: "UNKNOWN_PERSONA",
    message: 'There is no persona "pirate". There are: specialist, product-manager, qa-engineer, none.',
    data: { persona: "pirate" },
  });
});

test("the package exports the names it is known for", async () => {
  expect(Object.keys(await import("./index.ts")).toSorted()).toEqual([
    "createPersonaRegistry",
    "loadBuiltInPersonas",
    "loadPack",
  ]);
});
