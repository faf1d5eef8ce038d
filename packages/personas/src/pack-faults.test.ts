import { expect, test } from "vitest";
import { GOOD, HEAD, MANIFEST, read, told } from "./good-pack.testkit.ts";

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
      'pack.yaml:2: "version": must be a text: put it in quotes.',
      'pack.yaml:4: "colour" is no field here.',
      'pack.yaml:5: "personas.1": must be a slug',
    ],
  ],
  [
    "a manifest that names none, and a persona with a fault",
    { "pack.yaml": MANIFEST.replace("[one]", "one"), "one/chat.md": "{{mood}}" },
    ['pack.yaml:5: "personas": must be a list, as [one, two].', "one/chat.md:1: {{mood}} names no variable."],
  ],
  [
    "a head and texts with faults",
    {
      ...persona(
        `${HEAD.replace("[chat]", "[chat, write]")}tools: [Bash]\nvariables: { tone: 5 }\n`,
        "{{> a}}",
      ),
      "one/chat.md": "Be {{tone}}, {{mood}}.",
      "parts/a.md": "You {{are}}.",
    },
    [
      'one/persona.md:7: "tools" is no field here.',
      'one/persona.md:8: "variables.tone": must be a default in quotes',
      'one/persona.md:6: there is no file one/write.md for the task "write".',
      "parts/a.md:1: {{are}} names no variable.",
      "one/chat.md:1: {{mood}} names no variable.",
    ],
  ],
  [
    "a colon in a text, and in another a field without a value",
    {
      "pack.yaml": MANIFEST.replace("For tests", "For tests: mine"),
      ...persona(`${HEAD.replace("[chat]", "")}model:\n`),
    },
    [
      'pack.yaml:4: A colon has a name before it; a text with ": " in it stands in quotes.',
      'one/persona.md:6: "tasks": is empty.',
      'one/persona.md:7: "model": is empty.',
    ],
  ],
  [
    "a part whose name is no slug",
    { "one/chat.md": "Talk.\n{{> Rules}}", "parts/Rules.md": "x" },
    ['one/chat.md:2: the name of a part has a-z, 0-9 and "-" alone.'],
  ],
  [
    "fields of several shapes",
    persona(`${HEAD}beadTypes: [bug, 5, ""]\nvariables: { tone: { default: 5 } }\n`, "Be {{tone}}."),
    [
      'one/persona.md:7: "beadTypes.1": must be a text: put it in quotes.',
      'one/persona.md:7: "beadTypes.2": is empty.',
      'one/persona.md:8: "variables.tone.default": must be a text: put it in quotes.',
    ],
  ],
  [
    "a task that is the persona's own file",
    persona(HEAD.replace("[chat]", "[chat, persona]")),
    ['one/persona.md:6: "tasks.1": is the name of the persona\'s own file.'],
  ],
  [
    "a persona twice",
    { "pack.yaml": MANIFEST.replace("[one]", "[one, one]") },
    ['pack.yaml:5: "personas": names one twice.'],
  ],
  [
    "a persona that is not there",
    { "pack.yaml": MANIFEST.replace("[one]", "[one, two]") },
    ['pack.yaml:5: "two" is not there: neither two/persona.md nor two.md.'],
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
      'one/persona.md:5: "icon": must be a text: put it in quotes.',
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
  ["a key twice", persona(`${HEAD}id: one\n`), ["one/persona.md:7: This name is there twice."]],
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
  [
    "a package.json that calls it one, and no manifest",
    { "pack.yaml": null, "package.json": '{\n  "keywords": ["switchyard-persona-pack"]\n}' },
    ["package.json:2: by its keyword this is a pack, and there is no pack.yaml."],
  ],
])("a pack with %s is told of by file and line, each fault of it", async (_, changes, messages) => {
  const pack = await read({ ...GOOD, ...changes });
  expect(told(pack)).toEqual(messages.map((each): unknown => expect.stringContaining(each)));
});

test("where not all problems are told, the last that is says so, and the folder that there are more", async () => {
  const tags = Array.from({ length: 101 }, (_, at) => `{{x${at}}}\n`).join("");
  const fields = Array.from({ length: 21 }, (_, at) => `x${at}: 1\n`).join("");
  const agent = (id: string, more: string, text = ""): string =>
    `---\nid: ${id}\ndisplayName: One\ndescription: One\n${more}---\nTalk.\n${text}`;
  const files = {
    "one.md": agent("one", "", tags),
    "two.md": agent("two", fields),
  };
  const more = "there are more problems than are told; mend these first.";
  const cut = await read({ ...files });
  const last = cut.personas.map(({ problems }) => [problems.length, problems.at(-1)?.message]);
  expect([cut.isCut, ...last]).toEqual([true, [100, more], [20, more]]);
  const whole = await read({
    "one.md": agent("one", "", tags.replace("{{x0}}\n", "")),
    "two.md": files["two.md"].replace("x0: 1\n", ""),
  });
  expect([whole.isCut, told(whole).length]).toEqual([false, 120]);
  expect(told(whole).join()).not.toContain(more);
});
