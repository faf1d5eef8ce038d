import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Backend, type CommandOutput, perTurnBackend } from "@switchyard/core/backend";
import { BackendId, type BackendInfo, type LoginState } from "@switchyard/core/protocol";
import { pino } from "pino";
import { expect, test } from "vitest";
import { openLog } from "../log/log.ts";
import type { CommandRequest } from "../process/run-command.ts";
import { makeBackendHealth } from "./health.ts";
import { makeBackendRegistry, type PluginBackend, type PluginBackends } from "./registry.ts";

const A = BackendId.parse("a");
const B = BackendId.parse("b");
const DEMO = BackendId.parse("demo");

test("programs are asked on the first ask, and again when they change or somebody wants to know", async () => {
  await using place = await machine([backend("a", { login: "ok" })]);
  expect(place.asked).toEqual([]);
  expect(await place.health.list(false)).toMatchObject([
    { id: "a", state: "ready", version: "1.0", login: "ok", source: "path", path: place.program("a") },
  ]);
  await place.health.list(false);
  expect(place.asked).toEqual(["a --version", "a login"]);
  await utimes(place.program("a"), 1, 1);
  await place.health.list(false);
  await place.health.list(true);
  expect(place.asked.filter((line) => line === "a --version")).toHaveLength(3);
});

test("a login that is missing is asked for each time; what a program cannot tell is kept", async () => {
  await using place = await machine([backend("a", { login: "missing" }), backend("b")]);
  const [a, b] = await place.health.list(false);
  expect(a).toMatchObject({ state: "not_logged_in", hint: { command: "a login" } });
  expect(b).toMatchObject({ state: "ready", login: "unknown", hint: null });
  await place.health.list(false);
  expect(place.asked.filter((line) => line.startsWith("a"))).toHaveLength(4);
  expect(place.asked.filter((line) => line.startsWith("b"))).toEqual(["b --version"]);
});

test("a turn tells the login that a program cannot, until somebody checks again", async () => {
  await using place = await machine([backend("b")]);
  await place.health.list(false);
  place.health.loginSeen(place.backends.need("b"), "missing");
  await place.toldOf((infos) => infos[0]?.state === "not_logged_in");
  place.health.loginSeen(place.backends.need("b"), "ok");
  await place.toldOf((infos) => infos[0]?.login === "ok");
  expect(await place.health.list(true)).toMatchObject([{ state: "ready", login: "unknown" }]);
});

test("a plug-in that takes long to load is shown as such, beside the others, and as itself when it is there", async () => {
  const plugin = { name: "slow-backend", version: "1.0.0", hash: "a" };
  const slow = { id: B, displayName: "Slow", plugin, backend: null, reason: "It is still being loaded." };
  const list: PluginBackend[] = [slow];
  await using place = await machine([backend("a"), backend("b")], {
    list: () => list,
    ready: (id) => (id === undefined ? new Promise(() => undefined) : Promise.resolve()),
    gone: () => null,
    unknown: () => [],
  });
  expect(await place.health.list(false)).toMatchObject([
    { id: "a", state: "ready" },
    { id: "b", state: "broken", displayName: "Slow", reason: slow.reason, plugin: { name: "slow-backend" } },
  ]);
  place.settings.cliBackend = BackendId.parse("gone");
  await expect(place.health.defaultBackend()).rejects.toThrow(/There are: a\.$/);
  place.settings.cliBackend = null;
  list[0] = { ...slow, backend: backend("b"), reason: null };
  place.health.settingsChanged();
  await place.toldOf(([, info]) => info?.state === "ready");
});

test("the limits that a program told of its plan are shown with its backend, told where they change, and gone when they have reset", async () => {
  await using place = await machine([backend("a"), backend("b")]);
  await place.health.list(false);
  const a = place.backends.need("a");
  const limit = { name: "five_hour", used: 0.5, resetsAt: 1_000, isReached: false };
  place.clock.now = 500_000;
  place.health.limitSeen(a, limit);
  place.health.limitSeen(a, { ...limit, name: "seven_day", resetsAt: null });
  await place.toldOf(([info]) => info?.limits.length === 2);
  place.clock.now = 600_000;
  place.health.limitSeen(a, { ...limit, used: 1, isReached: true });
  await place.toldOf(([info]) => info?.limits[0]?.isReached === true);
  expect(await place.health.list(false)).toMatchObject([
    {
      limits: [
        { ...limit, used: 1, isReached: true, at: 600 },
        { name: "seven_day", at: 500 },
      ],
    },
    { limits: [] },
  ]);
  place.clock.now = 1_000_000;
  expect(await place.health.list(false)).toMatchObject([{ limits: [{ name: "seven_day" }] }, { limits: [] }]);
});

