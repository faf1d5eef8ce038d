import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { rawRequest, testServer } from "./server.testkit.ts";
import type { TestServer } from "./server.testkit.ts";

const INDEX = `<!doctype html><title>Switchyard</title>${"<!-- page -->".repeat(100)}`;
const SCRIPT = `export const answer = 42;${"// same again\n".repeat(200)}`;

describe("the page", () => {
  test("is served with types, and hashed files are kept for good", async () => {
    await using site = await builtPage();
    const script = await fetch(`${site.server.url}/assets/app-B1a2C3d4.js`);
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(await script.text()).toBe(SCRIPT);
    const index = await fetch(site.server.url);
    expect(index.headers.get("cache-control")).toBe("no-cache");
    expect(await index.text()).toBe(INDEX);
  });

  test("is what every address without a file's ending shows", async () => {
    await using site = await builtPage();
    const deep = await fetch(`${site.server.url}/sessions/4c8b6a4e?x=1`, {
      headers: { accept: "text/html" },
    });
    expect([deep.status, await deep.text()]).toEqual([200, INDEX]);
    expect((await fetch(`${site.server.url}/missing.js`)).status).toBe(404);
    const image = await fetch(`${site.server.url}/missing`, { headers: { accept: "image/png" } });
    expect(image.status).toBe(404);
  });

  test.each([
    ["br", (body: Buffer) => brotliDecompressSync(body)],
    ["gzip", (body: Buffer) => gunzipSync(body)],
  ])("is compressed by %s where it is text", async (encoding, decompress) => {
    await using site = await builtPage();
    const lines = [
      `Host: 127.0.0.1:${site.server.port}`,
      `Accept-Encoding: ${encoding}`,
      "Connection: close",
    ];
    const answer = await rawRequest(site.server.port, ["GET /assets/app-B1a2C3d4.js HTTP/1.1", ...lines]);
    expect(answer.headers.get("content-encoding")).toBe(encoding);
    expect(answer.headers.get("vary")).toBe("Accept-Encoding");
    expect(decompress(Buffer.from(answer.body, "latin1")).toString()).toBe(SCRIPT);
    const font = await rawRequest(site.server.port, ["GET /font.woff2 HTTP/1.1", ...lines]);
    expect(font.headers.has("content-encoding")).toBe(false);
  });

  test("is not sent again while it has not changed", async () => {
    await using site = await builtPage();
    const first = await fetch(site.server.url);
    const etag = first.headers.get("etag") ?? "";
    await first.text();
    expect((await fetch(site.server.url, { headers: { "if-none-match": etag } })).status).toBe(304);
    await writeFile(join(site.dist, "index.html"), "<!doctype html>new");
    const changed = await fetch(site.server.url, { headers: { "if-none-match": etag } });
    expect([changed.status, await changed.text()]).toEqual([200, "<!doctype html>new"]);
  });

  test("is what a browser gets that goes to an address with dots in it, and a script that is missing is not", async () => {
    await using site = await builtPage();
    const get = async (path: string, accept: string) => {
      const answer = await fetch(new URL(path, site.server.url), { headers: { accept } });
      return [answer.status, (await answer.text()) === INDEX];
    };
    expect(await get("/plan/pa-12.2.3?project=1", "text/html,*/*;q=0.8")).toEqual([200, true]);
    expect(await get("/missing.js", "*/*")).toEqual([404, false]);
    expect(await get("/assets/missing-B1a2C3d4.js", "text/html")).toEqual([404, false]);
  });

  test("answers HEAD with the headers alone, and nothing else than GET and HEAD", async () => {
    await using site = await builtPage();
    const head = await fetch(site.server.url, { method: "HEAD" });
    expect([head.status, Number(head.headers.get("content-length")) > 0, await head.text()]).toEqual([
      200,
      true,
      "",
    ]);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
      const answer = await fetch(site.server.url, { method });
      expect([method, answer.status, answer.headers.get("allow")]).toEqual([method, 405, "GET, HEAD"]);
    }
  });

  test("that is not built says how to build it", async () => {
    await using server = await testServer({ webDist: join(tmpdir(), "no-such-page") });
    const answer = await fetch(server.url);
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining("npm run build")]);
  });
});

