import { composePrompt, NO_VARIABLES } from "@switchyard/core/persona";
import { expect, test } from "vitest";
import { makeFolder } from "./folder.testkit.ts";
import { GOOD, HEAD, MANIFEST, read, told } from "./good-pack.testkit.ts";
import { readPersonaPack } from "./read-pack.ts";

const VALUES = { ...NO_VARIABLES, cwd: "/p", bead_id: "b-1" };

test("a pack is read as it says: who, for which task, from where", async () => {
  const { manifest, personas, problems, ignored, files } = await read(GOOD);
  expect(manifest).toMatchObject({ name: "acme", version: "1.2.0", personas: ["one"] });
  expect([problems, ignored]).toEqual([[], []]);
  expect(files.toSorted()).toEqual(["one/chat.md", "one/persona.md", "pack.yaml"]);
  expect(personas).toEqual([
    {
      id: "one",
      displayName: "One",
      description: "Does one thing",
      icon: "code-xml",
      suits: [],
      layer: "installed",
      source: "acme",
      packVersion: "1.2.0",
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      file: null,
      variables: [],
      ignored: [],
      problems: [],
      templates: [{ task: "chat", text: expect.any(String) }],
    },
  ]);
  expect(composePrompt(personas[0]!, undefined, VALUES)).toBe("You work in /p.\n\nTalk.\nAbout b-1.");
});

test("personas and tasks keep the order in which they are listed, and a folder without a list that of its names", async () => {
  const files = {
    ...GOOD,
    "pack.yaml": MANIFEST.replace("[one]", "[two, one, three]"),
    "one/persona.md": `---\n${HEAD.replace("[chat]", "[write, chat]")}---\n`,
    "one/write.md": "Write.",
    "two/persona.md": "---\nid: two\ndisplayName: Two\ndescription: Second\n---\n",
    "two/chat.md": "Talk.",
    "three.md": "---\nid: three\ndisplayName: Three\ndescription: In one file\n---\nTalk, three.",
  };
  const listed = await read(files);
  expect(told(listed)).toEqual([]);
  expect(listed.personas.map(({ id }) => id)).toEqual(["two", "one", "three"]);
  expect(listed.personas[1]?.templates.map(({ task }) => task)).toEqual(["write", "chat"]);
  expect(listed.personas[2]?.templates).toEqual([{ task: "chat", text: "Talk, three." }]);
  const bare = await read({ ...files, "pack.yaml": null }, { layer: "user", source: "~/personas" });
  expect(told(bare)).toEqual([]);
  expect(bare.personas.map(({ id }) => id)).toEqual(["one", "two", "three"]);
  expect(bare.personas[0]).toMatchObject({
    source: "~/personas",
    packVersion: null,
    file: expect.stringMatching(/acme.one.persona\.md$/),
  });
});

test("a folder without a list is in the order that its numbers count in", async () => {
  const names = ["14", "104", "134", "p-10-a", "p-9-b", "p-9-a"];
  const files: Record<string, string> = {};
  for (const name of names) files[`${name}.md`] = `---\nname: ${name}\ndescription: Tries\n---\nTry.`;
  const { personas } = await read(files);
  expect(personas.map(({ id }) => id)).toEqual(["14", "104", "134", "p-9-a", "p-9-b", "p-10-a"]);
});

test("a part is put in where its name stands on a line of its own, in each template that names it", async () => {
  const { personas, problems } = await read({
    ...GOOD,
    "one/persona.md": `---\n${HEAD.replace("[chat]", "[chat, write]")}---\nYou are.\n\n{{> ground}}\n`,
    "one/chat.md": "Talk.\n  {{>known-things}}  \nEnd.",
    "one/write.md": "Write.",
    "parts/ground.md": "Stand on {{cwd}}.\n",
    "parts/known-things.md": "{{#bead}}\nQuoted: {{bead}}\n{{/bead}}\n",
  });
  expect(problems).toEqual([]);
  const [chat, write] =
    personas[0]?.templates.map(({ task }) =>
      composePrompt(personas[0]!, task, { ...VALUES, bead: "<bead>" }),
    ) ?? [];
  expect(chat).toBe("You are.\n\nStand on /p.\n\nTalk.\nQuoted: <bead>\nEnd.");
  expect(write).toBe("You are.\n\nStand on /p.\n\nWrite.");
});

test("what a head says of beads, roles, backend, model and variables is kept", async () => {
  const head = `${HEAD.replace("[chat]", "[chat, write]")}beadTypes: { task: write, "*": chat, bug: write }
roles: [builder]
backend: claude
model: opus
variables:
  tone: calm
  topic:
  size: { description: How large, default: "5" }
`;
  const { personas, problems } = await read({
    ...GOOD,
    "one/persona.md": `---\n${head}---\nBe {{tone}} on {{topic}}.`,
    "one/write.md": "Write.",
  });
  expect(problems).toEqual([]);
  expect(personas[0]).toMatchObject({
    suits: [
      { types: ["task", "bug"], roles: [], task: "write" },
      { types: ["*"], roles: [], task: "chat" },
      { types: [], roles: ["builder"] },
    ],
    backend: "claude",
    model: "opus",
    variables: [
      { name: "tone", description: "", default: "calm" },
      { name: "topic", description: "", default: null },
      { name: "size", description: "How large", default: "5" },
    ],
  });
});

