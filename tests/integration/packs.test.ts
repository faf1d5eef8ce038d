import { execFileSync } from "node:child_process";
import { mkdir, mkdtempDisposable, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PackName } from "@switchyard/core/protocol";
import { type Client, startBridge } from "@switchyard/testkit/bridge";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Registry, startRegistry } from "./registry.ts";
import { bridgeMain } from "./yard.ts";

const SECRET = "s3cr3tT0kenOfTheRegistry";
const stack = new AsyncDisposableStack();
let home: string;
let registry: Registry;
let client: Client;

beforeAll(async () => {
  const made = stack.use(await mkdtempDisposable(join(tmpdir(), "switchyard-npm-")));
  home = made.path;
  registry = stack.use(await startRegistry(SECRET));
  await mkdir(join(home, "switchyard"));
  const settings = { backendsOff: ["claude", "gemini"] };
  await Promise.all([
    writeFile(join(home, "switchyard", "settings.json"), JSON.stringify(settings)),
    writeFile(join(home, ".npmrc"), registry.npmrc),
  ]);
  const bridge = stack.use(await startBridge({ main: bridgeMain, home, env: withoutNpm() }));
  client = await bridge.connect();
});
afterAll(() => stack.disposeAsync());

test("a pack of npm is installed, updated and removed before every client, and a session keeps what it began with", async () => {
  const name = PackName.parse("@acme/personas");
  registry.publish(manifestOf("1.0.0"), personas("1.0.0"));
  registry.publish(manifestOf("1.1.0"), personas("1.1.0"));
  const spec = "@acme/personas@1.0.0";
  const { review, installed } = await client.call("installPack", { kind: "personas", spec });
  expect(review).toMatchObject({ name, version: "1.0.0", origin: "npm", spec, before: null });
  expect(installed).toBeNull();
  expect(await client.call("readPackFile", { hash: review.hash, path: "reviewer/chat.md" })).toEqual({
    before: null,
    after: "You review by 1.0.0.\n",
    isCut: false,
  });
  const first = await client.call("installPack", { kind: "personas", spec, hash: review.hash });
  expect(first.installed).toMatchObject({ name, version: "1.0.0", state: "ready", personas: ["reviewer"] });
  await client.until("packs-changed", ({ packs }) => packs.some((pack) => pack.version === "1.0.0"));
  await client.until("personas-changed", () => true);
  const shown = async () =>
    (await client.call("listPersonas", {})).personas.find(({ id }) => id === "reviewer");
  expect(await shown()).toMatchObject({ layer: "installed", source: "@acme/personas", packVersion: "1.0.0" });

  const { sessionId } = await client.call("startAgentSession", {
    persona: "reviewer",
    cliBackend: "demo",
    prompt: "[[say Half.]] [[crash 3]]",
  });
  await client.call("subscribeSession", { sessionId, afterSeq: 0 });
  const ended = (turn: number) =>
    client.chunks(sessionId, (all) => all.some((each) => each.type === "turn_ended" && each.turn === turn));
  await ended(1);

  const next = await client.call("installPack", { kind: "personas", spec: "@acme/personas" });
  expect(next.review).toMatchObject({ version: "1.1.0", before: { version: "1.0.0", hash: review.hash } });
  await client.call("installPack", { kind: "personas", spec: "@acme/personas", hash: next.review.hash });
  expect(await shown()).toMatchObject({ packVersion: "1.1.0" });
  const folder = `@acme+personas@${next.review.hash.slice(0, 16)}`;
  await writeFile(join(home, "switchyard/packs/personas", folder, "reviewer/chat.md"), "Obey.\n");
  expect((await client.call("listPacks", {})).packs).toMatchObject([{ state: "changed" }]);
  expect((await shown())?.problems).toHaveLength(1);
  await client.call("removePack", { kind: "personas", name });
  await client.until("packs-changed", ({ packs }) => packs.length === 0);
  expect(await shown()).toMatchObject({ layer: "built_in" });

  // The session has what it began with, in another process too.
  await client.call("sendAgentMessage", { sessionId, message: "[[say Whole.]]" });
  expect((await ended(2)).at(-1)).toMatchObject({ type: "turn_ended", stopReason: "end_turn" });
  const { sessions } = await client.call("listSessions", {});
  expect(sessions.find((each) => each.sessionId === sessionId)?.provenance?.persona).toMatchObject({
    source: "@acme/personas",
    packVersion: "1.0.0",
  });
});

test("a backend comes with what it needs, and no script of any package is run", async () => {
  const scripts = Object.fromEntries(
    ["preinstall", "install", "postinstall", "prepare", "prepack"].map((script) => [
      script,
      `touch ${join(home, "ran")}`,
    ]),
  );
  const dependency = { name: "left-part", version: "2.1.0", scripts, bin: { "left-part": "index.js" } };
  registry.publish(dependency, { "index.js": "export const part = 1;\n" });
  registry.publish(
    {
      name: "acme-backend",
      version: "3.0.0",
      type: "module",
      keywords: ["switchyard-backend"],
      exports: "./index.js",
      scripts,
      dependencies: { "left-part": "^2.0.0", "@switchyard/core": "*" },
      devDependencies: { "not-there": "1.0.0" },
      workspaces: ["../.."],
    },
    {
      "index.js": 'export { part } from "left-part";\n',
      ".npmrc": `script-shell=${join(home, "evil.sh")}\n`,
    },
  );
  const before = await readdir(home);
  const { review } = await client.call("installPack", { kind: "backend", spec: "acme-backend" });
  expect(review.dependencies).toEqual(["left-part@2.1.0"]);
  expect(review.files.map(({ path }) => path)).toEqual([".npmrc", "index.js", "package.json"]);
  await client.call("installPack", { kind: "backend", spec: "acme-backend", hash: review.hash });
  const folder = join(home, "switchyard", "packs", "backend", `acme-backend@${review.hash.slice(0, 16)}`);
  expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([
    ".npmrc",
    "index.js",
    "node_modules",
    "node_modules/left-part",
    "node_modules/left-part/index.js",
    "node_modules/left-part/package.json",
    "package.json",
  ]);
  expect(await readdir(home)).toEqual(before);
  expect(await readdir(join(home, "switchyard", "packs"))).not.toContain("staging");
});

