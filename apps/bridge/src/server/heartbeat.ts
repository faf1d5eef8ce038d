import { performance } from "node:perf_hooks";
import type { WebSocket } from "ws";

/** Between two pings; a peer that gives no sign of life for two of them is dropped. */
const PING_EVERY_MS = 15_000;

/**
 * Pings the peer and drops one that is silent for two pings. Time that this machine or process slept
 * counts for nobody: no peer could be heard in it.
 * @param everyMs @default 15_000
 */
export function watchHeartbeat(socket: WebSocket, everyMs = PING_EVERY_MS): void {
  let lastHeard = performance.now();
  let lastTick = lastHeard;
  const heard = (): void => {
    lastHeard = performance.now();
  };
  const tick = (): void => {
    const now = performance.now();
    if (now - lastTick > 1.5 * everyMs) lastHeard = now;
    lastTick = now;
    // A pong comes a little after its ping: without the quarter a silent peer had a third ping.
    if (now - lastHeard > 1.75 * everyMs) return socket.terminate();
    socket.ping();
  };
  const timer = setInterval(tick, everyMs);
  timer.unref();
  for (const sign of ["message", "ping", "pong"]) socket.on(sign, heard);
  socket.once("close", () => clearInterval(timer));
}
