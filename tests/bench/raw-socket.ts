import { once } from "node:events";
import { WebSocket } from "ws";

/** A client that looks at nothing but the texts of its frames. */
export interface RawSocket {
  send(method: string, params: object): void;
  /** Calls `take` with each frame, and when it came; resolves once it returns true. */
  until(take: (text: string, at: bigint) => boolean): Promise<void>;
  close(): void;
}

export async function openRawSocket({ port, token }: { port: number; token: string }): Promise<RawSocket> {
  const headers = { authorization: `Bearer ${token}` };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers, maxPayload: 0 });
  await once(socket, "open");
  const send = (method: string, params: object): void =>
    socket.send(JSON.stringify({ jsonrpc: "2.0", id: method, method, params }));
  send("hello", { client: { name: "bench", version: "0" }, protocol: 1 });
  return {
    send,
    until: (take) =>
      new Promise((resolve) => {
        const look = (data: Buffer): void => {
          if (!take(data.toString(), process.hrtime.bigint())) return;
          socket.off("message", look);
          resolve();
        };
        socket.on("message", look);
      }),
    close: () => socket.close(),
  };
}
