import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page, type WebSocketRoute } from "@playwright/test";
import type { SessionInfo } from "@switchyard/core/protocol";
import { startBridge } from "@switchyard/testkit/bridge";
import { launchOptions } from "../e2e/browser.ts";
import unpackBrowser from "../e2e/unpack-browser.ts";
import { makeHistory } from "../history/make-history.ts";
import { bridgeMain } from "../integration/yard.ts";
import { z } from "zod";
import { ms, type Row } from "./report.ts";

const SESSIONS = 20;
const STORED = 100;
const CHUNKS_A_SECOND = 25;
const SECONDS = 10;

/** The fleet of twenty sessions that all stream at once: long tasks, and frames that came too late. */
export async function benchPageFleet(): Promise<Row[]> {
  await unpackBrowser();
  await using home = await mkdtempDisposable(join(tmpdir(), "switchyard-bench-"));
  await makeHistory(join(home.path, "switchyard"), {
    sessions: SESSIONS,
    chunksPerSession: STORED,
    cwd: home.path,
  });
  await using bridge = await startBridge({ main: bridgeMain, home: home.path });
  const client = await bridge.connect();
  const { sessions } = await client.call("listSessions", {});
  const browser = await chromium.launch(launchOptions());
  try {
    // As high as is needed for all twenty tiles to be on screen.
    const page = await browser.newPage({ viewport: { width: 1920, height: 1200 } });
    let socket: WebSocketRoute | undefined;
    await page.routeWebSocket(/\/rpc$/, (route) => {
      route.connectToServer();
      socket = route;
    });
    await page.goto(`${new URL(bridge.url).origin}/fleet#token=${bridge.token}`);
    await page
      .locator(".tile-feed > :nth-child(2)")
      .nth(SESSIONS - 1)
      .waitFor();
    const tell = (frame: object[]) => socket?.send(JSON.stringify(frame));
    const idle = await watch(page, () => undefined);
    await browser.startTracing(page, { categories: ["toplevel"] });
    const streamed = await watch(page, streams(sessions, tell));
    const own = ownTime(await browser.stopTracing());
    const lines = await page.locator(".tile-feed .tile-line").count();
    if (lines < SESSIONS) throw new Error(`Only ${lines} lines are in the tiles: nothing streamed.`);
    return [rowOf(streamed, idle), ownRow(own)];
  } finally {
    await browser.close();
  }
}

interface Watched {
  readonly longTasks: number;
  readonly longestMs: number;
  readonly late: number;
  readonly frames: number;
}

/** What becomes of the page while `act` is called sixty times a second. */
async function watch(page: Page, act: (elapsedMs: number) => void): Promise<Watched> {
  const watched = page.evaluate(watchFrames, SECONDS);
  const from = performance.now();
  while (performance.now() - from < SECONDS * 1000) {
    act(performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 1000 / 60));
  }
  return watched;
}

async function watchFrames(seconds: number): Promise<Watched> {
  const tasks: number[] = [];
  const watcher = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  });
  watcher.observe({ type: "longtask" });
  const gaps: number[] = [];
  const from = performance.now();
  for (let last = from; last - from < seconds * 1000;) {
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    gaps.push(now - last);
    last = now;
  }
  watcher.disconnect();
  const late = gaps.filter((gap) => gap > (1.5 * 1000) / 60).length;
  return { longTasks: tasks.length, longestMs: Math.max(0, ...tasks), late, frames: gaps.length };
}

/** All of them, each at its own place in the work, and once a second what the list tells of each. */
function streams(sessions: readonly SessionInfo[], tell: (frame: object[]) => void) {
  let sent = 0;
  let told = 0;
  return (elapsedMs: number) => {
    const due = Math.floor((elapsedMs / 1000) * CHUNKS_A_SECOND);
    const frame: object[] = [];
    for (; sent < due; sent += 1) {
      for (const [at, session] of sessions.entries())
        frame.push(event("agent-chunk", chunkOf(session, { number: sent, step: sent + 2 * at })));
    }
    for (const dueUpdates = Math.floor((elapsedMs / 1000) * sessions.length); told < dueUpdates; told += 1) {
      const session = sessions[told % sessions.length];
      if (session !== undefined) frame.push(event("session-updated", { session: updated(session, sent) }));
    }
    if (frame.length > 0) tell(frame);
  };
}

