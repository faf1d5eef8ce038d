import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connect } from "@switchyard/testkit/bridge";
import { z } from "zod";
import { makeHistory } from "../history/make-history.ts";
import { bridgeMain } from "../integration/yard.ts";
import { ms, quantile, type Row } from "./report.ts";

/** What stored and open sessions cost at the start and in memory, beside a bridge that has none. */
export async function benchStoredSessions(): Promise<Row[]> {
  const none = await measured(0, "stored");
  const hundred = await measured(100, "stored");
  const thousand = await measured(1_000, "stored");
  const open = await measured(100, "open");
  return [
    {
      what: "start with 1,000 sessions, 100 k chunks",
      measured: ms(thousand.readyMs),
      floor: `${ms(none.readyMs)} (none)`,
      ratio: `+${ms(thousand.readyMs - none.readyMs)}`,
      aim: "+200 ms",
    },
    memory("100 stored sessions", hundred, none, 100),
    memory("1,000 stored sessions", thousand, none, 1_000),
    memory("100 open sessions that a client follows", open, none, 100),
  ];
}

interface Measured {
  readonly readyMs: number;
  readonly rssMb: number;
}

function memory(what: string, with_: Measured, none: Measured, sessions: number): Row {
  const each = ((with_.rssMb - none.rssMb) * 1024) / sessions;
  return {
    what: `memory of ${what}`,
    measured: `${with_.rssMb.toFixed(0)} MB`,
    floor: `${none.rssMb.toFixed(0)} MB (none)`,
    ratio: `${each.toFixed(0)} KB each`,
    aim: what.includes("open") ? "≤ 300 KB each" : "≤ 20 KB each",
  };
}

async function measured(sessions: number, kind: "stored" | "open"): Promise<Measured> {
  await using home = await mkdtempDisposable(join(tmpdir(), "switchyard-bench-"));
  const data = join(home.path, "switchyard");
  await makeHistory(data, { sessions, chunksPerSession: 100, areStopped: kind === "stored" });
  const runs: Measured[] = [];
  for (let round = 0; round < 5; round += 1) runs.push(await start(home.path, data));
  return {
    readyMs: quantile(
      runs.map(({ readyMs }) => readyMs),
      0.5,
    ),
    rssMb: quantile(
      runs.map(({ rssMb }) => rssMb),
      0.5,
    ),
  };
}

const Ready = z.object({ port: z.number(), token: z.string() });

async function start(home: string, data: string): Promise<Measured> {
  const from = performance.now();
  const args = [bridgeMain, "--json", "--no-open", "--port", "0"];
  const env = { ...process.env, HOME: home, SWITCHYARD_HOME: data };
  const child = spawn(process.execPath, args, { cwd: home, env, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const readyMs = performance.now() - from;
  const client = await connect(Ready.parse(JSON.parse(String(line))));
  const { sessions } = await client.call("listActiveSessions", {});
  for (const { sessionId } of sessions) await client.call("subscribeSession", { sessionId, afterSeq: 0 });
  await Promise.all(
    sessions.map(({ sessionId, lastSeq }) =>
      client.chunks(sessionId, (chunks) => (chunks.at(-1)?.seq ?? 0) >= lastSeq),
    ),
  );
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  const rssMb = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  client.close();
  child.kill();
  await once(child, "exit");
  return { readyMs, rssMb };
}
