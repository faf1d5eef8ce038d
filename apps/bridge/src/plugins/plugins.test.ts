import { existsSync } from "node:fs";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { BackendId, PackName } from "@switchyard/core/protocol";
import { pino } from "pino";
import { expect, test } from "vitest";
import type { InstalledPack } from "../packs/pack-store.ts";
import { openEndings } from "./endings.ts";
import { makePlugins, type PluginsOptions } from "./plugins.ts";

const PARROT = `
import { perTurnBackend } from "@switchyard/core/backend";
const hint = { text: "", command: "" };
const program = { command: "parrot", versionArgs: [], install: hint, login: hint };
const parrot = (id, more = {}) => ({
  ...perTurnBackend({ id, displayName: "Parrot", program, buildArgs: () => [], parseStdoutLine: () => ({}) }),
  ...more,
});
`;

/** Leaves a file. */
const RUNS = 'import { writeFileSync } from "node:fs"; writeFileSync(import.meta.dirname + "/has-run", "");';

test("nothing runs before it is begun; then each is loaded or failed with its reason, and the others are there", async () => {
  await using at = await place({
    throws: 'throw new Error("no file of mine\\n    at all");',
    good: `${RUNS} ${PARROT} export default parrot("parrot");`,
    newer: `${PARROT} export default parrot("newer", { apiVersion: 2 });`,
    nothing: "export const backend = {};",
    trap: 'export default { get apiVersion() { throw "sprung"; } };',
    wrong: "import",
    alone: 'import "no-such-package";',
  });
  const plugins = at.plugins();
  expect(plugins.stateOf(at.pack("good"))).toEqual({ state: "loading", reason: null });
  expect(plugins.list()).toEqual([]);
  expect(at.hasRun("good")).toBe(false);
  plugins.begin();
  await plugins.ready();
  expect(at.hasRun("good")).toBe(true);
  expect(plugins.list()).toMatchObject([{ id: "parrot", displayName: "Parrot", reason: null }]);
  expect(at.loaded).toEqual([["good", "parrot"]]);
  expect(Object.fromEntries(at.packs.map((pack) => [pack.name, plugins.stateOf(pack).reason]))).toEqual({
    good: null,
    throws: "It was not loaded: no file of mine at all.",
    newer: expect.stringContaining(
      "made for version 2 of the plug-in interface, and this Switchyard has version 1.",
    ),
    nothing: "It was not loaded: Its module has no backend as its default export.",
    trap: "It was not loaded: sprung.",
    wrong: expect.stringMatching(/^It was not loaded: .+\.$/),
    alone: expect.stringContaining("no-such-package"),
  });
});

test("one that does not load in time is failed, and what comes of it later is nothing", async () => {
  const gate = Promise.withResolvers<void>();
  Reflect.set(globalThis, "gateOfTheTest", gate.promise);
  await using at = await place({
    late: `await globalThis.gateOfTheTest; ${PARROT} export default parrot("late");`,
  });
  const plugins = at.plugins({ patienceMs: 30 });
  plugins.begin();
  await plugins.ready();
  const failed = { state: "failed", reason: "It did not load within 0.03 seconds." };
  expect(plugins.stateOf(at.pack("late"))).toEqual(failed);
  gate.resolve();
  Reflect.deleteProperty(globalThis, "gateOfTheTest");
  await import(pathToFileURL(join(at.pack("late").folder, "index.js")).href);
  await setImmediate();
  expect(plugins.stateOf(at.pack("late"))).toEqual(failed);
  expect(plugins.list()).toEqual([]);
});

test("who needs one that is loaded waits for no other, and a later one of its id has to wait", async () => {
  await using at = await place({
    fast: `${PARROT} export default parrot("fast");`,
    hangs: "await new Promise(() => undefined);",
  });
  at.packs = at.packs.map((pack) => ({ ...pack, backendId: BackendId.parse(pack.name) }));
  const plugins = at.plugins();
  plugins.begin();
  await plugins.ready("fast");
  expect(plugins.stateOf(at.pack("hangs"))).toEqual({ state: "loading", reason: null });
  expect(plugins.list()).toMatchObject([
    { id: "fast", reason: null },
    { id: "hangs", reason: "The plug-in hangs 1.0.0 is still being loaded." },
  ]);
  plugins.close();
});

