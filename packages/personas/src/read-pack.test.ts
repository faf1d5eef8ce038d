import { composePrompt, NO_VARIABLES } from "@switchyard/core/persona";
import { expect, test } from "vitest";
import { makeFolder } from "./folder.testkit.ts";
import { type PersonaPack, readPersonaPack } from "./read-pack.ts";

const MANIFEST = `name: acme
version: 1.2.0
displayName: Acme
description: For tests
personas: [one]
`;
const HEAD = "id: one\ndisplayName: One\ndescription: Does one thing\nicon: code-xml\ntasks: [chat]\n";
const GOOD: Readonly<Record<string, string>> = {
  "pack.yaml": MANIFEST,
  "one/persona.md": `---\n${HEAD}---\n\nYou work in {{cwd}}.\n`,
  "one/chat.md": "Talk.\n{{#bead_id}}\nAbout {{bead_id}}.\n{{/bead_id}}\n",
};
const VALUES = { ...NO_VARIABLES, cwd: "/p", bead_id: "b-1" };

async function read(
  files: Parameters<typeof makeFolder>[0],
  as: Partial<Parameters<typeof readPersonaPack>[1]> = {},
) {
  await using folder = await makeFolder(files);
  const pack = await readPersonaPack(folder.path, { layer: "installed", ...as });
  if (pack === null) throw new Error("There is no folder.");
  return pack;
}

function told({ problems }: PersonaPack): string[] {
  return problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

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
  expect(told(third!)).toEqual(["one/persona.md:1: the file is missing."]);
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
    "parts/unused.md": "x",
    "notes.txt": "x",
  });
  expect(problems).toEqual([]);
  expect(ignored.map(({ file }) => file)).toEqual(["one/wriet.md", "parts/unused.md", "two/persona.md"]);
});

const persona = (head: string, body = ""): Record<string, string> => ({
  "one/persona.md": `---\n${head}---\n${body}`,
});