test("the hash is that of all its text, whatever the line ends and wherever it stands", async () => {
  const hashOf = async (files: Record<string, string>): Promise<string | undefined> =>
    (await read({ ...GOOD, ...files })).personas[0]?.hash;
  const windows = Object.entries(GOOD).map(([path, text]): [string, string] => [
    path,
    `\uFEFF${text.replaceAll("\n", "\r\n")}`,
  ]);
  const plain = await hashOf({});
  expect(await hashOf(Object.fromEntries(windows))).toBe(plain);
  const part = { "one/chat.md": "{{> a}}", "parts/a.md": "A." };
  const others = [
    await hashOf({ "one/chat.md": "Talk!" }),
    await hashOf({ "one/persona.md": `---\n${HEAD.replace("One", "Uno")}---\n\nYou work in {{cwd}}.\n` }),
    await hashOf(part),
    await hashOf({ ...part, "parts/a.md": "B." }),
  ];
  expect(new Set([plain, ...others]).size).toBe(5);
});

test("what has not changed is not read again, and what has is", async () => {
  await using folder = await makeFolder(GOOD);
  const as = { layer: "user" } as const;
  const first = await readPersonaPack(folder.path, as);
  expect(await readPersonaPack(folder.path, as, first!)).toBe(first);
  await folder.write({ "one/chat.md": "Sing!" });
  const second = await readPersonaPack(folder.path, as, first!);
  expect(second?.personas[0]?.templates[0]?.text).toContain("Sing!");
  await folder.write({ "one/persona.md": null, "one/chat.md": null });
  const third = await readPersonaPack(folder.path, as, second!);
  expect(told(third!)).toEqual(['pack.yaml:5: "one" is not there: neither one/persona.md nor one.md.']);
  expect(await readPersonaPack(`${folder.path}/nowhere`, as)).toBeNull();
});

test("the largest files that are allowed are read", async () => {
  const head = `---\n${HEAD}---\n`;
  const { personas, problems } = await read({
    ...GOOD,
    "one/persona.md": `${head}${"x".repeat(256 * 1024 - head.length)}`,
    "one/chat.md": "x".repeat(256 * 1024),
  });
  expect(problems).toEqual([]);
  expect(personas[0]?.templates[0]?.text.length).toBe(512 * 1024 - head.length + 2);
});

test("a file that no persona has is told, and one that tells of the folder is not", async () => {
  const { ignored, problems } = await read({
    ...GOOD,
    "README.md": "# Acme",
    "one/LICENSE.md": "Free",
    "one/wriet.md": "Write.",
    "two/persona.md": "not listed",
    "two/chat.md": "x",
    "one.md": "x",
    "parts/unused.md": "x",
    "notes.txt": "x",
  });
  expect(problems).toEqual([]);
  expect(ignored.map(({ file, value }) => `${file}: ${value}`)).toEqual([
    "one.md: one/persona.md is read instead",
    'one/wriet.md: it is no task of "one"',
    "parts/unused.md: no template has it",
    "two/persona.md: pack.yaml does not name it",
  ]);
});

test("a variable that no template names is told, and one that a section names is not", async () => {
  const { ignored, problems } = await read({
    ...GOOD,
    "one/persona.md": `---\n${HEAD}variables: { tone: calm, topic: }\n---\nTalk.{{#topic}} Well.{{/topic}}`,
  });
  expect(problems).toEqual([]);
  expect(ignored).toEqual([
    { file: "one/persona.md", field: "variables.tone", value: "no template names it" },
  ]);
});

test("a persona whose head is broken stands in its place, with what is wrong", async () => {
  const pack = await read({ ...GOOD, "one/persona.md": "---\nid: [\n---\n" });
  expect(pack.personas).toMatchObject([{ id: "one", displayName: "One", templates: [] }]);
  expect(pack.personas[0]?.problems).toEqual(pack.problems);
  expect(() => composePrompt(pack.personas[0]!, undefined, VALUES)).toThrow(/one\/persona\.md:\d/);
});

test("one that is named and not there stands in its place, but never in that of the plain agent", async () => {
  const pack = await read({ "pack.yaml": MANIFEST.replace("[one]", "[two, none]") });
  expect(pack.personas).toMatchObject([{ id: "two", templates: [] }]);
  expect(told(pack)).toEqual([
    'pack.yaml:5: "two" is not there: neither two/persona.md nor two.md.',
    'pack.yaml:5: "none" is not there: neither none/persona.md nor none.md.',
  ]);
});
