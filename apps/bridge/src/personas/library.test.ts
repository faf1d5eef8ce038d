import { mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PackName } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import type { InstalledPack } from "../packs/pack-store.ts";
import { listedPersonas } from "./info.ts";
import { makePersonaLibrary, type PersonaLibrary } from "./library.ts";

interface Machine extends AsyncDisposable {
  readonly home: string;
  readonly library: PersonaLibrary;
  /** Those whose files are not as they were accepted. */
  readonly changed: Set<string>;
  write(files: Readonly<Record<string, string>>): Promise<void>;
}

/** A home folder with these files, a data folder `data` in it, and packs installed from folders in it. */
async function machine(
  files: Readonly<Record<string, string>>,
  { packs = [], env = {} }: { packs?: readonly string[]; env?: Record<string, string> } = {},
): Promise<Machine> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "switchyard-library-")));
  const changed = new Set<string>();
  async function write(all: typeof files): Promise<void> {
    for (const [path, text] of Object.entries(all)) {
      await mkdir(dirname(join(home, path)), { recursive: true });
      await writeFile(join(home, path), text);
    }
  }
  await write(files);
  const installed = packs.map((name) => installedPack(name, join(home, name)));
  return {
    home,
    changed,
    write,
    library: makePersonaLibrary({
      dataFolder: join(home, "data"),
      env: { HOME: home, ...Object.fromEntries(Object.entries(env).map(([k, v]) => [k, join(home, v)])) },
      packs: { list: () => installed, isAsAccepted: ({ name }) => Promise.resolve(!changed.has(name)) },
    }),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}

function installedPack(name: string, folder: string): InstalledPack {
  return {
    kind: "personas",
    name: PackName.parse(name),
    version: "1.0.0",
    displayName: name,
    description: "",
    license: null,
    spec: folder,
    origin: "folder",
    hash: "0".repeat(64),
    installedAt: 0,
    personas: [],
    backendId: null,
    folder,
    entry: null,
  };
}

const agent = (name: string, text = "Text"): string => `---\nname: ${name}\n---\n${text}`;
const own = (id: string, text = "Text"): string =>
  `---\nid: ${id}\ndisplayName: ${id}\ndescription: x\n---\n${text}`;

async function told(library: PersonaLibrary, place?: Parameters<PersonaLibrary>[0]): Promise<string[]> {
  const { personas } = listedPersonas(await library(place));
  return personas
    .filter(({ layer }) => layer !== "built_in")
    .map(({ id, source, overrides }) =>
      [id, source, ...overrides.map((each) => `over ${each.source}`)].join(" "),
    );
}

test("a project's own go before the user's, those before packs, those before the built-in ones", async () => {
  await using here = await machine(
    {
      "p/.switchyard/personas/specialist.md": own("specialist"),
      "p/.agent/templates/personas/tester.md": "Test in {{cwd}}.",
      "p/.claude/agents/tester.md": agent("tester"),
      "p/.claude/agents/deep/reviewer.md": agent("reviewer"),
      "data/personas/reviewer/persona.md": own("reviewer"),
      "data/personas/reviewer/chat.md": "Talk.",
      ".claude/agents/mine.md": agent("mine"),
      "acme/one.md": agent("mine"),
      "acme/two.md": agent("two"),
      "beta/two.md": agent("two"),
    },
    { packs: ["acme", "beta"] },
  );
  const project = { path: join(here.home, "p") };
  expect(await told(here.library, { cwd: here.home, project })).toEqual([
    "specialist .switchyard/personas over built-in",
    "tester .agent/templates/personas over .claude/agents",
    "reviewer .claude/agents over ~/data/personas over built-in",
    "mine ~/.claude/agents over acme",
    "two acme over beta",
  ]);
  expect(await told(here.library)).toEqual([
    "reviewer ~/data/personas over built-in",
    "mine ~/.claude/agents over acme",
    "two acme over beta",
  ]);
  const all = await here.library({ cwd: here.home, project });
  expect(all.need("specialist")).toMatchObject({
    layer: "project",
    file: join(here.home, "p/.switchyard/personas/specialist.md"),
  });
  expect(all.need("two")).toMatchObject({ layer: "installed", packVersion: "1.0.0", file: null });
  expect(all.need("none").templates).toEqual([]);
  expect([...all].at(-1)?.id).toBe("none");
  expect(() => all.need("nobody")).toThrow(/There is no persona "nobody"\. There are: specialist, tester/);
});

