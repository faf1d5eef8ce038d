import { composePrompt, NO_VARIABLES } from "@switchyard/core/persona";
import { expect, test } from "vitest";
import { makeFolder } from "./folder.testkit.ts";
import type { ReadAs } from "./open-pack.ts";
import { readPersonaPack } from "./read-pack.ts";

async function read(files: Parameters<typeof makeFolder>[0], ways: Partial<ReadAs> = {}) {
  await using folder = await makeFolder(files);
  const as: ReadAs = { layer: "project", source: ".claude/agents", ...ways };
  const pack = await readPersonaPack(folder.path, as);
  if (pack === null) throw new Error("There is no folder.");
  return pack;
}

const VALUES = { ...NO_VARIABLES, cwd: "/p", bead_id: "b-1" };

test("an agent's file becomes a persona, and what it asks for beside its text is listed", async () => {
  const { personas, problems, ignored } = await read({
    "code-reviewer.md": `---
name: code-reviewer
description: Reviews code. Use it after each change.
tools: Read, Grep, Bash
model: sonnet
color: blue
permissionMode: bypassPermissions
hooks:
  PreToolUse:
    - matcher: Bash
mcpServers: [{ name: x }]
---

You review {{everything}}.
`,
  });
  expect(problems).toEqual([]);
  expect(personas).toMatchObject([
    {
      id: "code-reviewer",
      displayName: "Code reviewer",
      description: "Reviews code. Use it after each change.",
      layer: "project",
      source: ".claude/agents",
      file: expect.stringMatching(/code-reviewer\.md$/),
      model: "sonnet",
      templates: [{ task: "chat", text: "You review {{everything}}.", isVerbatim: true }],
      ignored: [
        { field: "tools", value: "Read, Grep, Bash" },
        { field: "color", value: "blue" },
        { field: "permissionMode", value: "bypassPermissions" },
        { field: "hooks", value: '{"PreToolUse":[{"matcher":"Bash"}]}' },
        { field: "mcpServers", value: '[{"name":"x"}]' },
      ],
    },
  ]);
  expect(ignored[0]).toEqual({ file: "code-reviewer.md", field: "tools", value: "Read, Grep, Bash" });
  expect(composePrompt(personas[0]!, undefined, VALUES)).toBe("You review {{everything}}.");
});

test.each([
  [
    "a colon in its description, and examples in one line",
    'name: api-designer\ndescription: Use when: designing APIs. Examples:\\n\\n<example>user: "x"</example>\ntools: [Read\nmodel: opus',
    {
      id: "api-designer",
      description: "Use when: designing APIs. Examples:",
      model: "opus",
      ignored: [{ field: "tools", value: "[Read" }],
    },
  ],
  [
    "a description of several lines",
    "name: Senior Dev\ndescription: |\n  First line.\n  Second line.",
    { id: "senior-dev", displayName: "Senior Dev", description: "First line." },
  ],
  [
    "a description of several lines, and what is no YAML",
    "name: lead\ndescription: >-\n  First line: so.\n  Second line.\ntools: *\nhooks:",
    { description: "First line: so.", ignored: [{ field: "tools", value: "*" }] },
  ],
  [
    "examples that stand for themselves",
    'name: setup\ndescription: Use it: often.\n\nExamples:\n<example>\nContext: A: b\nuser: "x"\nassistant: "y"\n</example>\n\nmodel: sonnet',
    { description: "Use it: often.", model: "sonnet", ignored: [] },
  ],
  ["a field without a value", "name: x\nmcpServers:\nhooks: []", { ignored: [] }],
  ["no tools at all", "name: x\ntools: []", { ignored: [{ field: "tools", value: "none" }] }],
  [
    "a field that ours has too",
    "name: x\ndisplayName: Dee",
    { id: "x", ignored: [{ field: "displayName", value: "Dee" }] },
  ],
  ["no name", "description: Helps", { id: "the-file", displayName: "The file" }],
  ["no model of its own, but a list", "name: x\nmodel: [a, b]", { model: "a, b" }],
  ["a name with a mark", "name: Überprüfer_2", { id: "uberprufer-2", displayName: "Überprüfer_2" }],
  ["a name that no id can be made of", "name: 审查", { id: "the-file", displayName: "审查" }],
  ["a name that hides something", 'name: "a\\u202Eb\\u0007"', { id: "a-b", displayName: "Ab" }],
  [
    "aliases and tags",
    "name: &a x\ndescription: *a\ntools: !!js/function y",
    { id: "a-x", description: "*a" },
  ],
  ["keys of the prototype", "name: x\n__proto__: { polluted: 1 }\nconstructor: y", { id: "x" }],
  [
    "a very long description",
    `name: x\ndescription: ${"word ".repeat(2_000)}`,
    { description: expect.stringMatching(/^.{150,160}…$|^.{1,160}$/) },
  ],
])("a file with %s is read", async (_, head, persona) => {
  const { personas, problems } = await read({ "cat/01/the-file.md": `---\n${head}\n---\nText` });
  expect(problems).toEqual([]);
  expect(personas).toMatchObject([persona]);
  expect(Object.getPrototypeOf({})).not.toHaveProperty("polluted");
});

