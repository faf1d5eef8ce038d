import { execFileSync } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder, type TestFolder } from "./folder.testkit.ts";
import { type PersonaPack, readPersonaPack } from "./read-pack.ts";

const persona = (name: string, body = "Talk."): string =>
  `---\nid: ${name}\ndisplayName: One\ndescription: x\n---\n${body}`;

async function read(folder: TestFolder): Promise<PersonaPack> {
  const pack = await readPersonaPack(folder.path, { layer: "user" });
  if (pack === null) throw new Error("There is no folder.");
  return pack;
}

function told({ problems }: PersonaPack): string[] {
  return problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
}

test("no link is followed, wherever it stands and leads; the folder itself may be one", async () => {
  await using outside = await makeFolder({ "secret.md": persona("secret"), "x/persona.md": persona("x") });
  await using folder = await makeFolder({ "one.md": persona("one"), "two/persona.md": persona("two") });
  await symlink(join(outside.path, "secret.md"), join(folder.path, "secret.md"));
  await symlink(join(outside.path, "secret.md"), join(folder.path, "two", "chat.md"));
  await symlink(join(outside.path, "x"), join(folder.path, "x"));
  await symlink(folder.path, join(folder.path, "round"));
  const pack = await read(folder);
  expect(pack.personas.map(({ id, problems }) => [id, problems.length])).toEqual([
    ["two", 1],
    ["one", 0],
  ]);
  for (const path of ["secret.md", "two/chat.md", "x", "round"]) {
    expect(told(pack)).toContainEqual(`${path}:1: it is a link, and links are not followed.`);
  }
  const link = join(dirname(folder.path), "link");
  await symlink(folder.path, link);
  expect((await readPersonaPack(link, { layer: "user" }))?.personas).toHaveLength(2);
});

test("in a folder of the user's own links are followed, and what leads back or nowhere is not", async () => {
  await using outside = await makeFolder({
    "secret.md": persona("secret"),
    "x/persona.md": persona("x"),
    "x/chat.md": "Chat.",
  });
  await using folder = await makeFolder({ "one.md": persona("one"), "deep/two.md": persona("two") });
  await symlink(join(outside.path, "secret.md"), join(folder.path, "secret.md"));
  await symlink(join(outside.path, "x"), join(folder.path, "x"));
  await symlink(folder.path, join(folder.path, "deep", "round"));
  await symlink(join(outside.path, "gone.md"), join(folder.path, "gone.md"));
  const pack = await readPersonaPack(folder.path, { layer: "user", followsLinks: true });
  expect(pack?.personas.map(({ id }) => id).toSorted()).toEqual(["one", "secret", "two", "x"]);
  expect(pack && told(pack)).toEqual(["gone.md:1: it is a link to nothing."]);
  expect(await readPersonaPack(folder.path, { layer: "user", followsLinks: true }, pack ?? undefined)).toBe(
    pack,
  );
});

test("a pipe, a folder or a socket in the place of a file is refused, and nothing waits for it", async () => {
  await using folder = await makeFolder({ "one.md": persona("one"), "three.md/x.txt": "" });
  execFileSync("mkfifo", [join(folder.path, "two.md"), join(folder.path, "pack.yaml")]);
  const pack = await read(folder);
  expect(pack.personas.map(({ id }) => id)).toEqual(["one"]);
  expect(told(pack)).toEqual([
    "pack.yaml:1: it is not a regular file.",
    "two.md:1: it is not a regular file.",
  ]);
});

test("what is too many, too large in all, or too deep is not read, and the rest is", async () => {
  await using many = await makeFolder(
    Object.fromEntries(Array.from({ length: 1_002 }, (_, at) => [`p${at}.md`, "x"])),
  );
  const pack = await readPersonaPack(many.path, { layer: "installed" });
  expect(pack?.files).toHaveLength(1_000);
  expect(told(pack!)).toEqual([expect.stringContaining("here there are more than 1000 files in the folder")]);

  const large = Buffer.alloc(250_000, "x");
  await using heavy = await makeFolder(
    Object.fromEntries(Array.from({ length: 70 }, (_, at) => [`p${at}.md`, large])),
  );
  expect(told(await read(heavy))).toContainEqual(expect.stringContaining("more than 16777216 bytes"));

  const deep = "a/".repeat(7);
  await using below = await makeFolder({ [`${deep}one.md`]: persona("one"), "a/two.md": persona("two") });
  const shallow = await read(below);
  expect(shallow.personas.map(({ id }) => id)).toEqual(["two"]);
  expect(told(shallow)).toEqual(["a/a/a/a/a/a:1: it is a folder too deep: a pack has at most 6 levels."]);
});

test("a small part that is put in everywhere makes no large pack", async () => {
  const part = "x".repeat(200_000);
  await using folder = await makeFolder({
    "parts/a.md": part,
    "one.md": persona("one", "Talk.\n{{> a}}\n{{> a}}\n{{> a}}"),
    ...Object.fromEntries(
      Array.from({ length: 100 }, (_, at) => [`p${at}.md`, persona(`p${at}`, "Talk.\n{{> a}}")]),
    ),
  });
  const pack = await read(folder);
  const length = pack.personas.reduce((sum, { templates }) => sum + (templates[0]?.text.length ?? 0), 0);
  expect(length).toBeLessThan(16 * 1024 * 1024);
  expect(told(pack)).toContain("one.md:9: with its parts it is longer than 524288 characters.");
  expect(told(pack)).toContainEqual(expect.stringContaining("too long in all, with their parts"));
});