test("what a program told it can do is added to what its backend declares", async () => {
  await using place = await machine([backend("a", { login: "ok" })]);
  const a = place.backends.need("a");
  expect(await place.health.capabilities(a)).toMatchObject({ permissionModes: ["default"], models: [] });
  await place.health.list(false);
  place.health.learned(a, { permissionModes: ["default", "plan"] });
  await place.toldOf(([info]) => info?.capabilities.permissionModes.includes("plan") === true);
  expect(await place.health.capabilities(a)).toMatchObject({ permissionModes: ["default", "plan"] });
  await utimes(place.program("a"), 1, 1);
  expect(await place.health.capabilities(a)).toMatchObject({ permissionModes: ["default"] });
});

test("a program that answers in no way that its backend knows is broken, one that is missing says how to get it", async () => {
  await using place = await machine([backend("a"), backend("gone")]);
  place.answers.set("a --version", "what?");
  const [a, gone] = await place.health.list(false);
  expect(a).toMatchObject({ state: "broken", version: null, hint: { command: "install a" } });
  expect(a?.reason).toContain("does not answer as a");
  expect(gone).toMatchObject({ state: "not_installed", path: null, hint: { command: "install gone" } });
  const refusal = place.health.locate(place.backends.need("gone"));
  await expect(refusal).rejects.toMatchObject({ code: "CLI_NOT_FOUND" });
});

test("a backend that is off is not looked at and not started", async () => {
  await using place = await machine([backend("a", { login: "ok" }), backend("b")]);
  place.settings.backendsOff = [A];
  expect(await place.health.list(true)).toMatchObject([
    { id: "a", state: "off", isDefault: false },
    { id: "b", state: "ready", isDefault: true },
  ]);
  expect(place.asked).toEqual(["b --version"]);
  const refusal = place.health.locate(place.backends.need("a"));
  await expect(refusal).rejects.toMatchObject({ code: "BACKEND_UNAVAILABLE" });
  place.settings.backendsOff = [];
  place.health.settingsChanged();
  await place.toldOf(([info]) => info?.state === "ready");
});

test("the default is the user's choice, else the first that is ready, else the demo", async () => {
  await using place = await machine([backend("a", { login: "missing" }), backend("b"), demo()]);
  const { health, settings } = place;
  expect(await health.defaultBackend()).toBe(B);
  // Nobody knows whether the user has it: the copy is there for development.
  place.sources.set("b", "bundled");
  expect(await health.defaultBackend()).toBe(DEMO);
  expect((await health.list(false)).find(({ isDefault }) => isDefault)?.id).toBe(DEMO);
  health.loginSeen(place.backends.need("b"), "ok");
  expect(await health.defaultBackend()).toBe(B);
  settings.cliBackend = A;
  expect(await health.defaultBackend()).toBe(A);
  settings.backendsOff = [A, B];
  expect(await health.defaultBackend()).toBe(DEMO);
  settings.cliBackend = BackendId.parse("nobody");
  await expect(health.defaultBackend()).rejects.toMatchObject({ code: "UNKNOWN_BACKEND" });
});

test("what a project says of backends comes before what holds everywhere", async () => {
  await using place = await machine([backend("a", { login: "ok" }), backend("b", { login: "ok" }), demo()]);
  const { health, settings } = place;
  settings.cliBackend = A;
  expect(await health.defaultBackend({ cliBackend: B, backendsOff: [] })).toBe(B);
  expect(await health.defaultBackend({ cliBackend: null, backendsOff: [A] })).toBe(B);
  expect(await health.defaultBackend({ cliBackend: B, backendsOff: [A, B] })).toBe(DEMO);
  settings.backendsOff = [B];
  expect(await health.defaultBackend({ cliBackend: B, backendsOff: [] })).toBe(A);
  const gone = { cliBackend: BackendId.parse("gone"), backendsOff: [] };
  await expect(health.defaultBackend(gone)).rejects.toMatchObject({ code: "UNKNOWN_BACKEND" });
});

