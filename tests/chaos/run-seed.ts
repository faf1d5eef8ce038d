import { setTimeout as delay } from "node:timers/promises";
import type { RecordingClient } from "@switchyard/testkit/bridge";
import { makeRandom } from "@switchyard/testkit/random";
import { processesOf } from "../integration/yard.ts";
import { aftermathFaults } from "./checker/aftermath.ts";
import { faultsOf } from "./checker/check.ts";
import type { LogHistory } from "./checker/histories.ts";
import { readJournals, readLog } from "./collect.ts";
import { makeRun, type Run } from "./run.ts";
import { cuts } from "./scenarios/cuts.ts";
import { kill9 } from "./scenarios/kill9.ts";
import { midLine } from "./scenarios/mid-line.ts";
import { mixed } from "./scenarios/mixed.ts";
import { paused } from "./scenarios/paused.ts";
import { spawnStop } from "./scenarios/spawn-stop.ts";
import { startChaosYard } from "./yard.ts";

export const scenarios = {
  kill9,
  cuts,
  "spawn-stop": spawnStop,
  "mid-line": midLine,
  paused,
  mixed,
};
export type ScenarioName = keyof typeof scenarios;

export interface Outcome {
  readonly scenario: ScenarioName;
  readonly seed: number;
  /** What was broken; empty: everything held. */
  readonly faults: readonly string[];
  readonly ms: number;
  /** Counted in the logs and over all clients: a run that did nothing proves nothing. */
  readonly chunks: number;
  readonly seen: number;
  readonly processes: number;
  readonly peakRssMb: number;
}

/** Runs a scenario as its seed has it, with a bridge of its own, and compares the three histories. */
export async function runSeed(scenario: ScenarioName, seed: number): Promise<Outcome> {
  const started = performance.now();
  await using yard = await startChaosYard();
  const run = makeRun(yard, await yard.connect(), makeRandom(seed));
  const hasEnded = await withinTime(scenarios[scenario](run));
  if (!hasEnded) run.faults.push(`it has not ended after ${LIMIT_MS / 1000} s`, ...(await standOf(run)));
  const found = hasEnded ? await aftermathOf(run) : { faults: [], logs: [], processes: 0 };
  return {
    scenario,
    seed,
    faults: [...run.faults, ...found.faults],
    ms: performance.now() - started,
    chunks: found.logs.reduce((sum, { chunks }) => sum + chunks.length, 0),
    seen: yard.clients.reduce((sum, { count }) => sum + count, 0),
    processes: found.processes,
    peakRssMb: await yard.peakRssMb(),
  };
}

/** Far more than any run takes: only what waits for ever meets it. */
const LIMIT_MS = 60_000;

async function withinTime(work: Promise<unknown>): Promise<boolean> {
  const limit = new AbortController();
  const over = delay(LIMIT_MS, false, { signal: limit.signal }).catch(() => false);
  // What fails when the run is over is nobody's any more.
  work.catch(() => undefined);
  try {
    return await Promise.race([work.then(() => true), over]);
  } finally {
    limit.abort();
  }
}

/** Where the sessions of a run that does not end have come to. */
async function standOf({ driver, lastPrompt }: Run): Promise<string[]> {
  const listed = await driver.call("listSessions", {}).catch(() => ({ sessions: [] }));
  const logs = await Promise.all(
    listed.sessions.map(async (session) => {
      const { chunks } = await readLog(driver, session.sessionId);
      const last = chunks.slice(-3).map(({ seq, turn, type }) => `${seq} ${type} of turn ${turn}`);
      return `${session.sessionId} is ${session.status}, its process ${session.process}, at ${last.join(", ")}`;
    }),
  );
  return [`the last message was #${lastPrompt}`, ...logs];
}

/** Stops everything and looks at what there is. */
async function aftermathOf(run: Run) {
  const { yard, driver } = run;
  const { sessions } = await driver.call("listSessions", {});
  await Promise.all(sessions.map(({ sessionId }) => run.press("stopAgentSession", sessionId)));
  const logs = await Promise.all(sessions.map(({ sessionId }) => readLog(driver, sessionId)));
  const followed = yard.clients.flatMap((client) =>
    run.sessions.filter((id) => client.lives(id).length > 0).map((sessionId) => ({ client, sessionId })),
  );
  await Promise.all(
    followed.map(({ client, sessionId }) =>
      caughtUp(
        client,
        logs.find((log) => log.sessionId === sessionId),
      ),
    ),
  );
  const processes = await readJournals(yard.journals);
  const clients = followed.map(({ client, sessionId }) => ({
    client: client.name,
    sessionId,
    lives: client.lives(sessionId),
    isCaughtUp: true,
  }));
  const aftermath = aftermathFaults({
    survivors: await processesOf(yard.home),
    secrets: yard.secrets,
    peakRssMb: await yard.peakRssMb(),
    idleRssMb: yard.idleRssMb,
    isHealthy: await isHealthy(yard.bridge.port),
    written: yard.written(),
  });
  const { code } = await yard.bridge.end("SIGTERM");
  const ending = code === 0 ? [] : [`told to end, the bridge exited with ${String(code)}`];
  const faults = [...faultsOf({ logs, clients, processes, asked: run.asked }), ...aftermath, ...ending];
  return { faults, logs, processes: processes.length };
}

/** Waits until a client has seen the end of a log; for ever is for the checker to tell. */
async function caughtUp(client: RecordingClient, log: LogHistory | undefined): Promise<void> {
  if (log === undefined) return;
  const sawAll = (): boolean => {
    const life = client.lives(log.sessionId).at(-1);
    return (life?.seen.at(-1)?.seq ?? life?.afterSeq ?? 0) >= log.chunks.length;
  };
  await withinTime(client.until(sawAll));
}

async function isHealthy(port: number): Promise<boolean> {
  const health = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
  return health?.status === 200;
}