test("one that ended a bridge is not run; where it is not known which one did, each is loaded alone", async () => {
  await using at = await place({
    ended: `${RUNS} ${PARROT} export default parrot("ended");`,
    slow: `await new Promise((done) => setTimeout(done, 20)); ${PARROT} export default parrot("slow");`,
    fast: `${PARROT} export default parrot("fast");`,
  });
  const told: string[] = [];
  const logged: unknown[] = [];
  const plugins = at.plugins({
    logger: pino({}, { write: (line) => void logged.push(JSON.parse(line)) }),
    endings: {
      isHeld: ({ hash, installedAt }) => hash === "ended@1.0.0" && installedAt === 0,
      areSuspect: true,
      begins: ({ hash }) => void told.push(`begins ${hash}`),
      settles: ({ hash }) => void told.push(`settles ${hash}`),
      ended: ({ hash }) => void told.push(`ended ${hash}`),
    },
  });
  plugins.begin();
  await plugins.ready();
  expect(at.hasRun("ended")).toBe(false);
  expect(plugins.stateOf(at.pack("ended"))).toEqual({
    state: "failed",
    reason: expect.stringMatching(/^It ended Switchyard, .*: switchyard backends update ended$/),
  });
  expect(logged).toMatchObject([{ plugin: "ended", reason: expect.stringContaining("It ended") }]);
  expect(told).toEqual([
    "begins slow@1.0.0",
    "settles slow@1.0.0",
    "begins fast@1.0.0",
    "settles fast@1.0.0",
  ]);
  expect(plugins.endedBy()).toBeNull();
  // Installed again as it is, it is tried again.
  at.change(at.packs.map((pack) => ({ ...pack, installedAt: 1 })));
  await plugins.settled(at.pack("ended"));
  expect(plugins.stateOf(at.pack("ended"))).toEqual({ state: "ready", reason: null });
});

test("whose code ends the process is known", async () => {
  let name: string | null = null;
  Reflect.set(globalThis, "askOfTheTest", () => void (name = plugins.endedBy()));
  await using at = await place({ exits: "globalThis.askOfTheTest();" });
  const ended: string[] = [];
  const endings = openEndings(join(at.pack("exits").folder, "endings.json"), []);
  const plugins = at.plugins({ endings: { ...endings, ended: ({ hash }) => void ended.push(hash) } });
  plugins.begin();
  await plugins.ready();
  Reflect.deleteProperty(globalThis, "askOfTheTest");
  expect([name, ended]).toEqual(["exits 1.0.0", ["exits@1.0.0"]]);
});

test("what all objects share stays as it is, and no package from outside of it is given to a plug-in", async () => {
  await using at = await place({
    shares: "Object.prototype.polluted = true;",
    needs: 'import { createRequire } from "node:module"; createRequire(import.meta.url)("above");',
    does: `import { createRequire } from "node:module";
      let missing; try { createRequire(import.meta.url)("above"); } catch (error) { missing = error.code; }
      ${PARROT} export default parrot(missing === "MODULE_NOT_FOUND" ? "does-without" : "has-it");`,
  });
  const above = join(at.pack("needs").folder, "..", "node_modules", "above");
  await mkdir(above, { recursive: true });
  await writeFile(join(above, "index.js"), "");
  const plugins = at.plugins();
  plugins.begin();
  await plugins.ready();
  expect(plugins.stateOf(at.pack("shares")).reason).toContain("Cannot add property polluted");
  expect(plugins.stateOf(at.pack("needs")).reason).toBe(
    'It was not loaded: The package "above" is not among those that it brings.',
  );
  expect(plugins.list().map(({ id }) => id)).toEqual(["does-without"]);
});