function event(method: string, params: object) {
  return { jsonrpc: "2.0", method, params };
}

function updated(session: SessionInfo, sent: number): SessionInfo {
  return {
    ...session,
    status: "running",
    lastSeq: session.lastSeq + sent,
    lastActivity: Math.floor(Date.now() / 1000),
    activity: `Running step ${sent}`,
  };
}

/** A turn of prose, commands that print, and edits. */
function chunkOf({ sessionId, lastSeq }: SessionInfo, { number, step }: { number: number; step: number }) {
  const place = { sessionId, seq: lastSeq + number + 1, at: Date.now(), turn: 1_000_000, isDone: false };
  const body = number === 0 ? { type: "turn_started", by: "user" } : bodyOf(step);
  return { content: "", ...place, ...body };
}

const ROUND = 40;

function bodyOf(number: number): object {
  const at = number % ROUND;
  const round = Math.floor(number / ROUND);
  const toolCallId = `call-${round}`;
  if (at < 25) {
    return { type: "agent_message", messageKey: `m${round}`, content: `some **words** of ${number}, and ` };
  }
  if (at === 25) {
    const input = { command: `npm test -- part-${round}` };
    return {
      type: "tool_call",
      toolCallId,
      name: "Bash",
      kind: "execute",
      status: "in_progress",
      title: "Run",
      input,
    };
  }
  if (at < 37) {
    const output = Array.from({ length: at - 20 }, (_, line) => `\u001b[32m✓\u001b[0m case ${line}\n`).join(
      "",
    );
    return { type: "tool_call_update", toolCallId, status: at === 36 ? "completed" : "in_progress", output };
  }
  const editId = `edit-${round}`;
  if (at === 37) {
    const input = { file_path: `src/part-${round}.ts` };
    return {
      type: "tool_call",
      toolCallId: editId,
      name: "Edit",
      kind: "edit",
      status: "in_progress",
      title: "Edit",
      input,
    };
  }
  const oldText = Array.from({ length: 200 }, (_, line) => `const line${line} = ${line};\n`).join("");
  const diff = [{ path: `src/part-${round}.ts`, oldText, newText: oldText.replaceAll("= 1", "= 2") }];
  return { type: "tool_call_update", toolCallId: editId, status: "completed", diff };
}

const Trace = z.object({
  traceEvents: z.array(
    z.object({
      pid: z.number(),
      tid: z.number(),
      name: z.string(),
      /** Microseconds of the processor. */
      tdur: z.number().optional(),
      args: z.object({ name: z.string().optional() }).optional(),
    }),
  ),
});

interface OwnTime {
  readonly longestMs: number;
  readonly wholeMs: number;
}

/** What the page's tasks took of the processor: also on a machine that others use meanwhile. */
function ownTime(trace: Buffer): OwnTime {
  const { traceEvents } = Trace.parse(JSON.parse(trace.toString()));
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.flatMap(({ pid, tid, name, tdur }) =>
    name === "ThreadControllerImpl::RunTask" && mains.has(`${pid} ${tid}`) ? [(tdur ?? 0) / 1000] : [],
  );
  return { longestMs: Math.max(0, ...tasks), wholeMs: tasks.reduce((sum, task) => sum + task, 0) };
}

function ownRow({ longestMs, wholeMs }: OwnTime): Row {
  return {
    what: "the same, of the processor: longest task",
    measured: ms(longestMs),
    floor: "",
    ratio: `${((100 * wholeMs) / (SECONDS * 1000)).toFixed(0)} % of a core`,
    aim: "no task over 50 ms",
  };
}

function rowOf(streamed: Watched, idle: Watched): Row {
  const told = ({ longTasks, longestMs }: Watched) =>
    longTasks === 0 ? "no long task" : `${longTasks} long tasks, the longest ${ms(longestMs)}`;
  const share = ({ late, frames }: Watched) =>
    `${((100 * late) / Math.max(1, frames)).toFixed(0)} % late frames`;
  return {
    what: `fleet of ${SESSIONS}, ${SESSIONS * CHUNKS_A_SECOND} chunks/s for ${SECONDS} s`,
    measured: `${told(streamed)}, ${share(streamed)}`,
    floor: `${told(idle)}, ${share(idle)} (nothing comes)`,
    ratio: `${streamed.frames} of ${idle.frames} frames`,
    aim: "no task over 50 ms",
  };
}