test.each(["inherit", "Inherit"])(
  "a file whose model is %s has none of its own, and none that is left out",
  async (model) => {
    const { personas } = await read({ "x.md": `---\nname: x\nmodel: ${model}\n---\nText` });
    expect(personas).toMatchObject([{ id: "x", ignored: [] }]);
    expect(personas[0]).not.toHaveProperty("model");
  },
);

test("its text is text: no variable, no section, no command", async () => {
  const text = "/clear\n{{cwd}} {{#bead}}x{{/bead}} {{> parts}} $ARGUMENTS @/etc/passwd";
  const { personas, problems } = await read({ "x.md": `---\nname: x\n---\n${text}` });
  expect(problems).toEqual([]);
  expect(composePrompt(personas[0]!, undefined, VALUES)).toBe(`Your instructions:\n\n${text}`);
});

test("two whose names make one id are a problem of the second, and an empty one of its own", async () => {
  const { personas, problems } = await read({
    "a.md": "---\nname: Code Reviewer\n---\nText",
    "b.md": "---\nname: code_reviewer\n---\nText",
    "c.md": "---\nname: empty\n---\n\n",
    "none.md": "---\nname: none\n---\nText",
  });
  expect(personas.map(({ id, problems: own }) => [id, own.length])).toEqual([
    ["code-reviewer", 0],
    ["empty", 1],
  ]);
  expect(problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
    "c.md: it has no text below its head.",
    'none.md: "none" is the plain agent, and stays it.',
    'b.md: its id "code-reviewer" is that of a.md, too.',
  ]);
});

test("of an installed folder of others, what can't be used is left out and said, and takes nothing from the rest", async () => {
  const files = {
    "a/alpha.md": "---\nname: alpha\n---\nText",
    "b/alpha.md": "---\nname: alpha\n---\nOther text",
    "empty.md": "---\nname: empty\n---\n\n",
  };
  const { personas, problems, ignored } = await read(files, { layer: "installed" });
  expect(personas).toMatchObject([{ id: "alpha", templates: [{ text: "Text" }] }]);
  expect(problems).toEqual([]);
  expect(ignored).toEqual([
    { file: "empty.md", field: "file", value: "it has no text below its head" },
    { file: "b/alpha.md", field: "file", value: 'its id "alpha" is that of a/alpha.md, too' },
  ]);
});

test("what is no agent's file is none, in each kind of folder by its own rule", async () => {
  const files = {
    "README.md": "# Agents",
    "CLAUDE.md": "Rules",
    "docs/other.md": "# Notes",
    "notes.md": "# Notes\n\nOf {{feature_id}} in {{cwd}}.",
    "command.md": "---\nargument-hint: x\n---\nDo",
    "prose.md": "---\n# Notes\nOf: heads.\n```\nname: of-an-example\n```\n---\nMore",
    "x.md": "---\nname: x\n---\nText",
  };
  const agents = await read(files);
  expect(agents.personas.map(({ id }) => id)).toEqual(["x"]);
  expect(agents.problems).toEqual([]);
  expect(agents.ignored.map(({ file }) => file)).toEqual([
    "command.md",
    "notes.md",
    "prose.md",
    "docs/other.md",
  ]);
  const ours = await read(files, { headless: "problem" });
  expect(ours.problems.map(({ file }) => file)).toEqual(["notes.md", "docs/other.md"]);
  const plain = await read(files, { headless: "persona" });
  expect(plain.personas.map(({ id }) => id)).toEqual(["notes", "x"]);
  expect(plain.problems).toEqual([]);
});

test("an agent that is named persona.md takes no folder for itself", async () => {
  const { personas, problems } = await read({
    "marketing/persona.md": "---\nname: persona-builder\ndescription: x\n---\nText",
    "marketing/seo.md": "---\nname: seo\n---\nText",
    "ours/persona.md": "---\nid: ours\ndisplayName: Ours\ndescription: x\n---\nText",
    "ours/chat.md": "Talk.",
  });
  expect(problems).toEqual([]);
  expect(personas.map(({ id }) => id)).toEqual(["ours", "persona-builder", "seo"]);
});

test("a template that is Markdown alone has our variables filled in, and others are told", async () => {
  const { personas, problems } = await read(
    {
      "product_manager.md": "# Product Manager: {{feature_id}}\n\nRun `bd show {{ feature_id }}` in {{cwd}}.",
      "QA.md": "Try it.",
      "_TEST Engineer.md": "**Role**: tests\n\nbd show {{bead_id}}\nbd close {{bug_id}}",
      "empty.md": "\n",
      "sub/ignored.md": "x",
    },
    { headless: "persona" },
  );
  expect(personas).toMatchObject([
    { id: "qa", displayName: "Qa" },
    { id: "test-engineer", displayName: "Test engineer", description: "**Role**: tests" },
    { id: "empty" },
    { id: "product-manager", displayName: "Product manager", description: "Product Manager: {{bead_id}}" },
  ]);
  expect(problems).toEqual([
    { file: "_TEST Engineer.md", line: 4, message: expect.stringContaining("{{bug_id}} names no variable.") },
    { file: "empty.md", line: 1, message: "it has no text." },
  ]);
  expect(composePrompt(personas[3]!, undefined, VALUES)).toBe(
    "# Product Manager: b-1\n\nRun `bd show b-1` in /p.",
  );
});
