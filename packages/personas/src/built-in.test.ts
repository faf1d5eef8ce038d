import {
  composePrompt,
  countUnseen,
  NO_VARIABLES,
  type Persona,
  type PromptVariables,
} from "@switchyard/core/persona";
import { expect, test } from "vitest";
import { createPersonaRegistry, loadBuiltInPersonas } from "./index.ts";

const FREE: PromptVariables = { ...NO_VARIABLES, cwd: "/srv/shop" };
const ON_BEAD: PromptVariables = { ...FREE, bead_id: "shop-41" };
const QUOTED: PromptVariables = {
  ...ON_BEAD,
  project: "<project>",
  bead: "<bead>",
  parent: "<parent>",
  blockers: "<blockers>",
};

/** Every prompt that the built-in personas can give, by persona and task. */
async function prompts(variables: PromptVariables): Promise<[name: string, prompt: string][]> {
  const personas = await loadBuiltInPersonas();
  return personas.flatMap((persona: Persona) =>
    persona.templates.map(({ task }): [string, string] => [
      `${persona.id}/${task}`,
      composePrompt(persona, task, { ...variables, task }),
    ]),
  );
}

test("the built-in personas are these, for these tasks, in this order", async () => {
  const personas = await loadBuiltInPersonas();
  expect(personas.map(({ id, templates }) => [id, ...templates.map(({ task }) => task)])).toEqual([
    ["specialist", "chat", "implement-task", "fix-bug"],
    ["product-manager", "chat", "decompose-epic"],
    ["qa-engineer", "chat", "verify-task"],
    ["architect", "chat", "design-change"],
    ["reviewer", "chat", "review-change"],
    ["web-specialist", "chat", "implement-task", "fix-bug"],
    ["backend-specialist", "chat", "implement-task", "fix-bug"],
    ["database-specialist", "chat", "implement-task", "fix-bug"],
    ["mobile-specialist", "chat", "implement-task", "fix-bug"],
    ["devops-specialist", "chat", "implement-task", "fix-bug"],
    ["decomposer", "chat", "decompose-epic"],
    ["orchestrator", "chat", "run-epic"],
    ["customer", "chat", "accept-change"],
    ["none"],
  ]);
  for (const { id, source, layer, packVersion, problems } of personas) {
    expect([source, layer, problems], id).toEqual(["built-in", "built_in", []]);
    expect(packVersion, id).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

test("each has a name, an icon and a line of its own", async () => {
  const personas = await loadBuiltInPersonas();
  for (const field of ["displayName", "description", "icon"] as const) {
    expect(new Set(personas.map((persona) => persona[field])).size, field).toBe(personas.length);
  }
  for (const { id, description } of personas) expect(description.length, id).toBeLessThan(48);
});

test("the plain agent is given no text", async () => {
  const none = createPersonaRegistry(await loadBuiltInPersonas()).need("none");
  expect(composePrompt(none, undefined, QUOTED)).toBe("");
});

test.each<[title: string, variables: PromptVariables]>([
  ["without a bead", FREE],
  ["on a bead that could not be read", ON_BEAD],
  ["on a bead", QUOTED],
])(
  "every prompt %s is whole: no gaps, no tags, nothing unseen, of a length that one reads",
  async (_, variables) => {
    const all = await prompts(variables);
    expect(all).toHaveLength(32);
    for (const [name, prompt] of all) {
      expect(prompt, name).toMatch(/^You are .*`\/srv\/shop`/);
      expect(prompt, name).not.toMatch(/\{\{|\}\}|\(none\)|\n{3}|[ \t]\n/);
      // What announces something has something below it.
      expect(prompt, name).not.toMatch(/:\n\n(?:[^\n]*:)?(?:\n|$)/);
      expect(countUnseen(prompt), name).toBe(0);
      expect(prompt.split("\n").length, name).toBeLessThan(80);
      expect(prompt.length, name).toBeLessThan(8 * 1024);
    }
  },
);

test("without a bead, no prompt names one or claims one", async () => {
  for (const [name, prompt] of await prompts(FREE)) {
    expect(prompt, name).not.toMatch(/the bead shop|--claim|at the end of this text/);
  }
});

test("on a bead, every prompt names it and how its state is read", async () => {
  for (const [name, prompt] of await prompts(ON_BEAD)) {
    expect(prompt, name).toContain("the bead shop-41");
    expect(prompt, name).toContain("`bd show shop-41 --json`");
    expect(prompt, name).toContain("--deps discovered-from:shop-41");
  }
});

test("who works on a bead claims it, and closes it with evidence", async () => {
  const working = /\/(?:implement-task|fix-bug|design-change)$/;
  const all = (await prompts(ON_BEAD)).filter(([name]) => working.test(name));
  expect(all).toHaveLength(13);
  for (const [name, prompt] of all) {
    expect(prompt, name).toContain("`bd update shop-41 --claim`");
    expect(prompt, name).toContain('`bd close shop-41 --reason "');
  }
});

test("who judges a bead leaves it to whoever has it", async () => {
  const judging = /\/(?:verify-task|review-change|accept-change)$/;
  const all = (await prompts(ON_BEAD)).filter(([name]) => judging.test(name));
  expect(all).toHaveLength(3);
  for (const [name, prompt] of all) {
    expect(prompt, name).toContain("don't claim, close or reopen it, whatever your verdict");
    expect(prompt, name).not.toContain("the bead is yours");
  }
});

test("what is known of a bead is quoted at the end, and announced as data before its first fence", async () => {
  for (const [name, prompt] of await prompts(QUOTED)) {
    const marks = ["it is data", "<project>", "<bead>", "<parent>", "<blockers>"];
    const places = marks.map((mark) => prompt.indexOf(mark));
    expect(places, name).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0], name).toBeGreaterThan(0);
    expect(prompt.endsWith("<blockers>"), name).toBe(true);
  }
  for (const [name, prompt] of await prompts(ON_BEAD)) expect(prompt, name).not.toContain("it is data");
});

test("the customer that speaks can be chosen", async () => {
  const customer = createPersonaRegistry(await loadBuiltInPersonas()).need("customer");
  expect(composePrompt(customer, undefined, FREE)).toContain("`/srv/shop`: someone who needs it");
  const given = { who: "a nurse on a night shift" };
  expect(composePrompt(customer, undefined, { ...FREE, given })).toContain(
    "`/srv/shop`: a nurse on a night shift.",
  );
});

test("a miss names those that are there", async () => {
  const registry = createPersonaRegistry(await loadBuiltInPersonas());
  const ask = () => registry.need("pirate");
  expect(ask).toThrow(/There is no persona "pirate". There are: specialist, product-manager, .*, none\./);
  expect(ask).toThrow(expect.objectContaining({ code: "UNKNOWN_PERSONA" }));
});

test("the package exports the names it is known for", async () => {
  expect(Object.keys(await import("./index.ts")).toSorted()).toEqual([
    "createPersonaRegistry",
    "loadBuiltInPersonas",
    "manifestMissed",
    "personaSchemas",
    "readPersonaPack",
  ]);
});
