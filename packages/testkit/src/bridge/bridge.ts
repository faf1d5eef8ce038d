import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { type Client, connect } from "./client.ts";

/** A bridge as a user starts it: a process of its own, with a data folder, a home and a project of its own. */
export interface TestBridge extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly pid: number;
  /** What it wrote to stderr so far. */
  stderr(): string;
  /** The folder sessions work in, where none is named. */
  readonly cwd: string;
  readonly home: string;
  connect(): Promise<Client>;
  /** Sends a signal and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export interface TestBridgeOptions {
  /** What Node runs: the bridge's `main.ts`, or `bin/switchyard.js` of the package `switchyard`. */
  main: string;
  /** Beside what a user's shell has. @default {} */
  env?: Readonly<Record<string, string | undefined>>;
  /** A home from an earlier bridge, to go on with its data. @default a new one */
  home?: string;
  /** @default `project` in the home */
  cwd?: string;
  /** @default [] */
  args?: readonly string[];
}

const Ready = z.object({ url: z.string(), port: z.number(), token: z.string(), pid: z.number() });

/** Starts a bridge and waits until it is ready. */
export async function startBridge(options: TestBridgeOptions): Promise<TestBridge> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), "switchyard-test-")));
  const cwd = options.cwd ?? join(home, "project");
  await mkdir(cwd, { recursive: true });
  const child = spawn(
    process.execPath,
    [resolve(options.main), "--json", "--no-open", "--port", "0", "--cwd", cwd, ...(options.args ?? [])],
    {
      cwd,
      env: { ...process.env, HOME: home, SWITCHYARD_HOME: join(home, "switchyard"), ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const stderr: string[] = [];
  child.stderr.on("data", (data: Buffer) => stderr.push(data.toString()));
  const exited = once(child, "exit");
  const closed = once(child, "close");
  const ready = await firstLine(child);
  if (ready === null) {
    await closed;
    throw new Error(`The bridge ended before it was ready: ${stderr.join("")}`);
  }
  const address = Ready.parse(JSON.parse(ready));
  const clients: Client[] = [];

  async function end(signal: NodeJS.Signals = "SIGTERM") {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await exited;
    }
    return { code: child.exitCode, signal: child.signalCode };
  }

  return {
    ...address,
    cwd,
    home,
    end,
    stderr: () => stderr.join(""),
    async connect() {
      const client = await connect(address);
      clients.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.close();
      await end();
      if (options.home === undefined) await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Null: it ended before it wrote one. */
async function firstLine(child: ChildProcess): Promise<string | null> {
  if (child.stdout === null) throw new Error("stdout is not piped");
  for await (const line of createInterface({ input: child.stdout })) return line;
  return null;
}
