import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { bridgeMain } from "../integration/yard.ts";
import { ms, quantile, type Row } from "./report.ts";

const importsOnly = fileURLToPath(new URL("./imports-only.ts", import.meta.url));

/** From the process's start until it listens, and what it then holds, beside the same imports alone. */
export async function benchStart(): Promise<Row[]> {
  const bridge: Started[] = [];
  const bare: Started[] = [];
  for (let round = 0; round < 6; round += 1) {
    bare.push(await start([importsOnly]));
    bridge.push(await start([bridgeMain, "--json", "--no-open", "--port", "0"]));
  }
  const pick = (runs: Started[], key: keyof Started): number =>
    quantile(
      runs.slice(1).map((run) => run[key]),
      0.5,
    );
  const time = [pick(bridge, "readyMs"), pick(bare, "readyMs")] as const;
  const memory = [pick(bridge, "rssMb"), pick(bare, "rssMb")] as const;
  return [
    {
      what: "start until listening",
      measured: ms(time[0]),
      floor: `${ms(time[1])} (imports)`,
      ratio: `+${ms(time[0] - time[1])}`,
      aim: "+150 ms",
    },
    {
      what: "idle memory (RSS)",
      measured: `${memory[0].toFixed(0)} MB`,
      floor: `${memory[1].toFixed(0)} MB (imports)`,
      ratio: `+${(memory[0] - memory[1]).toFixed(0)} MB`,
      aim: "+40 MB",
    },
  ];
}

interface Started {
  readyMs: number;
  rssMb: number;
}

async function start(args: readonly string[]): Promise<Started> {
  const home = await mkdtemp(join(tmpdir(), "switchyard-bench-"));
  const from = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: home,
    env: { ...process.env, HOME: home, SWITCHYARD_HOME: join(home, "switchyard") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(createInterface({ input: child.stdout }), "line");
  const readyMs = performance.now() - from;
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  const rssMb = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  child.kill();
  await once(child, "exit");
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
  return { readyMs, rssMb };
}
