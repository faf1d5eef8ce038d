import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { StartError } from "../start-error.ts";
import type { PageServer } from "./page-server.ts";

/**
 * Vite as middleware, from the page's own dependencies: one origin, and our checks before its own.
 * @throws {StartError} where the page is installed without its sources
 */
export async function createDevServer(dist: string): Promise<PageServer> {
  const root = dirname(dist);
  if (!existsSync(join(root, "src"))) {
    throw new StartError(
      "--dev serves the page from its sources, and those are in Switchyard's repository alone.",
    );
  }
  const entry = createRequire(join(root, "package.json")).resolve("vite");
  const loaded: unknown = await import(pathToFileURL(entry).href);
  if (!isVite(loaded)) throw new Error(`${entry} is not Vite.`);
  // Never listens: Vite hears only the upgrades that passed our checks.
  const checkedUpgrades = createServer();
  const vite = await loaded.createServer({
    root,
    appType: "spa",
    logLevel: "warn",
    clearScreen: false,
    server: { middlewareMode: true, cors: false, allowedHosts: true, hmr: { server: checkedUpgrades } },
  });
  return {
    answer: (request, response) =>
      new Promise((resolve, reject) => {
        response.once("close", resolve);
        vite.middlewares(request, response, (error) => {
          if (error !== undefined && error !== null) reject(new Error("Vite failed", { cause: error }));
          else response.writeHead(404).end();
        });
      }),
    upgrade: (request, socket, head) => {
      const protocols = request.headers["sec-websocket-protocol"] ?? "";
      return /^vite-(hmr|ping)$/.test(protocols) && checkedUpgrades.emit("upgrade", request, socket, head);
    },
    close: () => vite.close(),
  };
}

/** The part of Vite that is used; the bridge does not depend on it. */
interface ViteModule {
  createServer(options: Readonly<Record<string, unknown>>): Promise<{
    middlewares(request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void;
    close(): Promise<void>;
  }>;
}

function isVite(loaded: unknown): loaded is ViteModule {
  return typeof loaded === "object" && loaded !== null && "createServer" in loaded;
}
