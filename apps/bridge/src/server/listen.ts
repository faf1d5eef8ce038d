import { once } from "node:events";
import type { Server } from "node:http";
import { StartError } from "../start-error.ts";

/** Resolves with the port once the server listens; a port that cannot be had is a `StartError`. */
export async function listen(server: Server, port: number, address: string): Promise<number> {
  try {
    server.listen({ port, host: address, exclusive: true });
    await once(server, "listening");
  } catch (error) {
    throw explain(error, port, address);
  }
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("The server has no TCP address.");
  return bound.port;
}

function explain(error: unknown, port: number, address: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const again = "start with --port 0 for a free one (another port is another address for the browser).";
  switch (error.code) {
    case "EADDRINUSE":
      return new StartError(`Port ${port} is taken. End what listens there, or ${again}`);
    case "EACCES":
      return new StartError(
        `Port ${port} may not be used by this user. Choose another with --port, or ${again}`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new StartError(`This machine has no address ${address} to listen on; see --dangerously-bind.`);
    default:
      return error;
  }
}