test("no package is fetched from a repository: npm runs what its .npmrc names, before anybody agreed", async () => {
  const repository = join(home, "repository");
  await mkdir(repository);
  const part = { name: "part", version: "1.0.0" };
  const repositoryPackage = {
    ...part,
    scripts: { prepare: "true" },
    dependencies: { deep: "git+file:///deep" },
  };
  await writeFile(join(repository, "package.json"), JSON.stringify(repositoryPackage));
  await writeFile(join(repository, ".npmrc"), `git=${join(home, "evil.sh")}\n`);
  await writeFile(join(home, "evil.sh"), `#!/bin/sh\ntouch ${join(home, "ran")}\nexit 1\n`, { mode: 0o755 });
  for (const command of ["init -q", "add -A", "-c user.name=a -c user.email=a@b.example commit -qm part"]) {
    execFileSync("git", command.split(" "), { cwd: repository });
  }
  const locked = { name: "locked", version: "1.0.0", dependencies: { part: "1.0.0" } };
  const lock = {
    lockfileVersion: 3,
    packages: {
      "": locked,
      "node_modules/part": { version: "1.0.0", resolved: `git+file://${repository}` },
    },
  };
  registry.publish({ ...locked, _hasShrinkwrap: true }, { "npm-shrinkwrap.json": JSON.stringify(lock) });
  const backend = { name: "lock-backend", version: "1.0.0", keywords: ["switchyard-backend"] };
  registry.publish({ ...backend, dependencies: { locked: "1.0.0" } }, { "index.js": "" });
  const refusal = await client.refusal("installPack", { kind: "backend", spec: "lock-backend" });
  expect(refusal.code).toBe("NPM_FAILED");
  expect(await readdir(home)).not.toContain("ran");
});

test("what npm says of a package that is not there, is another, or is no pack, is told without the user's token", async () => {
  const refusal = await client.refusal("installPack", { kind: "personas", spec: "@acme/nowhere@^1" });
  expect(refusal.code).toBe("NPM_FAILED");
  expect(refusal.message).toMatch(/there is no such package \(Not Found - GET .*@acme(?:\/|%2f)nowhere\)/i);
  registry.publish({ name: "plain", version: "1.0.0" }, { "README.md": "# Plain\n" });
  const other = await client.refusal("installPack", { kind: "personas", spec: "plain" });
  expect(other.message).toContain("The package plain is no pack of personas");
  const older = { ...personas("0.9.0"), "package.json": JSON.stringify(manifestOf("0.9.0")) };
  registry.publish(manifestOf("1.2.0"), older);
  const wrong = await client.refusal("installPack", { kind: "personas", spec: "@acme/personas@1.2.0" });
  expect(wrong.message).toContain(
    "What npm fetched as acme-personas-1.2.0.tgz calls itself @acme/personas 0.9.0.",
  );
  expect(JSON.stringify([refusal.message, refusal.data])).not.toContain(SECRET);
});

test("what was looked at is installed later only if it is still the same", async () => {
  const spec = join(home, "pack");
  const write = async (version: string): Promise<void> => {
    await mkdir(join(spec, "reviewer"), { recursive: true });
    for (const [path, text] of Object.entries(personas(version))) await writeFile(join(spec, path), text);
  };
  await write("1.0.0");
  const { review } = await client.call("installPack", { kind: "personas", spec });
  const accept = { kind: "personas", spec, hash: review.hash } as const;
  await client.call("discardPack", { hash: review.hash });
  await write("1.0.1");
  expect((await client.refusal("installPack", accept)).code).toBe("PACK_CHANGED");
  expect((await client.refusal("readPackFile", { hash: review.hash, path: "pack.yaml" })).code).toBe(
    "PACK_NOT_FOUND",
  );
  await write("1.0.0");
  const both = await Promise.all([client.call("installPack", accept), client.call("installPack", accept)]);
  expect(both.map(({ installed }) => installed?.hash)).toEqual([review.hash, review.hash]);
  const names = (await client.call("listPacks", {})).packs.map(({ name, hash }) => [name, hash]);
  expect(names).toContainEqual(["@acme/personas", review.hash]);
});

function manifestOf(version: string) {
  return { name: "@acme/personas", version, keywords: ["switchyard-persona-pack"] };
}

/** An npm that runs the tests names its user's own settings, which go before those of this home. */
function withoutNpm(): Record<string, undefined> {
  const names = Object.keys(process.env).filter((name) => /^npm_/i.test(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

function personas(version: string): Readonly<Record<string, string>> {
  return {
    "pack.yaml": `name: "@acme/personas"\nversion: ${version}\ndisplayName: Acme\ndescription: Personas\npersonas: [reviewer]\n`,
    "reviewer/persona.md":
      "---\nid: reviewer\ndisplayName: Reviewer\ndescription: Reads changes\ntasks: [chat]\n---\n",
    "reviewer/chat.md": `You review by ${version}.\n`,
  };
}
