import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { createAssetCache } from "./asset-cache.ts";
import type { Asset, Encoding } from "./asset-cache.ts";
import { resolveStatic } from "./static-path.ts";

/** Answers a GET or HEAD for the page; what it does not hold and what looks like a page is `index.html`. */
export type StaticFiles = (
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
) => Promise<void>;

/** Serves the folder that `vite build` writes; it may appear or change while the bridge runs. */
export function createStaticFiles(folder: string): StaticFiles {
  const cache = createAssetCache();
  return async (request, response, pathname) => {
    const file = await resolveStatic(folder, pathname);
    if (!file.ok && file.status !== 404) return plain(response, file.status, "Not served.");
    const asset = file.ok ? await cache.read(file.path) : undefined;
    if (asset !== undefined) return sendAsset(request, response, { asset, immutable: isHashed(pathname) });
    if (!isPage(request, pathname)) return plain(response, 404, "Not found.");
    const index = await resolveStatic(folder, "/index.html");
    const page = index.ok ? await cache.read(index.path) : undefined;
    if (page === undefined) return plain(response, 503, notBuilt(folder));
    return sendAsset(request, response, { asset: page, immutable: false });
  };
}

/** Any answer in words; node:http leaves the body out for HEAD. */
export function plain(response: ServerResponse, status: number, text: string): void {
  const body = Buffer.from(`${text}\n`);
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": body.length,
    "Cache-Control": "no-store",
  });
  response.end(body);
}

async function sendAsset(
  request: IncomingMessage,
  response: ServerResponse,
  { asset, immutable }: { asset: Asset; immutable: boolean },
): Promise<void> {
  const encoding = chooseEncoding(request.headers["accept-encoding"], asset.encodings());
  const etag = `"${asset.etag}-${encoding}"`;
  response.setHeader("Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
  response.setHeader("ETag", etag);
  response.setHeader("Vary", "Accept-Encoding");
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304).end();
    return;
  }
  const body = await asset.body(encoding);
  if (encoding !== "identity") response.setHeader("Content-Encoding", encoding);
  response.writeHead(200, { "Content-Type": asset.type, "Content-Length": body.length });
  response.end(body);
}

function chooseEncoding(accepted: string | undefined, offered: readonly Encoding[]): Encoding {
  const names = new Set((accepted ?? "").split(",").map((part) => part.trim().toLowerCase()));
  return offered.find((encoding) => names.has(encoding)) ?? "identity";
}

/** Vite's names for what it built: the content's hash is part of them, so they never change. */
function isHashed(pathname: string): boolean {
  return /^\/assets\/.+-[\w-]{8}\.\w+$/.test(pathname);
}

/** An address that a browser goes to is the page's own, whatever dots are in it: a bead's id has some. */
function isPage(request: IncomingMessage, pathname: string): boolean {
  if (pathname.startsWith("/assets/")) return false;
  const accept = request.headers.accept ?? "*/*";
  if (accept.includes("text/html")) return true;
  const lastSegment = pathname.slice(pathname.lastIndexOf("/") + 1);
  return accept.includes("*/*") && !lastSegment.includes(".");
}

function notBuilt(folder: string): string {
  return `Switchyard is running, but its page is not built: there is no ${join(folder, "index.html")}.\nRun "npm run build" in Switchyard's folder and reload.`;
}