test("without a project, the folder and those above it count as far as its repository goes", async () => {
  await using here = await machine({
    ".claude/agents/mine.md": agent("mine"),
    "outer/.claude/agents/outer.md": agent("outer"),
    "outer/repo/.git": "gitdir: elsewhere",
    "outer/repo/.claude/agents/both.md": agent("both"),
    "outer/repo/a/b/.claude/agents/both.md": agent("both"),
    "outer/repo/a/b/c/x": "",
  });
  const place = { cwd: join(here.home, "outer/repo/a/b/c"), project: null };
  expect(await told(here.library, place)).toEqual([
    "both ../.claude/agents over ../../../.claude/agents",
    "mine ~/.claude/agents",
  ]);
  // In no repository only the folder itself.
  expect(await told(here.library, { cwd: join(here.home, "outer/x"), project: null })).toEqual([
    "mine ~/.claude/agents",
  ]);
  expect(await told(here.library, { cwd: join(here.home, "outer"), project: null })).toEqual([
    "outer .claude/agents",
    "mine ~/.claude/agents",
  ]);
});

test("a folder that is reached twice counts once, and in the home folder it is the user's", async () => {
  await using here = await machine(
    { "conf/agents/mine.md": agent("mine") },
    { env: { CLAUDE_CONFIG_DIR: "conf" } },
  );
  await mkdir(join(here.home, ".claude"));
  await symlink(join(here.home, "conf/agents"), join(here.home, ".claude/agents"));
  expect(await told(here.library, { cwd: here.home, project: null })).toEqual(["mine ~/conf/agents"]);
});

test("the fault of one source hides no other, and a broken persona stands in its place", async () => {
  await using here = await machine(
    {
      "p/.switchyard/personas/specialist/persona.md": "---\nid: [\n---\n",
      "p/.switchyard/personas/notes.md": "No head.",
      "p/.claude/agents": "a file",
      ".claude/agents/evil.md": "---js\nx\n---\n",
      ".claude/agents/headless.md": "You are one.",
      ".claude/agents/mine.md": agent("mine"),
      "acme/one.md": agent("one"),
    },
    { packs: ["acme", "gone"] },
  );
  here.changed.add("acme");
  const all = await here.library({ cwd: here.home, project: { path: join(here.home, "p") } });
  const { personas, problems } = listedPersonas(all);
  expect(personas.slice(0, 4).map(({ id, problems: own }) => [id, own.length > 0])).toEqual([
    ["specialist", true],
    ["notes", true],
    ["mine", false],
    ["one", true],
  ]);
  expect(all.need("specialist").problems[0]?.file).toBe("specialist/persona.md");
  expect(all.need("one").problems[0]?.message).toContain("not those that were accepted");
  expect(problems.map(({ source, file, message }) => `${source} ${file} ${message}`)).toEqual([
    ".claude/agents . the folder can't be read (ENOTDIR).",
    expect.stringContaining("~/.claude/agents evil.md front matter"),
    "~/.claude/agents headless.md it has no head that names a persona.",
    "gone . The files of this pack are not there any more. Install it again.",
  ]);
});

test("what is asked for at once is read once, a change is seen, and nothing is written", async () => {
  await using here = await machine({ "p/.claude/agents/one.md": agent("one") });
  const place = { cwd: here.home, project: { path: join(here.home, "p") } };
  const [first, second] = await Promise.all([here.library(place), here.library(place)]);
  expect(first.need("one")).toBe(second.need("one"));
  await here.write({ "p/.claude/agents/one.md": agent("one", "Other text") });
  expect((await here.library(place)).need("one").templates[0]?.text).toBe("Other text");
  expect((await readdir(here.home, { recursive: true })).toSorted()).toEqual([
    "p",
    "p/.claude",
    "p/.claude/agents",
    "p/.claude/agents/one.md",
  ]);
});

test("more than a frame holds are cut from the largest source alone", async () => {
  await using here = await machine({
    ".claude/agents/mine.md": agent("mine"),
    "p/.switchyard/personas/own.md": own("own"),
  });
  const all = await here.library({ cwd: here.home, project: { path: join(here.home, "p") } });
  const ignored = Array.from({ length: 30 }, (_, at) => ({ field: `f${at}`, value: "x".repeat(100) }));
  const many = Array.from({ length: 400 }, () => ({ ...all.need("mine"), ignored }));
  const { personas, problems } = listedPersonas({
    need: all.need,
    overriddenBy: all.overriddenBy,
    problems: Array.from({ length: 205 }, () => ({ source: "x", file: "x.md", line: 1, message: "x" })),
    folders: [],
    stamps: [],
    [Symbol.iterator]: () => [...all, ...many][Symbol.iterator](),
  });
  expect(JSON.stringify({ personas, problems }).length).toBeLessThan(1024 * 1024 - 1_000);
  expect(personas.map(({ id }) => id)).toEqual(expect.arrayContaining(["own", "none"]));
  expect(personas.map(({ id }) => id).slice(0, 2)).toEqual(["own", "mine"]);
  expect(problems.at(-2)?.message).toBe("There are 5 more problems than can be listed.");
  expect(problems.at(-1)?.message).toMatch(/^There are \d+ more personas than can be listed\.$/);
});