test("an id is its first owner's, also where that one cannot be used", async () => {
  await using at = await place({
    one: `${PARROT} export default parrot("same");`,
    two: `${PARROT} export default parrot("same");`,
    built: `${PARROT} export default parrot("claude");`,
    alias: `${PARROT} export default parrot("claude-code");`,
  });
  const plugins = at.plugins();
  plugins.begin();
  await plugins.ready();
  expect(plugins.list().map(({ id, plugin }) => [id, plugin.name])).toEqual([["same", "one"]]);
  expect(plugins.stateOf(at.pack("two"))).toEqual({
    state: "failed",
    reason: 'The id of its backend, "same", is that of the one which one brings. Remove one of them.',
  });
  for (const name of ["built", "alias"]) {
    expect(plugins.stateOf(at.pack(name)).reason).toContain(
      "comes with Switchyard or is set up in its settings",
    );
  }
  expect(at.loaded).toEqual([["one", "same"]]);
  // The second one's turn comes when the first is gone.
  at.change(at.packs.filter(({ name }) => name !== "one"));
  expect(plugins.list().map(({ id, plugin }) => [id, plugin.name])).toEqual([["same", "two"]]);
});

test("what was accepted is loaded and nothing else; without plug-ins nothing is", async () => {
  await using at = await place({ parrot: `${RUNS} ${PARROT} export default parrot("parrot");` }, "parrot");
  at.isAsAccepted = false;
  const changed = at.plugins();
  changed.begin();
  await changed.ready();
  expect(changed.stateOf(at.pack("parrot"))).toMatchObject({ state: "changed" });
  expect(changed.list()).toMatchObject([{ id: "parrot", backend: null }]);
  expect(changed.list()[0]?.reason).toContain("no longer those that were accepted");
  at.isAsAccepted = true;
  const safe = at.plugins({ isSafe: true });
  safe.begin();
  await safe.ready();
  expect(safe.stateOf(at.pack("parrot"))).toMatchObject({ state: "safe" });
  expect(safe.list()[0]?.reason).toContain("started with --safe");
  expect(at.hasRun("parrot")).toBe(false);
});

test("one whose files are as accepted again is loaded, without a new start", async () => {
  await using at = await place({ parrot: `${PARROT} export default parrot("parrot");` });
  const plugins = at.plugins();
  at.isAsAccepted = false;
  plugins.begin();
  await plugins.ready();
  expect(plugins.unknown()).toEqual([expect.stringContaining("no longer those that were accepted")]);
  at.isAsAccepted = true;
  at.change(at.packs);
  await plugins.ready();
  expect(plugins.stateOf(at.pack("parrot"))).toEqual({ state: "ready", reason: null });
  expect(plugins.unknown()).toEqual([]);
});

test("one whose backend is turned off is not run until it is on, and keeps its id", async () => {
  await using at = await place(
    {
      parrot: `${RUNS} ${PARROT} export default parrot("parrot");`,
      other: `${PARROT} export default parrot("other");`,
    },
    "parrot",
  );
  let isOff = true;
  at.packs = at.packs.map((pack) => (pack.name === "other" ? { ...pack, backendId: null } : pack));
  const plugins = at.plugins({ isOff: (id) => isOff && id === "parrot" });
  plugins.begin();
  await plugins.ready();
  expect(plugins.stateOf(at.pack("parrot"))).toMatchObject({ state: "off" });
  expect(plugins.list().map(({ id, backend }) => [id, backend?.id])).toEqual([
    ["parrot", undefined],
    ["other", "other"],
  ]);
  expect(at.hasRun("parrot")).toBe(false);
  isOff = false;
  await plugins.ready();
  expect(plugins.stateOf(at.pack("parrot"))).toEqual({ state: "ready", reason: null });
  expect(at.hasRun("parrot")).toBe(true);
  // Turned off again, its code is there already.
  isOff = true;
  at.change(at.packs);
  expect(plugins.stateOf(at.pack("parrot"))).toEqual({ state: "ready", reason: null });
});

