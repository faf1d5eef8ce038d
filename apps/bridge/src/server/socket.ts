import type { Logger } from "pino";
import type { RawData, WebSocket } from "ws";
import { watchHeartbeat } from "./heartbeat.ts";
import { createOutbox } from "./outbox.ts";
import type { Caller, Dispatch } from "./rpc-dispatch.ts";

/** Calls of one socket that may be under way; the next ones wait unread. */
const MAX_IN_FLIGHT = 64;

export interface SocketOptions {
  readonly dispatch: Dispatch;
  readonly logger: Logger;
  readonly heartbeatMs: number | undefined;
  /** The peer has read what waited for it. */
  onRoom(caller: Caller): void;
  onClose(caller: Caller): void;
}

/**
 * Serves one accepted socket: frames in, answers out. A peer that does not read its answers is not
 * read either, so that nothing piles up for it.
 */
export function serveSocket(socket: WebSocket, options: SocketOptions): Caller {
  const inbox: (string | undefined)[] = [];
  let inFlight = 0;
  const outbox = createOutbox(socket, () => {
    options.onRoom(caller);
    work();
  });
  const caller: Caller = { greeted: false, outbox, fail: () => socket.close(1011, "log unreadable") };

  function work(): void {
    while (inbox.length > 0 && !outbox.clogged && inFlight < MAX_IN_FLIGHT) {
      inFlight += 1;
      void options.dispatch(inbox.shift(), caller).then(() => {
        inFlight -= 1;
        work();
      });
    }
    if (socket.readyState !== socket.OPEN) return;
    if (inbox.length > 0 || outbox.clogged) return socket.pause();
    if (socket.isPaused) socket.resume();
  }

  socket.on("message", (data, isBinary) => {
    inbox.push(isBinary ? undefined : textOf(data));
    work();
  });
  // Its reason comes with "close"; without a listener a peer's fault would end the bridge.
  socket.on("error", (error) => options.logger.debug({ err: error }, "a socket failed"));
  socket.once("close", () => {
    inbox.length = 0;
    options.onClose(caller);
  });
  watchHeartbeat(socket, options.heartbeatMs);
  return caller;
}

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString("utf8") : "";
}