describe("a path", () => {
  test.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/%2E%2E%2Fsecret.txt",
    "/..%2fsecret.txt",
    "/assets/..%5c..%5csecret.txt",
    "/..\\secret.txt",
    "/%2e%2e/dist-evil/secret.txt",
    "/link.txt",
    "/linked/secret.txt",
    "/%00/index.html",
  ])("that leads out of the folder is refused: %s", async (path) => {
    await using site = await builtPage();
    expect(await statusAndBody(site.server, path)).toEqual([403, "Not served.\n"]);
  });

  test.each(["/etc/passwd", "//etc/passwd", "/%252e%252e/secret.txt", "/.hidden", "/pipe.txt"])(
    "that names no file of the page never shows one of another place: %s",
    async (path) => {
      await using site = await builtPage();
      const [status, body] = await statusAndBody(site.server, path);
      expect([status === 404 || body === INDEX, body.includes("secret")]).toEqual([true, false]);
    },
  );

  test("that is no text is a bad request", async () => {
    await using site = await builtPage();
    expect((await statusAndBody(site.server, "/%ff%fe"))[0]).toBe(400);
  });
});

describe("every answer", () => {
  test("carries the same security headers, and nobody else's host", async () => {
    await using site = await builtPage();
    const own = `127.0.0.1:${site.server.port}`;
    const requests: readonly (readonly [string, string])[] = [
      ["GET /", own],
      ["GET /healthz", own],
      ["GET /missing.js", own],
      ["GET /rpc", own],
      ["POST /", own],
      ["GET /", "evil.example"],
      ["GET /", `localhost:${site.server.port}`],
      ["BROKEN", own],
    ];
    for (const [line, host] of requests) {
      const { headers } = await rawRequest(site.server.port, [
        `${line} HTTP/1.1`,
        `Host: ${host}`,
        "Connection: close",
      ]);
      const named = host.startsWith("localhost") ? host : own;
      expect([line, Object.fromEntries(headers)]).toEqual([
        line,
        expect.objectContaining(expectedHeaders(`ws://${named}`)),
      ]);
    }
  });

  test("names wss under the host of an https origin", async () => {
    await using server = await testServer({ allowOrigins: ["https://phone.example:8443"] });
    const { headers } = await rawRequest(server.port, [
      "GET /healthz HTTP/1.1",
      "Host: phone.example:8443",
      "Connection: close",
    ]);
    expect(headers.get("content-security-policy")).toContain("connect-src 'self' wss://phone.example:8443;");
  });

  test("for localhost leads to 127.0.0.1, except for its health", async () => {
    await using site = await builtPage();
    const lines = [`Host: localhost:${site.server.port}`, "Connection: close"];
    const moved = await rawRequest(site.server.port, ["GET /sessions/1?a=b HTTP/1.1", ...lines]);
    expect([moved.status, moved.headers.get("location")]).toEqual([
      307,
      `http://127.0.0.1:${site.server.port}/sessions/1?a=b`,
    ]);
    const health = await rawRequest(site.server.port, ["GET /healthz HTTP/1.1", ...lines]);
    expect([health.status, JSON.parse(health.body)]).toEqual([200, { status: "ok", version: "1.2.3" }]);
  });
});

function expectedHeaders(socket: string): Record<string, string> {
  return {
    "content-security-policy":
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
      "worker-src 'self'; manifest-src 'self'; " +
      `connect-src 'self' ${socket}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  };
}

async function statusAndBody(server: TestServer, path: string): Promise<[number, string]> {
  const lines = [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${server.port}`, "Connection: close"];
  const { status, body } = await rawRequest(server.port, lines);
  return [status, body];
}

async function builtPage(): Promise<AsyncDisposable & { server: TestServer; dist: string }> {
  const folder = await mkdtemp(join(tmpdir(), "page-"));
  const dist = join(folder, "dist");
  await mkdir(join(dist, "assets"), { recursive: true });
  await mkdir(join(folder, "dist-evil"));
  await writeFile(join(folder, "secret.txt"), "secret");
  await writeFile(join(folder, "dist-evil", "secret.txt"), "secret");
  await writeFile(join(dist, "index.html"), INDEX);
  await writeFile(join(dist, "assets", "app-B1a2C3d4.js"), SCRIPT);
  await writeFile(join(dist, "font.woff2"), Buffer.alloc(2000));
  await writeFile(join(dist, ".hidden"), "secret");
  await symlink(join(folder, "secret.txt"), join(dist, "link.txt"));
  await symlink(folder, join(dist, "linked"));
  execFileSync("mkfifo", [join(dist, "pipe.txt")]);
  const server = await testServer({ webDist: dist });
  return {
    server,
    dist,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
