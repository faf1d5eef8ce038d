import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { type Client, startBridge, type TestBridge } from "@switchyard/testkit/bridge";
import { installFakeBd } from "@switchyard/testkit/fake-bd";
import { bridgeMain } from "./yard.ts";

/** A home with a bridge that finds the fake `bd`, or none at all. */
export interface ProjectYard extends AsyncDisposable {
  /** By its real path, as everything that the bridge tells. */
  readonly home: string;
  readonly bridge: TestBridge;
  readonly client: Client;
  /** Calls the fake `bd` as an agent does, in a folder. */
  bd(cwd: string, ...args: readonly string[]): Promise<void>;
  /** Makes a folder in the home. */
  folder(...names: string[]): Promise<string>;
  /** Ends the bridge and starts another one with the same home. */
  restart(cwd?: string): Promise<void>;
}

export interface ProjectYardOptions {
  /** The fake's version; null: no tracker's program is there. @default "1.0.5" */
  readonly bd?: string | null;
  /** Names below the home. @default a folder without anything */
  readonly cwd?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What is there before the bridge starts. */
  readonly before?: (home: string) => Promise<unknown>;
}

const run = promisify(execFile);

export async function startProjectYard(options: ProjectYardOptions = {}): Promise<ProjectYard> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "switchyard-project-")));
  const bin = join(home, "bin");
  await mkdir(bin);
  const { bd = "1.0.5" } = options;
  if (bd !== null) await installFakeBd(bin, { version: bd });
  // Without one, whatever this machine has by that name is no tracker either.
  else
    await Promise.all(
      ["bd", "br"].map((name) => writeFile(join(bin, name), "#!/bin/sh\nexit 127\n", { mode: 0o755 })),
    );
  await options.before?.(home);
  const start = (cwd: string): Promise<TestBridge> =>
    startBridge({
      main: bridgeMain,
      home,
      cwd,
      env: {
        PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`,
        BEADS_DIR: undefined,
        BD_BIN: undefined,
        ...options.env,
      },
    });
  const first = join(home, ...(options.cwd ?? ["elsewhere"]));
  let bridge = await start(first);
  let client = await bridge.connect();
  return {
    home,
    get bridge() {
      return bridge;
    },
    get client() {
      return client;
    },
    async bd(cwd, ...args) {
      await run(join(bin, "bd"), args, { cwd, env: { ...process.env, FAKE_BD_CALLER: "agent" } });
    },
    async folder(...names) {
      const path = join(home, ...names);
      await mkdir(path, { recursive: true });
      return path;
    },
    async restart(cwd = first) {
      await bridge[Symbol.asyncDispose]();
      bridge = await start(cwd);
      client = await bridge.connect();
    },
    async [Symbol.asyncDispose]() {
      await bridge[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
