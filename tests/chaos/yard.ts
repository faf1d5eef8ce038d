import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  makeRecordingClient,
  type RecordingClient,
  startBridge,
  type TestBridge,
} from "@switchyard/testkit/bridge";
import { bridgeMain } from "../integration/yard.ts";
import { installChaosCli } from "./cli/install.ts";

/** A bridge that may be killed and started again, with the chaos CLI behind it and clients that outlive it. */
export interface ChaosYard extends AsyncDisposable {
  readonly home: string;
  readonly bridge: TestBridge;
  readonly clients: readonly RecordingClient[];
  /** The folder of the CLI's journals. */
  readonly journals: string;
  /** What must not be told, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Words for prompts that must not be told. */
  readonly canary: string;
  connect(): Promise<RecordingClient>;
  /** Kills the bridge; resolves when no client has a socket any more. */
  kill(): Promise<void>;
  /** Starts it again on the same data, and connects all clients. */
  restart(): Promise<void>;
  /** Of all bridges so far. */
  written(): string;
  peakRssMb(): Promise<number>;
  idleRssMb: number;
}

export async function startChaosYard(): Promise<ChaosYard> {
  const home = await mkdtemp(join(tmpdir(), "switchyard-chaos-"));
  const { program, journals } = await installChaosCli(join(home, "cli"));
  await mkdir(join(home, "switchyard"), { recursive: true });
  const settings = { backends: { claude: { path: program } } };
  await writeFile(join(home, "switchyard", "settings.json"), JSON.stringify(settings));
  const canaries = { prompt: `canary-${randomUUID()}`, environment: `canary-${randomUUID()}` };
  const start = (): Promise<TestBridge> =>
    startBridge({
      main: bridgeMain,
      home,
      args: ["--log-level", "debug"],
      env: { CHAOS_CANARY: canaries.environment, CLAUDE_CONFIG_DIR: undefined },
    });

  const clients: RecordingClient[] = [];
  const ended: TestBridge[] = [];
  let isOver = false;
  let names = 0;
  let peak = 0;
  let bridge = await start();
  const idleRssMb = await rssMb(bridge, "VmHWM");

  async function notePeak(): Promise<void> {
    peak = Math.max(peak, await rssMb(bridge, "VmHWM"));
  }

  return {
    home,
    journals,
    clients,
    idleRssMb,
    canary: canaries.prompt,
    get bridge() {
      return bridge;
    },
    get secrets() {
      return {
        "its token": bridge.token,
        "a prompt": canaries.prompt,
        "the environment": canaries.environment,
      };
    },
    async connect() {
      names += 1;
      const client = makeRecordingClient(`client ${names}`);
      await client.connect(bridge);
      clients.push(client);
      return client;
    },
    async kill() {
      await notePeak();
      await bridge.end("SIGKILL");
      await Promise.all(clients.map((client) => client.gone()));
    },
    async restart() {
      if (isOver) throw new Error("The run is over: it took too long.");
      ended.push(bridge);
      bridge = await start();
      await Promise.all(clients.map((client) => client.connect(bridge)));
    },
    written: () => [...ended, bridge].map((each) => each.stderr()).join(""),
    async peakRssMb() {
      await notePeak();
      return peak;
    },
    async [Symbol.asyncDispose]() {
      isOver = true;
      await bridge.end("SIGKILL");
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function rssMb({ pid }: TestBridge, kind: "VmRSS" | "VmHWM"): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(new RegExp(`${kind}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;
}
