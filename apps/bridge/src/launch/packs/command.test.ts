import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PassThrough } from "node:stream";
import { PackName } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { StartError } from "../../start-error.ts";
import { packCommand } from "./command.ts";
import type { PackCall } from "./flags.ts";

const EXAMPLE = join(import.meta.dirname, "..", "..", "..", "..", "..", "examples", "persona-pack");
const NAME = PackName.parse("switchyard-example-personas");
const ADD = { action: "add", kind: "personas", spec: "./pack", yes: false } as const;
const UPDATE = { action: "update", kind: "personas", yes: false } as const;
const LIST = { action: "list", kind: "personas", json: true } as const;

/** A folder with the example in `pack`, and a data folder of its own. */
interface Bench extends AsyncDisposable {
  readonly cwd: string;
  /** @param answer what is typed at the terminal; undefined: there is none */
  run(call: PackCall, answer?: string): Promise<{ code: number; out: string; err: string }>;
  write(path: string, text: string): Promise<void>;
  installed(): Promise<readonly Record<string, unknown>[]>;
}

async function bench(): Promise<Bench> {
  const cwd = await mkdtemp(join(tmpdir(), "switchyard-packs-"));
  await cp(EXAMPLE, join(cwd, "pack"), { recursive: true });
  const run: Bench["run"] = async (call, answer) => {
    const [out, err]: [string[], string[]] = [[], []];
    const isTTY = answer !== undefined;
    const input = Object.assign(new PassThrough(), { isTTY });
    input.end(answer);
    const host = {
      cwd,
      env: { PATH: process.env["PATH"], HOME: cwd, SWITCHYARD_HOME: join(cwd, "data") },
      input,
      out: { isTTY, write: (text: string) => out.push(text) },
      err: { write: (text: string) => err.push(text) },
    };
    const code = await packCommand(call, host);
    return { code, out: out.join(""), err: err.join("") };
  };
  return {
    cwd,
    run,
    async write(path, text) {
      await mkdir(dirname(join(cwd, path)), { recursive: true });
      await writeFile(join(cwd, path), text);
    },
    installed: async () => JSON.parse((await run(LIST)).out) as Record<string, unknown>[],
    [Symbol.asyncDispose]: () => rm(cwd, { recursive: true, force: true }),
  };
}

test("a pack is shown whole before it is asked about, and y installs it", async () => {
  await using at = await bench();
  const { code, out } = await at.run(ADD, "y\n");
  expect(code).toBe(0);
  expect(out).toContain(`Pack of personas ${NAME} 1.0.0\n`);
  expect(out).toContain(`From:    ${join(at.cwd, "pack")} (folder)\n`);
  expect(out).toMatch(/Hash: {4}[0-9a-f]{64}\n/);
  expect(out).toContain("License: Apache-2.0\n");
  expect(out).toContain("  writer  Writer: Writes what readers can follow\n");
  const text = await readFile(join(EXAMPLE, "writer/write-docs.md"), "utf8");
  const shown = text.trimEnd().split("\n");
  expect(out).toContain(shown.map((line) => `  | ${line}`.trimEnd()).join("\n"));
  expect(out.endsWith(`Install it? [y/N] ${NAME} 1.0.0 is installed.\n`)).toBe(true);
  expect(await at.installed()).toMatchObject([
    {
      name: NAME,
      version: "1.0.0",
      origin: "folder",
      state: "ready",
      personas: ["writer", "security-reviewer"],
    },
  ]);
});

test.each(["n\n", "\n", "yess\n", "", "no\ny\n"])("%j is no, and nothing is installed", async (answer) => {
  await using at = await bench();
  const { code, err } = await at.run(ADD, answer);
  expect([code, err]).toEqual([1, `${NAME} 1.0.0 was not installed.\n`]);
  expect(await at.installed()).toEqual([]);
});

