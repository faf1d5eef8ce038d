import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProcessHandle, ProcessMessage, ProcessSpec } from "./host.ts";
import { makeLocalHost, type LocalHostOptions } from "./local-host.ts";

const fixtures = new URL("../../../../tests/fixtures/processes/", import.meta.url);

/** The path of a program of tests/fixtures/processes. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(name, fixtures));
}

export interface Run {
  readonly handle: ProcessHandle;
  readonly messages: readonly ProcessMessage[];
  /** All lines of stdout that came so far. */
  lines(): string[];
  /** Resolves when this holds, looked at after every message. */
  until(holds: () => boolean): Promise<void>;
}

/** A host whose processes are ended with it; it throws if anything of them is still there then. */
export async function testHost(options: Omit<LocalHostOptions, "spillFolder"> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-process-"));
  const host = makeLocalHost({ ...options, spillFolder: folder });
  const runs: Run[] = [];

  function start(name: string, spec: Partial<ProcessSpec> = {}): Run {
    const messages: ProcessMessage[] = [];
    const came = new EventEmitter();
    const whole = { program: fixture(name), args: [], cwd: folder, env: BARE, marker: randomUUID(), ...spec };
    const handle = host.start(whole, (message) => {
      messages.push(message);
      came.emit("message");
    });
    const run: Run = {
      handle,
      messages,
      lines: () => messages.flatMap((message) => (message.type === "lines" ? message.lines : [])),
      async until(holds) {
        while (!holds()) await once(came, "message");
      },
    };
    runs.push(run);
    return run;
  }

  return {
    folder,
    start,
    async [Symbol.asyncDispose]() {
      await Promise.all(runs.map((run) => run.handle.kill("deadline")));
      await rm(folder, { recursive: true, force: true });
      const left = runs.flatMap((run) => pidsMarked(run.handle.marker));
      if (left.length > 0) throw new Error(`Still there: ${left.join(", ")}`);
    },
  };
}

export const BARE = { PATH: "/usr/local/bin:/usr/bin:/bin" };

/** Who carries this marker now; told by other means than the code under test. */
export function pidsMarked(marker: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "latin1").includes(`SWITCHYARD_PROCESS=${marker}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** Whether a process with this pid runs; one that only waits to be noticed by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