test.each<[title: string, changes: Record<string, string | Uint8Array | null>, messages: string[]]>([
  ["broken YAML", { "pack.yaml": "a: 1\nb: [one\n" }, ["pack.yaml:3: "]],
  [
    "a manifest with several faults",
    { "pack.yaml": "name: ..\nversion: 1.0\ndisplayName: A\ncolour: red\npersonas: [one, ../two]\n" },
    [
      'pack.yaml:1: "name": must be an npm package name',
      'pack.yaml:1: "description" is missing.',
      'pack.yaml:2: "version": Invalid input: expected string, received number.',
      'pack.yaml:4: "colour" is no field here.',
      'pack.yaml:5: "personas.1": must be a slug',
    ],
  ],
  [
    "a persona twice",
    { "pack.yaml": MANIFEST.replace("[one]", "[one, one]") },
    ['pack.yaml:5: "personas": names one twice.'],
  ],
  [
    "a persona that is not there",
    { "pack.yaml": MANIFEST.replace("[one]", "[one, two]") },
    ["two/persona.md:1: the file is missing."],
  ],
  [
    "a task without a file",
    { "one/chat.md": null },
    ['one/persona.md:6: there is no file one/chat.md for the task "chat".'],
  ],
  [
    "no front matter",
    { "one/persona.md": "You are.\n---\n" },
    ["one/persona.md:1: it begins with no front matter"],
  ],
  [
    "front matter without an end",
    { "one/persona.md": `---\n${HEAD}` },
    ["one/persona.md:1: its front matter has no end"],
  ],
  ...["---js", "---json", "--- # yaml", "---yaml"].map(
    (opening): [string, Record<string, string>, string[]] => [
      `front matter opened by ${opening}`,
      { "one/persona.md": `${opening}\nmodule.exports = {}\n---\nx` },
      ['one/persona.md:1: front matter is opened by "---" alone'],
    ],
  ),
  [
    "a head with several faults",
    persona(
      HEAD.replace("code-xml", "[]").replace("Does one thing", '"a\\nb"').replace("One", '"O\\u202Ene"'),
    ),
    [
      'one/persona.md:3: "displayName": has characters that nobody sees.',
      'one/persona.md:4: "description": must be one line.',
      'one/persona.md:5: "icon": Invalid input',
    ],
  ],
  [
    "a head that asks for more",
    persona(
      `${HEAD}tools: [Bash]\nhooks: {}\nenv: { A: b }\npermissionMode: bypassPermissions\n__proto__: { a: 1 }\n`,
    ),
    ["tools", "hooks", "env", "permissionMode", "__proto__"].map(
      (field, at) => `one/persona.md:${7 + at}: "${field}" is no field here.`,
    ),
  ],
  [
    "an id that is not its folder's",
    persona(HEAD.replace("id: one", "id: two")),
    ['one/persona.md:2: its id is "two", and its folder is named "one".'],
  ],
  [
    "the plain agent's id",
    {
      "pack.yaml": MANIFEST.replace("[one]", "[none]"),
      "none/persona.md": `---\n${HEAD.replace("id: one", "id: none")}---\nx`,
      "none/chat.md": "x",
    },
    ['none/persona.md:2: "none" is the plain agent, and stays it.'],
  ],
  ["no task", persona(HEAD.replace("[chat]", "[]")), ["one/persona.md:6: it has no task."]],
  [
    "beads for a task that is not there",
    persona(`${HEAD}beadTypes:\n  bug: fix\n  task: chat\nroles: { qa: test }\n`),
    ['one/persona.md:8: "fix" is not among its tasks.', 'one/persona.md:10: "test" is not among its tasks.'],
  ],
  [
    "variables that are none",
    persona(`${HEAD}variables:\n  cwd: x\n  Tone: x\n  size: 5\n`, "Be."),
    [
      'one/persona.md:8: "variables.cwd": is a variable that every template has.',
      'one/persona.md:9: "variables.Tone": must be a name',
      'one/persona.md:10: "variables.size": must be a default in quotes',
    ],
  ],
  ["a key twice", persona(`${HEAD}id: one\n`), ["one/persona.md:7: Map keys must be unique."]],
  [
    "tags",
    persona(HEAD.replace("One", "!!js/function 'x'")),
    ["one/persona.md:3: ", "one/persona.md:3: tags (!) can't be used here."],
  ],
  [
    "YAML's own types",
    persona(HEAD.replace("One", "!!binary aGk=")),
    ["one/persona.md:3: tags (!) can't be used here."],
  ],
  [
    "aliases",
    persona(HEAD.replace("One", "&a One").replace("Does one thing", "*a")),
    ["one/persona.md:4: aliases (*) can't be used here."],
  ],
  [
    "keys that are no words",
    persona(`${HEAD}? [a]\n: 1\n`),
    ["one/persona.md:7: With stringKeys, all keys must be strings."],
  ],
  [
    "two documents",
    { "pack.yaml": `${MANIFEST}---\na: 1\n` },
    ["pack.yaml:6: A second document begins here."],
  ],
  [
    "unknown variables",
    { ...persona(HEAD, "\nYou are\n{{mood}}.\n"), "one/chat.md": "a\n{{ Cwd }} {{/bead}}\n" },
    [
      "one/persona.md:10: {{mood}} names no variable. There are: cwd, bead_id, task, bead, parent, blockers, project, role.",
      "one/chat.md:2: {{ Cwd }} names no variable.",
      "one/chat.md:2: {{/bead}} closes no section that is open.",
    ],
  ],
  [
    "an open section",
    { "one/chat.md": "Talk\nof {{#bead_id}} it.\n" },
    ["one/chat.md:2: {{#bead_id}} is not closed."],
  ],
  [
    "parts that are not there, misplaced, or in parts",
    {
      "one/chat.md": "Talk.\n{{> ../one/chat}}\n{{> two}} then\n{{> deep}}\n",
      "parts/deep.md": "a\n{{> deep}}\n",
    },
    [
      'one/chat.md:2: there is no part "../one/chat" in parts/. There are: deep.',
      "one/chat.md:3: a part {{> name}} stands on a line of its own.",
      "parts/deep.md:2: a part holds no other parts.",
    ],
  ],
  [
    "a fault in a part that two templates have",
    {
      ...persona(HEAD.replace("[chat]", "[chat, write]"), "You are.\n{{> a}}\n"),
      "one/write.md": "Write.\n{{> a}}",
      "parts/a.md": "One.\n\nTwo {{mood}}.\n",
    },
    ["parts/a.md:3: {{mood}} names no variable."],
  ],
  [
    "a beginning that is a command",
    { ...persona(HEAD), "one/chat.md": "\n/clear\n" },
    ["one/chat.md:2: a template begins with a word"],
  ],
  [
    "a beginning that may be a path",
    { ...persona(HEAD), "one/chat.md": "{{cwd}} it is.\n" },
    ["one/chat.md:1: a template begins with a word"],
  ],
  ["no text", { ...persona(HEAD), "one/chat.md": "\n" }, ["one/persona.md:"]],
  [
    "a file that is too large",
    { "one/chat.md": "x".repeat(256 * 1024 + 1) },
    ["one/chat.md:1: 262145 bytes are too many", "one/persona.md:6: "],
  ],
  [
    "bytes that are no text",
    { "one/chat.md": Buffer.from("a\nb\xff", "latin1") },
    ["one/chat.md:2: the file is not UTF-8."],
  ],
  ["a NUL", { "one/chat.md": "a\n\0" }, ["one/chat.md:2: it has a NUL, so it is no text."]],
  ["a manifest without fields", { "pack.yaml": "# none\n" }, ["pack.yaml:1: it has no fields"]],
  [
    "a package.json that says otherwise",
    { "package.json": '{\n  "name": "@acme/two",\n  "version": "2.0.0"\n}' },
    [
      'package.json:2: its name is not that of pack.yaml, "acme".',
      "package.json:3: its version is not that of pack.yaml, 1.2.0.",
      'package.json:1: its keywords lack "switchyard-persona-pack"',
    ],
  ],
])("a pack with %s is told of by file and line, each fault of it", async (_, changes, messages) => {
  const pack = await read({ ...GOOD, ...changes });
  expect(told(pack)).toEqual(messages.map((each): unknown => expect.stringContaining(each)));
});

test("a persona whose head is broken stands in its place, with what is wrong", async () => {
  const pack = await read({ ...GOOD, ...persona("id: [\n") });
  expect(pack.personas).toMatchObject([{ id: "one", displayName: "One", templates: [] }]);
  expect(pack.personas[0]?.problems).toEqual(pack.problems);
  expect(() => composePrompt(pack.personas[0]!, undefined, VALUES)).toThrow(/one\/persona\.md:\d/);
});
