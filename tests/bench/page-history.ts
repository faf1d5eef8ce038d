import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import type { SessionId } from "@switchyard/core/protocol";
import { startBridge } from "@switchyard/testkit/bridge";
import { launchOptions } from "../e2e/browser.ts";
import unpackBrowser from "../e2e/unpack-browser.ts";
import { makeHistory } from "../history/make-history.ts";
import { bridgeMain } from "../integration/yard.ts";
import { feedChunks, type Streamed } from "./page-feed.ts";
import { ms, quantile, type Row, times } from "./report.ts";

const SHORT = 100;
const LONG = 100_000;
const ROUNDS = 9;
const PAGES = 10;
const CHUNKS_A_SECOND = 1_000;
const STREAM_SECONDS = 5;
const PATIENCE_MS = 20_000;

/** The page over a session of 100,000 chunks, beside one of 100 in the same page. */
export async function benchPageHistory(): Promise<Row[]> {
  await unpackBrowser();
  const home = await mkdtemp(join(tmpdir(), "switchyard-bench-"));
  try {
    const make = async (chunksPerSession: number) =>
      (await makeHistory(join(home, "switchyard"), { sessions: 1, chunksPerSession, cwd: home }))[0];
    const [short, long] = [await make(SHORT), await make(LONG)];
    if (short === undefined || long === undefined) throw new Error("no sessions were made");
    await using bridge = await startBridge({ main: bridgeMain, home });
    const browser = await chromium.launch(launchOptions());
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      const feed = await feedChunks(page);
      await page.goto(`${new URL(bridge.url).origin}/sessions/${long}#token=${bridge.token}`);
      await page.locator(".row").first().waitFor();
      const opened = await measureOpening(page, short, long);
      const scrolled = await measureScrolling(page);
      await page.getByRole("button", { name: "Jump to the end" }).click();
      const pace = { sessionId: long, afterSeq: LONG, seconds: STREAM_SECONDS };
      const idle = await feed.stream(page, { ...pace, perSecond: 0 });
      const streamed = await feed.stream(page, { ...pace, perSecond: CHUNKS_A_SECOND });
      return [...openingRows(opened), scrollingRow(scrolled), streamingRow(streamed, idle)];
    } finally {
      await browser.close();
    }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Held {
  openMs: number;
  elements: number;
  heapMb: number;
}

async function measureOpening(
  page: Page,
  short: SessionId,
  long: SessionId,
): Promise<{ short: Held; long: Held }> {
  const taken: Record<string, number[]> = { [short]: [], [long]: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const id of [short, long]) taken[id]?.push(await openSession(page, id));
  }
  const held = async (id: SessionId): Promise<Held> => {
    await openSession(page, id === short ? long : short);
    await openSession(page, id);
    return { openMs: quantile(taken[id]?.slice(1) ?? [], 0.5), ...(await heldBy(page)) };
  };
  return { short: await held(short), long: await held(long) };
}

/** From the press of its link, in another session, until its newest rows are painted, in ms. */
function openSession(page: Page, sessionId: SessionId): Promise<number> {
  return page.evaluate(
    ([id, patienceMs]) =>
      new Promise<number>((resolve, reject) => {
        if (location.pathname.endsWith(id)) return resolve(0);
        const before = document.querySelector('[role="log"]');
        const from = performance.now();
        const look = () => {
          const log = document.querySelector('[role="log"]');
          const isAtEnd = log && log.scrollHeight - log.clientHeight - log.scrollTop < 2;
          if (log !== before && isAtEnd && log.querySelector(".row")) {
            return requestAnimationFrame(() => resolve(performance.now() - from));
          }
          if (performance.now() - from > patienceMs) return reject(new Error(`${id} did not open`));
          return requestAnimationFrame(look);
        };
        document.querySelector<HTMLElement>(`a[href="/sessions/${id}"]`)?.click();
        look();
      }),
    [sessionId, PATIENCE_MS] as const,
  );
}

async function heldBy(page: Page): Promise<{ elements: number; heapMb: number }> {
  const client = await page.context().newCDPSession(page);
  await client.send("HeapProfiler.enable");
  await client.send("HeapProfiler.collectGarbage");
  const { usedSize } = await client.send("Runtime.getHeapUsage");
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  await client.detach();
  return { elements, heapMb: usedSize / 1024 / 1024 };
}

interface Scrolled {
  longestTaskMs: number;
  elements: number;
  heapMb: number;
}

/** To the top of what is loaded, ten times: each reads an older page. */
async function measureScrolling(page: Page): Promise<Scrolled> {
  const longestTaskMs = await page.evaluate(async (pages) => {
    let longest = 0;
    const watcher = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
    });
    watcher.observe({ type: "longtask" });
    const log = document.querySelector('[role="log"]');
    const patience = performance.now() + 20_000;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    if (log === null) throw new Error("no log");
    for (let page = 0; page < pages; page += 1) {
      log.dispatchEvent(new WheelEvent("wheel", { deltaY: -100 }));
      log.scrollTop = 0;
      // An older page pushes the view away from the top.
      while (log.scrollTop < 600 && performance.now() < patience) await frame();
      await frame();
    }
    watcher.disconnect();
    return longest;
  }, PAGES);
  return { longestTaskMs, ...(await heldBy(page)) };
}

function openingRows({ short, long }: { short: Held; long: Held }): Row[] {
  return [
    {
      what: `open a session of ${LONG} chunks`,
      measured: ms(long.openMs),
      floor: `${ms(short.openMs)} (${SHORT} chunks)`,
      ratio: times(long.openMs / short.openMs),
      aim: "≤ 1.3 ×",
    },
    {
      what: "elements in the page",
      measured: String(long.elements),
      floor: `${short.elements} (${SHORT} chunks)`,
      ratio: times(long.elements / short.elements),
      aim: "bounded",
    },
    {
      what: "heap of the page",
      measured: `${long.heapMb.toFixed(1)} MB`,
      floor: `${short.heapMb.toFixed(1)} MB (${SHORT} chunks)`,
      ratio: times(long.heapMb / short.heapMb),
      aim: "bounded",
    },
  ];
}

function scrollingRow({ longestTaskMs, elements, heapMb }: Scrolled): Row {
  return {
    what: `scroll up ${PAGES} pages: longest task`,
    measured: ms(longestTaskMs),
    floor: `${elements} elements, ${heapMb.toFixed(1)} MB after it`,
    ratio: "",
    aim: "≤ 100 ms",
  };
}

function streamingRow(streamed: Streamed, idle: Streamed): Row {
  const share = ({ late, frames }: Streamed) => `${((100 * late) / Math.max(1, frames)).toFixed(0)} %`;
  return {
    what: `stream ${CHUNKS_A_SECOND} chunks/s: late frames`,
    measured: `${share(streamed)}, longest task ${ms(streamed.longestTaskMs)}`,
    floor: `${share(idle)} (nothing comes)`,
    ratio: `${streamed.frames} of ${idle.frames} frames`,
    aim: "+5 %",
  };
}
