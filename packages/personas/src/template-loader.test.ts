import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { composePrompt, NO_VARIABLES } from "@switchyard/core/persona";
import { expect, test } from "vitest";
import { loadPack } from "./template-loader.ts";

const HEAD = "displayName: One\ndescription: Does one thing\nicon: code-xml\ntasks: [chat]\n";
const GOOD: Readonly<Record<string, string>> = {
  "pack.yaml": "personas: [one]\n",
  "one/persona.md": `---\n${HEAD}---\n\nYou work in {{cwd}}.\n`,
  "one/chat.md": "Talk.\n{{#bead_id}}\nAbout {{bead_id}}.\n{{/bead_id}}\n",
};

interface Pack extends AsyncDisposable {
  readonly folder: string;
}

async function pack(changes: Readonly<Record<string, string | Uint8Array | null>> = {}): Promise<Pack> {
  const root = await mkdtemp(join(tmpdir(), "switchyard-pack-"));
  const folder = join(root, "acme");
  for (const [path, text] of Object.entries({ ...GOOD, ...changes })) {
    if (text === null) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return { folder, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

test("a pack is read as it says: who, for which task, from where", async () => {
  await using at = await pack();
  const [one, ...others] = await loadPack(at.folder);
  expect(others).toEqual([]);
  expect(one).toEqual({
    id: "one",
    displayName: "One",
    description: "Does one thing",
    icon: "code-xml",
    suits: [],
    source: "acme",
    templates: [{ task: "chat", text: expect.any(String) }],
  });
  const prompt = composePrompt(one!, undefined, {
    ...NO_VARIABLES,
    cwd: "/p",
    bead_id: "b-1",
  });
  expect(prompt).toBe("You work in /p.\n\nTalk.\nAbout b-1.");
});

test("a closing ends each template, and is checked as one", async () => {
  const manifest = "personas: [one]\nclosing: known\n";
  await using at = await pack({
    "pack.yaml": manifest,
    "known.md": "{{#bead}}\nQuoted: {{bead}}\n{{/bead}}\n",
  });
  const [one] = await loadPack(at.folder);
  const prompt = composePrompt(one!, undefined, { ...NO_VARIABLES, cwd: "/p", bead: "b" });
  expect(prompt).toBe("You work in /p.\n\nTalk.\n\nQuoted: b");
  expect(composePrompt(one!, undefined, { ...NO_VARIABLES, cwd: "/p" })).toBe("You work in /p.\n\nTalk.");

  await using wrong = await pack({ "pack.yaml": manifest, "known.md": "All of\n{{everything}}\n" });
  await expect(loadPack(wrong.folder)).rejects.toThrow(/known\.md:2.*\{\{everything\}\} names no variable/s);
  await using missing = await pack({ "pack.yaml": manifest });
  await expect(loadPack(missing.folder)).rejects.toThrow(/known\.md.*missing/s);
});

test("backend and model are kept where they are named", async () => {
  await using at = await pack({ "one/persona.md": `---\n${HEAD}backend: claude\nmodel: opus\n---\n` });
  expect((await loadPack(at.folder))[0]).toMatchObject({ backend: "claude", model: "opus" });
});

test("personas and tasks keep the order in which they are listed", async () => {
  const tasks = HEAD.replace("[chat]", "[write, chat]");
  await using at = await pack({
    "pack.yaml": "personas: [two, one]\n",
    "one/persona.md": `---\n${tasks}---\n`,
    "one/write.md": "Write.",
    "two/persona.md": `---\n${HEAD}---\n`,
    "two/chat.md": "Talk.",
  });
  const loaded = await loadPack(at.folder);
  expect(loaded.map((persona) => persona.id)).toEqual(["two", "one"]);
  expect(loaded[1]?.templates.map((template) => template.task)).toEqual(["write", "chat"]);
});

test("files with the line ends of Windows are the same pack", async () => {
  const windows = Object.entries(GOOD).map(([path, text]) => [path, text.replaceAll("\n", "\r\n")] as const);
  await using at = await pack(Object.fromEntries(windows));
  await using plain = await pack();
  expect(await loadPack(at.folder)).toEqual(await loadPack(plain.folder));
});

test.each<[title: string, changes: Record<string, string | Uint8Array | null>, message: string]>([
  ["no manifest", { "pack.yaml": null }, "pack.yaml:1: the file is missing."],
  ["broken YAML", { "pack.yaml": "a: 1\nb: [one\n" }, "pack.yaml:3: "],
  [
    "an unknown field in the manifest",
    { "pack.yaml": "personas: []\nname: x\n" },
    'pack.yaml:1: Unrecognized key: "name".',
  ],
  [
    "an id that is no slug",
    { "pack.yaml": "personas:\n  - one\n  - ../two\n" },
    "pack.yaml:3: personas.1: must be a slug",
  ],
  ["a persona twice", { "pack.yaml": "personas: [one, one]\n" }, "pack.yaml:1: personas: names one twice."],
  [
    "a persona without a file",
    { "pack.yaml": "personas: [one, two]\n" },
    "two/persona.md:1: the file is missing.",
  ],
  ["a task without a file", { "one/chat.md": null }, "one/chat.md:1: the file is missing."],
  [
    "no front matter",
    { "one/persona.md": "You are.\n---\n" },
    "one/persona.md:1: it begins with no front matter",
  ],
  [
    "front matter that does not end",
    { "one/persona.md": `---\n${HEAD}` },
    "one/persona.md:1: it begins with no front matter",
  ],
  [
    "a field of the wrong shape",
    { "one/persona.md": `---\n${HEAD.replace("code-xml", "[]")}---\n` },
    "one/persona.md:4: icon: ",
  ],
  [
    "a description of two lines",
    { "one/persona.md": `---\n${HEAD.replace("Does one thing", '"a\\nb"')}---\n` },
    "one/persona.md:3: description: must be one line.",
  ],
  [
    "YAML's own types",
    { "one/persona.md": `---\n${HEAD.replace("One", "!!binary aGk=")}---\n` },
    "one/persona.md:2: ",
  ],
  [
    "an unknown variable",
    { "one/persona.md": `---\n${HEAD}---\n\nYou are\n{{mood}}.\n` },
    "one/persona.md:9: {{mood}} names no variable. There are: cwd, bead_id, task, bead, parent, blockers, project, role.",
  ],
  [
    "an open section",
    { "one/chat.md": "Talk\nof {{#bead_id}} it.\n" },
    "one/chat.md:2: a section is not closed",
  ],
  [
    "a beginning that is a command",
    { "one/chat.md": "\n/clear\n" },
    "one/chat.md:2: a template begins with a word",
  ],
  [
    "a beginning that may be a path",
    { "one/chat.md": "{{cwd}} it is.\n" },
    "one/chat.md:1: a template begins with a word",
  ],
  [
    "a file that is too large",
    { "one/chat.md": "x".repeat(256 * 1024 + 1) },
    "one/chat.md:1: 262145 bytes are too many",
  ],
  [
    "bytes that are no text",
    { "one/chat.md": Uint8Array.of(0xff, 0xfe) },
    "one/chat.md:1: the file is not UTF-8.",
  ],
])("a pack with %s is refused by file and line", async (_, changes, message) => {
  await using at = await pack(changes);
  const error = await loadPack(at.folder).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "INVALID_PERSONA", message: expect.stringContaining(message) });
});

test("the largest file that is allowed is read", async () => {
  await using at = await pack({ "one/chat.md": "x".repeat(256 * 1024) });
  expect(await loadPack(at.folder)).toHaveLength(1);
});

test("a pack has at most 200 files", async () => {
  const tasks = Array.from({ length: 199 }, (_, at) => `task-${at}`);
  await using at = await pack({
    "one/persona.md": `---\n${HEAD.replace("[chat]", `[${tasks.join(", ")}]`)}---\n`,
    ...Object.fromEntries(tasks.map((task) => [`one/${task}.md`, "Do."])),
  });
  await expect(loadPack(at.folder)).rejects.toThrow("one/task-198.md:1: a pack has at most 200 files.");
});

test("a link out of the pack, as a file or a folder, is not followed", async () => {
  await using outside = await pack();
  await using file = await pack({ "one/chat.md": null });
  await symlink(join(outside.folder, "one", "chat.md"), join(file.folder, "one", "chat.md"));
  await expect(loadPack(file.folder)).rejects.toThrow("one/chat.md:1: a pack may not contain links.");
  await using folder = await pack({ "pack.yaml": "personas: [two]\n" });
  await symlink(join(outside.folder, "one"), join(folder.folder, "two"));
  await expect(loadPack(folder.folder)).rejects.toThrow("two/persona.md:1: a pack may not contain links.");
});

test("a pack that is itself reached by a link is read", async () => {
  await using at = await pack();
  const link = join(dirname(at.folder), "link");
  await symlink(at.folder, link);
  expect(await loadPack(link)).toMatchObject([{ id: "one", source: "link" }]);
});

test("a folder or a pipe in the place of a file is refused, and a pipe is not waited for", async () => {
  await using folder = await pack({ "one/chat.md": null, "one/chat.md/x": "" });
  await expect(loadPack(folder.folder)).rejects.toThrow("one/chat.md:1: it is not a regular file.");
  await using pipe = await pack({ "one/chat.md": null });
  execFileSync("mkfifo", [join(pipe.folder, "one", "chat.md")]);
  await expect(loadPack(pipe.folder)).rejects.toThrow("one/chat.md:1: it is not a regular file.");
});

test("a folder that is not there is told", async () => {
  await expect(loadPack("/nowhere/at/all")).rejects.toThrow("there is no pack in /nowhere/at/all.");
});