test("without a terminal it is shown, and installed with --yes alone", async () => {
  await using at = await bench();
  const refused = await at.run(ADD);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("add --yes")]);
  expect(refused.out).toContain("writer/persona.md");
  expect(await at.installed()).toEqual([]);
  const agreed = await at.run({ ...ADD, yes: true });
  expect([agreed.code, agreed.err]).toEqual([0, ""]);
  expect(agreed.out).toContain("writer/persona.md");
});

test("an update shows what has changed and nothing else, downgrade and removal go the same way", async () => {
  await using at = await bench();
  await at.run({ ...ADD, yes: true });
  expect(await at.run(UPDATE)).toEqual({ code: 0, out: `${NAME} 1.0.0: nothing has changed.\n`, err: "" });

  await cp(join(at.cwd, "pack"), join(at.cwd, "old"), { recursive: true });
  const chat = await readFile(join(at.cwd, "pack/writer/chat.md"), "utf8");
  await at.write("pack/writer/chat.md", chat.replace("first what to do", "first\u202E what to do"));
  await at.write("pack/parts/new.md", "New.\n");
  for (const file of ["pack/pack.yaml", "pack/package.json"]) {
    await at.write(file, (await readFile(join(at.cwd, file), "utf8")).replace("1.0.0", "1.1.0"));
  }
  const declined = await at.run({ ...UPDATE, spec: NAME }, "n\n");
  expect(declined.code).toBe(1);
  expect(declined.out).toContain(`Pack of personas ${NAME} 1.0.0 → 1.1.0\n`);
  expect(declined.out).toMatch(/Hash: {4}[0-9a-f]{64} → [0-9a-f]{64}\n/);
  expect(declined.out).toContain(
    "writer/chat.md (141 bytes, 1 character that nobody sees)\n--- writer/chat.md\n",
  );
  expect(declined.out).toContain("\n+Answer as a reader would need it: first<U+202E> what to do");
  expect(declined.out).toContain("--- /dev/null\n+++ parts/new.md\n@@ -0,0 +1,1 @@\n+New.\n");
  expect(declined.out).not.toContain("writer/write-docs.md");
  expect(declined.out).not.toContain("\u202E");
  expect(await at.installed()).toMatchObject([{ version: "1.0.0" }]);

  expect((await at.run({ ...UPDATE, yes: true })).code).toBe(0);
  expect(await at.installed()).toMatchObject([{ version: "1.1.0" }]);

  const back = await at.run({ ...UPDATE, spec: "old/", yes: true });
  expect(back.out).toContain(`${NAME} 1.1.0 → 1.0.0, an older one\n`);
  expect(back.out).toContain(`From:    ${join(at.cwd, "pack")} → ${join(at.cwd, "old")} (folder)\n`);
  expect(await at.installed()).toMatchObject([{ version: "1.0.0", spec: join(at.cwd, "old") }]);

  const removed = await at.run({ action: "remove", kind: "personas", name: NAME });
  expect([removed.code, removed.out]).toEqual([0, expect.stringContaining(`${NAME} is removed.`)]);
  expect(await at.installed()).toEqual([]);
  await expect(at.run({ action: "remove", kind: "personas", name: NAME })).rejects.toThrow(StartError);
});

test("what is not installed is not updated, and a pack that took another name is told", async () => {
  await using at = await bench();
  for (const spec of ["./pack", "acme-typo", "@acme/typo@1.2.3"]) {
    await expect(at.run({ ...UPDATE, spec, yes: true }), spec).rejects.toThrow(/not installed.*"add"/);
  }
  await at.run({ ...ADD, yes: true });
  for (const file of ["pack/pack.yaml", "pack/package.json"]) {
    await at.write(file, (await readFile(join(at.cwd, file), "utf8")).replace(NAME, "another"));
  }
  const { code, err } = await at.run({ ...UPDATE, yes: true });
  expect([code, err]).toEqual([1, expect.stringMatching(/is called another now.*"add".*"remove"/)]);
  expect(await at.installed()).toMatchObject([{ name: NAME }]);
});

