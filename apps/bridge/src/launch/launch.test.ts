import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { testClient, testServer } from "../server/server.testkit.ts";

const Ready = z.strictObject({ url: z.string(), port: z.number(), token: z.string(), pid: z.number() });

describe("switchyard", () => {
  test("prints one line when it is ready, and where its page is", async () => {
    await using home = await temporary();
    await using bridge = launch(["--port", "0", "--no-open"], home.path);
    const line = await bridge.line();
    const token = (await readFile(join(home.path, "token"), "utf8")).trim();
    expect(line).toMatch(/^Switchyard is ready at http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
    expect(line.endsWith(`#token=${token}`)).toBe(true);
    expect(await readFile(join(home.path, "open.html"), "utf8")).toContain(line.slice(line.indexOf("http")));
  });

  test("with --json prints one JSON object that is enough to connect", async () => {
    await using home = await temporary();
    await using bridge = launch(["--port", "0", "--no-open", "--json", "--cwd", home.path], home.path);
    const ready = Ready.parse(JSON.parse(await bridge.line()));
    expect(ready).toEqual({
      ...ready,
      url: `http://127.0.0.1:${ready.port}/#token=${ready.token}`,
      pid: bridge.child.pid,
    });
    await using client = await testClient(ready);
    await client.hello();
    expect((await client.call("getSettings")).result).toEqual({
      settings: {
        cliBackend: "stub",
        isBackendChosen: false,
        backendsOff: [],
        maxProcesses: null,
        processLimit: 8,
        sleepAfterMinutes: 30,
        keepStoppedDays: null,
        resumesAfterLimit: false,
        sessionBudgetUsd: null,
      },
      cwd: home.path,
      settingsFile: join(home.path, "settings.json"),
    });
  });

  test("keeps every file of its data folder to its user", async () => {
    await using home = await temporary();
    await using bridge = launch(["--port", "0", "--no-open"], home.path);
    await bridge.line();
    const modes = await Promise.all(
      (await readdir(home.path)).map(async (name) => [
        name,
        (await stat(join(home.path, name))).mode & 0o777,
      ]),
    );
    expect(Object.fromEntries(modes)).toEqual({
      "bridge.pid": 0o600,
      lock: 0o600,
      "open.html": 0o600,
      token: 0o600,
    });
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "ends by %s with 0, tells what it cut, leaves nothing of itself",
    async (signal) => {
      await using home = await temporary();
      await using bridge = launch(["--port", "0", "--no-open", "--json"], home.path, { STUB_CLOSE: "2" });
      const ready = Ready.parse(JSON.parse(await bridge.line()));
      await using client = await testClient(ready);
      bridge.child.kill(signal);
      // npm passes on what the terminal has sent already.
      bridge.child.kill(signal);
      expect(await bridge.ended).toEqual({ code: 0, err: "Switchyard has ended; 2 open turns were cut.\n" });
      expect(await client.closed).toBe(1001);
      expect(await readdir(home.path)).toEqual(["lock", "token"]);
    },
  );

  test("that cannot end exits with 1 at a second signal", async () => {
    await using home = await temporary();
    await using bridge = launch(["--port", "0", "--no-open"], home.path, { STUB_CLOSE: "never" });
    await bridge.line();
    const again = setInterval(() => bridge.child.kill("SIGINT"), 100);
    expect((await bridge.ended).code).toBe(1);
    clearInterval(again);
  });

  test("exits with 1 on a fault that nobody caught, and its last words hold no secret", async () => {
    await using home = await temporary();
    await using bridge = launch(["--port", "0", "--no-open", "--json"], home.path);
    const ready = Ready.parse(JSON.parse(await bridge.line()));
    await using client = await testClient(ready);
    await client.hello();
    await client.call("listBackends");
    const { code, err } = await bridge.ended;
    expect([code, err.includes("thrown beside every handler"), err.includes(ready.token)]).toEqual([
      1,
      true,
      false,
    ]);
    expect(await client.closed).toBe(1001);
  });

  test("does not start twice in one data folder, and names the first one's pid", async () => {
    await using home = await temporary();
    await using first = launch(["--port", "0", "--no-open"], home.path);
    await first.line();
    await using second = launch(["--port", "0", "--no-open"], home.path);
    const { code, err } = await second.ended;
    expect([code, err]).toEqual([1, expect.stringContaining(`pid ${first.child.pid}`)]);
  });

  test("starts after one that was killed", async () => {
    await using home = await temporary();
    const first = launch(["--port", "0", "--no-open"], home.path);
    const before = await first.line();
    first.child.kill("SIGKILL");
    await first.ended;
    await using second = launch(["--port", "0", "--no-open"], home.path);
    expect((await second.line()).split("#")[1]).toBe(before.split("#")[1]);
  });

  test("says which port is taken, and leaves nothing of itself", async () => {
    await using home = await temporary();
    await using stranger = await testServer();
    await using bridge = launch(["--port", String(stranger.port), "--no-open"], home.path);
    const { code, err } = await bridge.ended;
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^Port ${stranger.port} is taken.*--port 0.*\n$`)),
    ]);
    expect(await readdir(home.path)).toEqual(["lock", "token"]);
  });

  test("closes every socket when the token is replaced, and tells the new address", async () => {
    await using home = await temporary();
    await using bridge = launch(["--port", "0", "--no-open", "--json"], home.path);
    const ready = Ready.parse(JSON.parse(await bridge.line()));
    await using client = await testClient(ready);
    await using rotating = launch(["token", "--rotate"], home.path);
    expect(await rotating.ended).toEqual({ code: 0, err: "" });
    expect(await client.closed).toBe(4001);
    const next = Ready.parse(JSON.parse(await bridge.line()));
    expect(next.token).not.toBe(ready.token);
    await using again = await testClient(next);
    expect((await again.hello()).result).toBeDefined();
  });

  test.each([
    ["settings that are broken", ["--port", "0"], "settings.json is not a JSON object", "{half"],
    ["a folder that is not there", ["--cwd", "/no/such"], "There is no folder /no/such", undefined],
    [
      "another address without an origin",
      ["--dangerously-bind", "0.0.0.0"],
      "needs --allow-origin",
      undefined,
    ],
    [
      "an address that is not here",
      ["--dangerously-bind", "203.0.113.7", "--allow-origin", "https://a.example"],
      "no address 203.0.113.7",
      undefined,
    ],
  ])("refuses %s in a line", async (_name, argv, expected, settings) => {
    await using home = await temporary();
    if (settings !== undefined) await writeFile(join(home.path, "settings.json"), settings);
    await using bridge = launch([...argv, "--no-open"], home.path);
    const { code, err } = await bridge.ended;
    expect([code, err, err.includes("    at ")]).toEqual([1, expect.stringContaining(expected), false]);
  });
});

interface Launched extends AsyncDisposable {
  readonly child: ChildProcess;
  line(): Promise<string>;
  readonly ended: Promise<{ code: number | null; err: string }>;
}

function launch(argv: readonly string[], home: string, env: Record<string, string> = {}): Launched {
  const child = spawn(process.execPath, [join(import.meta.dirname, "stub-main.testkit.ts"), ...argv], {
    env: { PATH: process.env["PATH"], SWITCHYARD_HOME: home, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const err = text(child.stderr);
  const ended = once(child, "close").then(async ([code]) => ({
    code: z.number().nullable().parse(code),
    err: await err,
  }));
  return {
    child,
    ended,
    line: async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`It ended without a line: ${(await ended).err}`);
      return value;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function temporary(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), "home-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
