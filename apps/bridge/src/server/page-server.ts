import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { createStaticFiles } from "./static-files.ts";

/** What answers for the page: the built files, or Vite in development. */
export interface PageServer {
  answer(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void>;
  /** Takes an upgrade that is the page server's own (Vite's reload socket); false: it is none. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): Promise<void>;
}

/** `dist` is the folder that `vite build` writes; Vite itself is loaded in development only. */
export async function createPageServer(dist: string, dev: boolean): Promise<PageServer> {
  if (dev) return (await import("./dev-server.ts")).createDevServer(dist);
  return { answer: createStaticFiles(dist), upgrade: () => false, close: async () => {} };
}
