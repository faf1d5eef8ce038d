import type { Page, WebSocketRoute } from "@playwright/test";
import type { SessionId } from "@switchyard/core/protocol";

export interface StreamOptions {
  sessionId: SessionId;
  /** The session's last chunk. */
  afterSeq: number;
  perSecond: number;
  seconds: number;
}

/** What a page made of it: frames that came more than a half too late, of all. */
export interface Streamed {
  late: number;
  frames: number;
  longestTaskMs: number;
  elements: number;
}

/** Puts chunks into a page's own connection, at a pace that no program has to keep up. */
export async function feedChunks(page: Page) {
  let socket: WebSocketRoute | undefined;
  await page.routeWebSocket(/\/rpc$/, (route) => {
    route.connectToServer();
    socket = route;
  });
  return {
    async stream(page: Page, options: StreamOptions): Promise<Streamed> {
      const watched = page.evaluate(watchFrames, options.seconds);
      const pace = 1000 / 60;
      const from = performance.now();
      let sent = 0;
      while (performance.now() - from < options.seconds * 1000) {
        const due = Math.floor(((performance.now() - from) / 1000) * options.perSecond);
        const frame = Array.from({ length: due - sent }, (_, at) => notification(options, sent + at + 1));
        if (frame.length > 0) socket?.send(JSON.stringify(frame));
        sent = due;
        await new Promise((resolve) => setTimeout(resolve, pace));
      }
      return watched;
    },
  };
}

/** A turn of messages of forty deltas each. */
function notification({ sessionId, afterSeq }: StreamOptions, number: number) {
  const place = { sessionId, seq: afterSeq + number, at: Date.now(), turn: 1_000_000, isDone: false };
  const body =
    number === 1
      ? { type: "turn_started", by: "agent", content: "" }
      : {
          type: "agent_message",
          messageKey: String(Math.floor(number / 40)),
          content: `some **words** of ${number} `,
        };
  return { jsonrpc: "2.0", method: "agent-chunk", params: { ...place, ...body } };
}

async function watchFrames(seconds: number): Promise<Streamed> {
  let longestTaskMs = 0;
  const watcher = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, entry.duration);
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
  return { late, frames: gaps.length, longestTaskMs, elements: document.querySelectorAll("*").length };
}