test("files that were changed behind its back are told, and an update puts them back", async () => {
  await using at = await bench();
  await at.run({ ...ADD, yes: true });
  const [folder] = await readdir(join(at.cwd, "data/packs/personas"));
  await at.write(`data/packs/personas/${folder}/writer/chat.md`, "Obey.\n");
  expect(await at.installed()).toMatchObject([{ state: "changed" }]);
  expect((await at.run({ ...UPDATE, yes: true })).code).toBe(0);
  expect(await at.installed()).toMatchObject([{ state: "ready" }]);
});

test("a pack with faults is refused with all of them", async () => {
  await using at = await bench();
  await at.write("pack/writer/chat.md", "{{mood}}\n{{> gone}}\n");
  const refusal = at.run({ ...ADD, yes: true });
  await expect(refusal).rejects.toThrow(/writer\/chat\.md:1: \{\{mood\}\}/);
  await expect(refusal).rejects.toThrow(/writer\/chat\.md:2: /);
  expect(await at.installed()).toEqual([]);
});

test("a backend is shown as the code that it is: its files and their packages, and not their text", async () => {
  await using at = await bench();
  await at.write(
    "cli/package.json",
    JSON.stringify({
      name: "acme-cli",
      version: "0.1.0",
      description: "Acme\u001B[2J\u202E",
      keywords: ["switchyard-backend"],
      exports: "./index.js",
    }),
  );
  await at.write("cli/index.js", "export default {};\n");
  const { code, out } = await at.run({ action: "add", kind: "backend", spec: "./cli", yes: true });
  expect(code).toBe(0);
  expect(out).toContain("Backend acme-cli 0.1.0\n");
  expect(out).toContain("\nThis is code. It runs as you, with all that you may do.\n");
  expect(out).toContain("\nIt brings no other packages.\n");
  expect(out).toContain("\n  index.js (19 bytes)\n");
  expect(out).not.toContain("export default");
  expect(out).not.toMatch(/[\u001B\u202E]/);
  await at.write("cli/index.js", "export default { id: 1 };\n");
  const update = await at.run({ ...UPDATE, kind: "backend", yes: true });
  expect(update.out).toContain("\nThis is code. It runs as you, with all that you may do.\n");
  expect(update.out).toContain("-export default {};\n+export default { id: 1 };\n");
  const list = async () => (await at.run({ ...LIST, kind: "backend", json: false })).out;
  expect(await list()).toMatch(/^NAME .*\nacme-cli +0\.1\.0 +not loaded yet /);
  expect(await at.installed()).toEqual([]);
});

test("before a pack is installed it is told which of two personas with one id is used", async () => {
  await using at = await bench();
  const persona = (id: string): string => ONE.replace("one", id);
  await at.write("first/same.md", persona("same"));
  await at.write("first/tester.md", persona("tester"));
  await at.write("second/same.md", persona("same"));
  await at.write("second/own.md", persona("own"));
  await at.write("second/reviewer.md", persona("reviewer"));
  await at.write(".claude/agents/own.md", "---\nname: own\ndescription: Mine\n---\nMine.\n");
  const shown = async (spec: string) => (await at.run({ ...ADD, spec, yes: true })).out;
  expect(await shown("./first")).not.toMatch(/is (?:not )?used/);
  const second = await shown("./second");
  expect(second).toContain("  same  One: One\n    is not used while the one of first is there\n");
  expect(second).toContain("  own  One: One\n    is not used while the one of ~/.claude/agents is there\n");
  expect(second).toContain("  reviewer  One: One\n    is used instead of the built-in one\n");
  // An update keeps its turn, and what is taken in with it.
  await at.write("first/reviewer.md", persona("reviewer"));
  expect(await shown("./first")).toContain("is used instead of the one of second and the built-in one\n");
});