test("a program that cannot be asked is broken, and the next ask asks again", async () => {
  await using place = await machine([backend("a", { login: "ok" })]);
  place.answers.set("a --version", new Error("no"));
  expect(await place.health.list(false)).toMatchObject([{ state: "broken" }]);
  place.answers.delete("a --version");
  expect(await place.health.list(false)).toMatchObject([{ state: "ready" }]);
});

test("a program is asked for its version once, and again when it is another", async () => {
  await using place = await machine([backend("a", { login: "missing" }), backend("gone")]);
  const [a, gone] = ["a", "gone"].map((id) => place.backends.need(id));
  expect([await place.health.versionOf(a!), await place.health.versionOf(a!)]).toEqual(["1.0", "1.0"]);
  expect(place.asked.filter((asked) => asked === "a --version")).toHaveLength(1);
  place.answers.set("a --version", "2.0");
  await utimes(place.program("a"), 1, 1);
  expect(await place.health.versionOf(a!)).toBe("2.0");
  place.answers.set("a --version", "what?");
  await utimes(place.program("a"), 2, 2);
  expect([await place.health.versionOf(a!), await place.health.versionOf(gone!)]).toEqual([null, null]);
});

/** A backend whose program is a file of the test, and answers as the test says. */
function backend(id: string, { login }: { login?: LoginState } = {}): Backend {
  const made = perTurnBackend({
    id: BackendId.parse(id),
    displayName: id,
    program: {
      command: id,
      versionArgs: ["--version"],
      ...(login === undefined ? {} : { loginArgs: ["login"] }),
      install: { text: "Get it:", command: `install ${id}` },
      login: { text: "Sign in:", command: `${id} login` },
    },
    buildArgs: () => [],
    parseStdoutLine: () => ({}),
    probe: ({ version }) => ({
      version: /\d+\.\d+/.exec(version.stdout)?.[0] ?? null,
      login: login ?? "unknown",
    }),
  });
  return made;
}

function demo(): Backend {
  return { ...backend("demo"), isDemo: true };
}

interface Settings {
  cliBackend: BackendId | null;
  backendsOff: BackendId[];
}

async function machine(list: readonly Backend[], plugins?: PluginBackends) {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-health-"));
  const log = openLog({ file: join(folder, "log.db"), now: Date.now, logger: pino({ level: "silent" }) });
  const program = (id: string): string => join(folder, id);
  await Promise.all(list.filter(({ id }) => id !== "gone").map(({ id }) => writeFile(program(id), "")));
  // The program of one that a plug-in brings is there, too.
  const fixed = list.filter(({ id }) => plugins?.list().every((each) => each.id !== id) ?? true);
  const backends = makeBackendRegistry(fixed, plugins);
  const settings: Settings = { cliBackend: null, backendsOff: [] };
  const asked: string[] = [];
  const answers = new Map<string, string | Error>();
  const sources = new Map<string, "path" | "bundled">();
  const told: BackendInfo[][] = [];
  const clock = { now: 0 };
  let wake = (): void => undefined;

  function answer({ args, program: path }: CommandRequest): CommandOutput {
    const line = `${path.slice(folder.length + 1)} ${args.join(" ")}`;
    asked.push(line);
    const stdout = answers.get(line) ?? "1.0";
    if (stdout instanceof Error) throw stdout;
    return { stdout, stderr: "", exitCode: 0 };
  }

  const health = makeBackendHealth({
    backends,
    settings: () => settings,
    known: log.programs,
    now: () => clock.now,
    environment: () => ({}),
    probeFolder: folder,
    loadPatienceMs: 5,
    run: (request) => Promise.resolve(request).then(answer),
    find: ({ id }) =>
      Promise.resolve(
        id === "gone"
          ? { missing: "It is not there." }
          : { path: program(id), args: [], source: sources.get(id) ?? "path" },
      ),
    changed(infos) {
      told.push(infos);
      wake();
    },
  });
  return {
    health,
    backends,
    settings,
    clock,
    asked,
    answers,
    sources,
    program,
    /** Waits until clients were told of such a list. */
    async toldOf(fits: (infos: readonly BackendInfo[]) => boolean): Promise<void> {
      while (!told.some(fits)) {
        // oxlint-disable-next-line no-await-in-loop -- until the next word
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async [Symbol.asyncDispose]() {
      await health.close();
      await log.close();
      await rm(folder, { recursive: true });
    },
  };
}