test("CommonJS is loaded too, as it is written and as it is compiled, on the bridge's own copies", async () => {
  const made = (id: string): string => `
    const { perTurnBackend } = require("@switchyard/core/backend");
    const hint = { text: "", command: "" };
    const program = { command: "parrot", versionArgs: [], install: hint, login: hint };
    const backend = perTurnBackend({
      id: "${id}", displayName: "Parrot", program, buildArgs: () => [], parseStdoutLine: () => ({}),
    });`;
  const compiled =
    'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = backend;';
  await using at = await place({
    written: `${made("written")} module.exports = backend;`,
    compiled: `${made("compiled")} ${compiled}`,
  });
  for (const { folder } of at.packs) await writeFile(join(folder, "package.json"), "{}");
  const plugins = at.plugins();
  plugins.begin();
  await plugins.ready();
  expect(plugins.list().map(({ id, reason }) => [id, reason])).toEqual([
    ["written", null],
    ["compiled", null],
  ]);
});

test("an update takes the place of the version before, and a removal says how to have it back", async () => {
  await using at = await place({ parrot: `${PARROT} export default parrot("parrot");` });
  const plugins = at.plugins();
  plugins.begin();
  await plugins.ready();
  const [before] = plugins.list();
  const next = await at.write("parrot", `${PARROT} export default parrot("parrot");`, "2.0.0");
  at.change([next]);
  await plugins.ready();
  expect(plugins.list()).toMatchObject([{ plugin: { version: "2.0.0" } }]);
  expect(plugins.list()[0]?.backend).not.toBe(before?.backend);
  at.change([]);
  expect(plugins.list()).toEqual([]);
  expect(plugins.gone(BackendId.parse("parrot"))).toBe(
    'The plug-in parrot 2.0.0, which brought it, was removed. To have it back: switchyard backends add "a folder"',
  );
});

async function place(sources: Readonly<Record<string, string>>, knownAs: string | null = null) {
  const root = await mkdtempDisposable(join(tmpdir(), "switchyard-plugins-"));
  const loaded: [string, string][] = [];
  const listeners = new Set<() => void>();

  async function write(name: string, text: string, version = "1.0.0"): Promise<InstalledPack> {
    const folder = join(root.path, `${name}@${version}`);
    await mkdir(folder);
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    await writeFile(join(folder, "index.js"), text);
    return {
      kind: "backend",
      name: PackName.parse(name),
      version,
      displayName: name,
      description: "",
      license: null,
      spec: "a folder",
      origin: "folder",
      hash: `${name}@${version}`,
      installedAt: 0,
      personas: [],
      backendId: knownAs === null ? null : BackendId.parse(knownAs),
      folder,
      entry: join(folder, "index.js"),
    };
  }

  const made = {
    packs: await Promise.all(Object.entries(sources).map(([name, text]) => write(name, text))),
    isAsAccepted: true,
    loaded,
    write,
    pack(name: string): InstalledPack {
      const pack = made.packs.find((each) => each.name === name);
      if (pack === undefined) throw new Error(`no pack ${name}`);
      return pack;
    },
    hasRun: (name: string) => existsSync(join(made.pack(name).folder, "has-run")),
    change(packs: InstalledPack[]) {
      made.packs = packs;
      for (const listener of listeners) listener();
    },
    plugins: (options: Partial<PluginsOptions> = {}) =>
      makePlugins({
        store: {
          list: () => made.packs,
          isAsAccepted: () => Promise.resolve(made.isAsAccepted),
          loaded: (name, id) => Promise.resolve(void loaded.push([name, id])),
          onChanged(listener) {
            listeners.add(listener);
            return () => listeners.delete(listener);
          },
        },
        taken: new Set(["claude", "claude-code"]),
        logger: pino({ level: "silent" }),
        ...options,
      }),
    [Symbol.asyncDispose]: () => root[Symbol.asyncDispose](),
  };
  return made;
}