test("a backend that ended a bridge is listed so, and an update installs it again as it is", async () => {
  await using at = await bench();
  await at.write(
    "cli/package.json",
    '{"name":"acme-cli","version":"0.1.0","keywords":["switchyard-backend"]}',
  );
  await at.write("cli/index.js", "export default {};\n");
  await at.run({ action: "add", kind: "backend", spec: "./cli", yes: true });
  const update = async () => (await at.run({ ...UPDATE, kind: "backend", yes: true })).out;
  expect(await update()).toBe("acme-cli 0.1.0: nothing has changed.\n");
  const held = JSON.parse((await at.run({ ...LIST, kind: "backend" })).out) as {
    hash: string;
    installedAt: number;
  }[];
  const keys = held.map(({ hash, installedAt }) => `${hash} ${installedAt}`);
  await at.write("data/packs/endings.json", JSON.stringify({ held: keys, loading: [] }));
  const list = async () => (await at.run({ ...LIST, kind: "backend", json: false })).out;
  expect(await list()).toMatch(/held back, since Switchyard ended with it: update it/);
  expect(await update()).toMatch(/\nNo file has changed\.\n(?:.*\n)*acme-cli 0\.1\.0 is installed\.\n$/);
  expect(await list()).toMatch(/ not loaded yet /);
  expect(await update()).toBe("acme-cli 0.1.0: nothing has changed.\n");
});

test("a name is looked for on npm, and a folder of that name is pointed to", async () => {
  await using at = await bench();
  const { specFrom } = await import("./spec-from.ts");
  const err: string[] = [];
  const from = (spec: string): string =>
    specFrom(spec, { cwd: at.cwd, err: { write: (text: string) => err.push(text) } });
  expect(["./pack", "pack/", "sub/pack", "pack.tgz"].map(from)).toEqual(
    ["pack", "pack", "sub/pack", "pack.tgz"].map((path) => join(at.cwd, path)),
  );
  const names = ["acme", "@acme/pack@1.2", "acme@^1", "~/pack", "/srv/pack"];
  expect(names.map(from)).toEqual(names);
  expect(err).toEqual([]);
  expect(from("pack")).toBe("pack");
  expect(err).toEqual(["pack is looked for on npm. The folder of that name is ./pack\n"]);
});

const ONE = "---\nid: one\ndisplayName: One\ndescription: One\n---\nTalk.\n";

test.each<[what: string, files: Record<string, string>, fault: RegExp]>([
  ["a manifest by another name", { "Pack.yml": "name: acme\n" }, /Pack\.yml:1: it is not read: a manifest/],
  [
    "a package that has none",
    { "package.json": '{"keywords":["switchyard-persona-pack"]}' },
    /package\.json:1: by its keyword/,
  ],
  [
    "a persona by a name that not every system takes",
    { "aux.md": ONE.replace("one", "aux") },
    /aux\.md(?::1: it)? has a name/,
  ],
])("check and add agree on %s", async (_, files, fault) => {
  await using at = await bench();
  for (const [path, text] of Object.entries({ "one.md": ONE, ...files }))
    await at.write(`loose/${path}`, text);
  const { code, out } = await at.run({ action: "check", folder: "loose" });
  expect([code, out]).toEqual([1, expect.stringMatching(fault)]);
  await expect(at.run({ ...ADD, spec: "./loose", yes: true })).rejects.toThrow(fault);
  expect(await at.installed()).toEqual([]);
});

test("what stands beside loose personas is no business of check and add", async () => {
  await using at = await bench();
  const beside = { "package.json": '{"name":"web"}', "con.txt": "", "a:b": "", ".x/y.md": "\0" };
  for (const [path, text] of Object.entries({ "one.md": ONE, ...beside }))
    await at.write(`loose/${path}`, text);
  expect((await at.run({ action: "check", folder: "loose" })).code).toBe(0);
  expect((await at.run({ ...ADD, spec: "./loose", yes: true })).code).toBe(0);
  expect(await at.installed()).toMatchObject([{ name: "loose", personas: ["one"] }]);
});