test.each([
  ["an alias bomb", `a: &a [x, x, x]\n${Array.from({ length: 30 }, () => "b: [*a, *a]").join("\n")}\n`],
  ["a deep sequence", `a: ${"[".repeat(60_000)}\n`],
  ["a deep mapping", `${Array.from({ length: 300 }, (_, at) => `${" ".repeat(at)}a:`).join("\n")}\n`],
  ["a long key", `${"k".repeat(60_000)}: 1\n`],
  ["a thousand unknown keys", `${Array.from({ length: 3_000 }, (_, at) => `k${at}: 1`).join("\n")}\n`],
  ["a head without an end", "x: y\n".repeat(50_000)],
  ["a head that is too long", `a: "${"x".repeat(70_000)}"\n`],
])("%s in a head is refused, with few words, and the others are read", async (_, head) => {
  await using folder = await makeFolder({
    "one/persona.md": `---\nid: one\ndisplayName: One\n${head}---\n`,
    "two.md": persona("two"),
  });
  const pack = await read(folder);
  expect(pack.personas.map(({ id, problems }) => [id, problems.length > 0])).toEqual([
    ["one", true],
    ["two", false],
  ]);
  expect(pack.problems.length).toBeLessThanOrEqual(20);
  expect(JSON.stringify(pack.problems).length).toBeLessThan(20_000);
});

test("a folder full of heads that are slow to read takes no longer than one of good ones, and is read", async () => {
  const slow = ["]\n", "a:\n", "- a\nb\n", "[", "{a: ", "? ", '"\\x"'];
  const heads = ["]\n".repeat(7_000), ...slow.map((each) => each.repeat(400))];
  await using folder = await makeFolder({
    "aa.md": persona("aa"),
    ...Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => {
        const more = heads[at % heads.length] ?? "";
        return [`p${at}.md`, persona(`p${at}`).replace("\n---\n", `\n${more}\n---\n`)];
      }),
    ),
  });
  const pack = await read(folder);
  expect(pack.personas.filter(({ problems }) => problems.length === 0).map(({ id }) => id)).toEqual(["aa"]);
  const messages = pack.personas.flatMap(({ problems }) => problems.map(({ message }) => message));
  expect(messages).toContain("its YAML has more than 2000 words and signs.");
  expect(messages).toContain("the YAML of this folder is too much in all; this is not read.");
});

test("names that hide something are shown as they are, and their files not read", async () => {
  await using folder = await makeFolder({
    "a\u202Edm.md": persona("a"),
    "b\n.md": persona("b"),
    "c\u001b[2J.md": persona("c"),
    "Größe 漢.md": "---\nname: Über-größen\n---\nText",
  });
  const pack = await read(folder);
  expect(told(pack)).toEqual([
    "a<U+202E>dm.md:1: its name has characters that nobody sees.",
    "b<U+000A>.md:1: its name has characters that nobody sees.",
    "c<U+001B>[2J.md:1: its name has characters that nobody sees.",
  ]);
  expect(pack.personas.map(({ id }) => id)).toEqual(["uber-gro-en"]);
});

test("of two names that differ in the case or the form of their letters alone, one is read", async () => {
  await using folder = await makeFolder({
    "One.md": "---\nname: first\n---\nText",
    "one.md": "---\nname: second\n---\nText",
    "e\u0301.md": "---\nname: third\n---\nText",
    "\u00e9.md": "---\nname: fourth\n---\nText",
  });
  const pack = await read(folder);
  expect(pack.personas.map(({ id }) => id)).toEqual(["first", "third"]);
  expect(told(pack)).toEqual([
    "one.md:1: it has the name of One.md, but for the case of its letters.",
    expect.stringContaining("it has the name of"),
  ]);
});

test("one hostile template tells no more than a hundred problems, and in no time", async () => {
  await using folder = await makeFolder({
    "one.md": persona("one", `Talk.\n${"{{#mood}} {{x}}\n".repeat(15_000)}`),
    "two.md": persona("two", `Talk.\n${"{{> a}} ".repeat(30_000)}`),
    "three.md": persona("three", `Talk. {{${" ".repeat(200_000)}`),
  });
  const { personas } = await read(folder);
  expect(personas.map(({ problems }) => problems.length)).toEqual([100, 0, 1]);
});

test("a folder that can't be read is a problem of its own", async () => {
  await using folder = await makeFolder({ "file.txt": "x" });
  await mkdir(join(folder.path, "empty"));
  const pack = await readPersonaPack(join(folder.path, "file.txt"), { layer: "user" });
  expect(pack?.personas).toEqual([]);
  expect(told(pack!)).toEqual([".:1: the folder can't be read (ENOTDIR)."]);
  expect(await readPersonaPack(join(folder.path, "file.txt", "x"), { layer: "user" })).toBeNull();
  expect(await readPersonaPack(join(folder.path, "empty"), { layer: "user" })).toMatchObject({
    manifest: null,
    personas: [],
    problems: [],
  });
});
