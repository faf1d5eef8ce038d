import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Step } from "./wire.ts";

export type Player = {
  /** Resolves when a hanging answer may go on, or once `signal` fires. */
  hold: () => Promise<void>;
  /** Fires when the reader closed the connection. */
  signal: AbortSignal;
};

/** Streams an answer as events; ends early, without an error, when the reader goes away. */
export async function play(response: ServerResponse, steps: readonly Step[], player: Player): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  for (const step of steps) {
    if (player.signal.aborted || response.destroyed) return;
    if (step === "hang") await player.hold();
    else if (step === "drop") await cut(response);
    else if ("send" in step) response.write(step.send);
    else await delay(step.wait, undefined, { signal: player.signal }).catch(() => {});
  }
  if (!player.signal.aborted && !response.destroyed) response.end();
}

/** What was written so far still reaches the reader. */
function cut(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.write(": cut\n\n", () => {
      response.destroy();
      resolve();
    });
  });
}