test("check tells of each file that is no text, as installing would refuse the first", async () => {
  await using at = await bench();
  const check = () => at.run({ action: "check", folder: "pack" });
  await at.write("pack/logo.svg", "<svg/>");
  await at.write("pack/build.js", "1");
  const refused = await check();
  expect(refused.code).toBe(1);
  expect(refused.out).toMatch(
    /^build\.js:1: it is no text file.*\nlogo\.svg:1: it is no text file.*\n2 personas, 2 problems\.\n$/,
  );
});

test("what each of many agents asks for is told once, and what one of them asks for alone by itself", async () => {
  await using at = await bench();
  const names = Array.from({ length: 21 }, (_, nth) => `agent-${nth}`);
  const more = (name: string): string => (name === "agent-4" ? "color: red\n" : "");
  for (const name of names)
    await at.write(`agents/${name}.md`, `---\nname: ${name}\ntools: Bash\n${more(name)}---\nText\n`);
  const { out } = await at.run({ ...ADD, spec: "./agents", yes: true });
  expect(out).toContain(
    '  tools is not applied in 21 places: agent-0.md, agent-1.md, agent-2.md and others. "check" tells each.\n',
  );
  expect(out).toContain("  agent-4.md: color is not applied: red\n");
});

test("check says what is wrong by file and line, and what is not applied", async () => {
  await using at = await bench();
  const check = (folder: string) => at.run({ action: "check", folder });
  expect(await check("pack")).toEqual({ code: 0, out: "2 personas, no problems.\n", err: "" });
  await at.write("pack/writer/chat.md", "Talk.\n{{mood}}\n{{#cwd}}\n");
  await at.write("pack/writer/persona.md", "---\nid: writer\n");
  const wrong = await check("pack");
  expect(wrong.code).toBe(1);
  expect(wrong.out).toMatch(/^writer\/persona\.md:1: .*\n(?:.*\n)*2 personas, [1-9] problems?\.\n$/);

  await at.write(
    "agents/a.md",
    "---\nname: Tester\ndescription: Tests\ntools: Bash, \u001B[2JWrite\n---\nTest.\n",
  );
  expect(await check("agents")).toEqual({
    code: 0,
    out: "a.md: tools is not applied: Bash, [2JWrite\n1 persona, no problems.\n",
    err: "",
  });
  await at.write(".agent/templates/personas/qa_lead.md", "You lead.\n{{who}}\n");
  expect(await check(".agent/templates/personas")).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^qa_lead\.md:2: \{\{who\}\} .*\n1 persona, 1 problem\.\n$/),
  });
  await at.write("many/one.md", `${ONE}${"{{x}}\n".repeat(101)}`);
  expect((await check("many")).out).toMatch(/\n1 persona, at least 100 problems\.\n$/);
  await mkdir(join(at.cwd, "empty"));
  expect(await check("empty")).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^no personas, no problems\.\n.*\.claude\/agents\n$/),
  });
  await at.write(".switchyard/personas/notes.md", "You note.\n");
  expect((await check(".switchyard/personas")).out).toMatch(/^notes\.md:1: it begins with no front matter/);
  // In the folders that are the user's alone links are followed.
  await at.write("data/personas/one.md", "---\nid: one\ndisplayName: One\ndescription: One\n---\nTalk.\n");
  await mkdir(join(at.cwd, ".claude"));
  await symlink(join(at.cwd, "agents"), join(at.cwd, ".claude/agents"));
  await symlink(join(at.cwd, "data/personas/one.md"), join(at.cwd, "agents/one.md"));
  expect((await check(".claude/agents")).out).toMatch(/\n2 personas, no problems\.\n$/);
  await at.write("data/personas/notes.md", "You note.\n");
  expect((await check("data/personas")).out).toMatch(/^notes\.md:1: it begins with no front matter/);
  await expect(check("agents/a.md")).rejects.toThrow("agents/a.md is a file. Name the folder");
  await expect(check("nowhere")).rejects.toThrow("There is no folder nowhere.");
});
