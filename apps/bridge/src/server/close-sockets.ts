import { once } from "node:events";
import type { WebSocket } from "ws";

/** How long a peer may take to say goodbye before it is cut off. */
const GOODBYE_MS = 1000;

/** Closes sockets with a code; resolves when all are gone, at the latest a second later. */
export async function closeSockets(
  sockets: Iterable<WebSocket>,
  code: number,
  reason: string,
): Promise<void> {
  await Promise.all([...sockets].map((socket) => closeSocket(socket, code, reason)));
}

async function closeSocket(socket: WebSocket, code: number, reason: string): Promise<void> {
  if (socket.readyState === socket.CLOSED) return;
  const gone = once(socket, "close");
  // One that we do not read, since it does not read us, would never be heard saying goodbye.
  if (socket.isPaused) socket.resume();
  socket.close(code, reason);
  const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
  await gone;
  clearTimeout(timer);
}
