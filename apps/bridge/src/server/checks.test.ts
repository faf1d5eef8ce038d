import { describe, expect, test } from "vitest";
import { rawRequest, rawUpgrade, testServer, TOKEN } from "./server.testkit.ts";

const ALLOWED = "https://phone.example";
const bearer = `Authorization: Bearer ${TOKEN}`;
const subprotocols = `Sec-WebSocket-Protocol: switchyard.v1, token.${TOKEN}`;

/** PORT stands for the server's own port. */
const hosts: readonly (readonly [string, readonly string[], boolean])[] = [
  ["127.0.0.1 with the port", ["Host: 127.0.0.1:PORT"], true],
  ["localhost with the port", ["Host: localhost:PORT"], true],
  ["the host of an allowed origin", ["Host: phone.example"], true],
  ["another name with our port", ["Host: evil.example:PORT"], false],
  ["a name that resolves to us", ["Host: 127.0.0.1.nip.io:PORT"], false],
  ["our name as a prefix", ["Host: localhost.evil:PORT"], false],
  ["our name as a suffix", ["Host: evil-localhost:PORT"], false],
  ["our host and port as a prefix", ["Host: 127.0.0.1:PORT.evil.example"], false],
  ["a user before our name", ["Host: evil@127.0.0.1:PORT"], false],
  ["our name without the port", ["Host: 127.0.0.1"], false],
  ["another port", ["Host: 127.0.0.1:1"], false],
  ["another address of this machine", ["Host: 127.0.0.2:PORT"], false],
  ["the IPv6 address", ["Host: [::1]:PORT"], false],
  ["our address as a number", ["Host: 2130706433:PORT"], false],
  ["upper case", ["Host: LOCALHOST:PORT"], false],
  ["a dot at the end", ["Host: localhost.:PORT"], false],
  ["the allowed host with a port", ["Host: phone.example:443"], false],
  ["a name below the allowed host", ["Host: a.phone.example"], false],
  ["an empty one", ["Host: "], false],
  ["none", [], false],
  ["two of ours", ["Host: 127.0.0.1:PORT", "Host: 127.0.0.1:PORT"], false],
  ["ours before another", ["Host: 127.0.0.1:PORT", "Host: evil.example"], false],
  ["another before ours", ["Host: evil.example", "Host: 127.0.0.1:PORT"], false],
];

describe("the Host", () => {
  test.each(hosts)("of a request is checked on every path: %s", async (_name, headers, isOurs) => {
    await using server = await testServer({ allowOrigins: [ALLOWED] });
    const lines = headers.map((line) => line.replaceAll("PORT", String(server.port)));
    for (const path of ["/healthz", "/", "/assets/a.js", "/rpc"]) {
      const { status } = await rawRequest(server.port, [
        `GET ${path} HTTP/1.1`,
        ...lines,
        "Connection: close",
      ]);
      expect([path, status === 403]).toEqual([path, !isOurs]);
    }
  });

  test.each(hosts)("of an upgrade is checked before everything else: %s", async (_name, headers, isOurs) => {
    await using server = await testServer({ allowOrigins: [ALLOWED] });
    const lines = headers.map((line) => line.replaceAll("PORT", String(server.port)));
    const { status } = await rawUpgrade(server.port, "/rpc", [...lines, bearer]);
    expect(status).toBe(isOurs ? 101 : 403);
  });

  test("does not help a whole address as the path", async () => {
    await using server = await testServer();
    const host = `127.0.0.1:${server.port}`;
    for (const target of [`http://${host}/healthz`, "http://evil.example/", "*", "healthz"]) {
      const { status } = await rawRequest(server.port, [
        `GET ${target} HTTP/1.1`,
        `Host: ${host}`,
        "Connection: close",
      ]);
      expect([target, status === 403 || status === 400]).toEqual([target, true]);
    }
    expect((await rawUpgrade(server.port, `http://${host}/rpc`, [`Host: ${host}`, bearer])).status).toBe(403);
  });
});

const origins: readonly (readonly [string, readonly string[], number])[] = [
  ["our own, with the token as a subprotocol", ["Origin: http://127.0.0.1:PORT", subprotocols], 101],
  ["our own, with the token as a header", ["Origin: http://127.0.0.1:PORT", bearer], 101],
  ["an allowed one", [`Origin: ${ALLOWED}`, subprotocols], 101],
  ["none, with the token as a header", [bearer], 101],
  ["none, with the token as a subprotocol only", [subprotocols], 401],
  ["none and no token", [], 401],
  ["null", ["Origin: null", subprotocols], 403],
  ["null, with the token as a header", ["Origin: null", bearer], 403],
  ["an empty one", ["Origin: ", bearer], 403],
  ["another site", ["Origin: http://evil.example", subprotocols], 403],
  ["another site with our port", ["Origin: http://evil.example:PORT", subprotocols], 403],
  ["ours as a prefix", ["Origin: http://127.0.0.1:PORT.evil.example", subprotocols], 403],
  ["ours as a suffix", ["Origin: http://evil127.0.0.1:PORT", subprotocols], 403],
  ["ours with a path", ["Origin: http://127.0.0.1:PORT/", subprotocols], 403],
  ["upper case", ["Origin: HTTP://127.0.0.1:PORT", subprotocols], 403],
  ["another port", ["Origin: http://127.0.0.1:1", subprotocols], 403],
  ["another scheme", ["Origin: https://127.0.0.1:PORT", subprotocols], 403],
  ["localhost, when the Host is 127.0.0.1", ["Origin: http://localhost:PORT", subprotocols], 403],
  ["the allowed host by another scheme", ["Origin: http://phone.example", subprotocols], 403],
  ["the allowed host by another port", [`Origin: ${ALLOWED}:8443`, subprotocols], 403],
  ["two", ["Origin: http://127.0.0.1:PORT", "Origin: http://127.0.0.1:PORT", subprotocols], 403],
];

describe("the Origin of an upgrade", () => {
  test.each(origins)("is %s", async (_name, headers, expected) => {
    await using server = await testServer({ allowOrigins: [ALLOWED] });
    const lines = headers.map((line) => line.replaceAll("PORT", String(server.port)));
    const { status } = await rawUpgrade(server.port, "/rpc", [`Host: 127.0.0.1:${server.port}`, ...lines]);
    expect(status).toBe(expected);
  });

  test("may be localhost's under that Host", async () => {
    await using server = await testServer();
    const host = `localhost:${server.port}`;
    const { status } = await rawUpgrade(server.port, "/rpc", [
      `Host: ${host}`,
      `Origin: http://${host}`,
      subprotocols,
    ]);
    expect(status).toBe(101);
  });

  test("without a page of ours is not asked for: http under the host of an https origin", async () => {
    await using server = await testServer({ allowOrigins: [ALLOWED] });
    const lines = ["Host: phone.example", "Origin: http://phone.example", subprotocols];
    expect((await rawUpgrade(server.port, "/rpc", lines)).status).toBe(403);
  });
});

describe("a request that is no upgrade", () => {
  test.each([
    ["another site's fetch", ["Origin: http://evil.example"], 403],
    ["an opaque origin", ["Origin: null"], 403],
    [
      "another site's image",
      ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"],
      403,
    ],
    [
      "another port's frame",
      ["Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"],
      403,
    ],
    [
      "a link on another site",
      ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"],
      200,
    ],
    ["our own page's fetch", ["Origin: http://127.0.0.1:PORT", "Sec-Fetch-Site: same-origin"], 200],
    [
      "a typed address",
      ["Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"],
      200,
    ],
  ])("is refused to other sites: %s", async (_name, headers, expected) => {
    await using server = await testServer();
    const lines = headers.map((line) => line.replaceAll("PORT", String(server.port)));
    const answer = await rawRequest(server.port, [
      "GET /healthz HTTP/1.1",
      `Host: 127.0.0.1:${server.port}`,
      ...lines,
      "Connection: close",
    ]);
    expect(answer.status).toBe(expected);
    expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe("the token", () => {
  test.each([
    ["right", `Bearer ${TOKEN}`, 101],
    ["right with the scheme in lower case", `bearer ${TOKEN}`, 101],
    ["empty", "Bearer ", 401],
    ["without its scheme", TOKEN, 401],
    ["by another scheme", `Basic ${TOKEN}`, 401],
    ["too short", `Bearer ${TOKEN.slice(1)}`, 401],
    ["too long", `Bearer ${TOKEN}x`, 401],
    ["of the same length", `Bearer ${"y".repeat(TOKEN.length)}`, 401],
    ["in another case", `Bearer ${TOKEN.toUpperCase()}`, 401],
    ["twice", `Bearer ${TOKEN} ${TOKEN}`, 401],
  ])("in the Authorization header is %s", async (_name, value, expected) => {
    await using server = await testServer();
    const lines = [`Host: 127.0.0.1:${server.port}`, `Authorization: ${value}`];
    expect((await rawUpgrade(server.port, "/rpc", lines)).status).toBe(expected);
  });

  test.each([
    ["wrong", "switchyard.v1, token.wrong", 401],
    ["empty", "switchyard.v1, token.", 401],
    ["missing", "switchyard.v1", 401],
    ["given twice", `switchyard.v1, token.wrong, token.${TOKEN}`, 401],
  ])("in the subprotocols is %s", async (_name, value, expected) => {
    await using server = await testServer();
    const host = `127.0.0.1:${server.port}`;
    const lines = [`Host: ${host}`, `Origin: http://${host}`, `Sec-WebSocket-Protocol: ${value}`];
    expect((await rawUpgrade(server.port, "/rpc", lines)).status).toBe(expected);
  });

  test("in an address opens nothing", async () => {
    await using server = await testServer();
    const host = `127.0.0.1:${server.port}`;
    const lines = [`Host: ${host}`, `Origin: http://${host}`, `Cookie: token=${TOKEN}`];
    expect((await rawUpgrade(server.port, `/rpc?token=${TOKEN}`, lines)).status).toBe(401);
  });

  test("as a subprotocol is not the one that is chosen", async () => {
    await using server = await testServer();
    const host = `127.0.0.1:${server.port}`;
    const answer = await rawUpgrade(server.port, "/rpc", [
      `Host: ${host}`,
      `Origin: http://${host}`,
      subprotocols,
    ]);
    expect(answer.headers.get("sec-websocket-protocol")).toBe("switchyard.v1");
  });

  test("right or wrong, only /rpc can be upgraded", async () => {
    await using server = await testServer();
    const host = `Host: 127.0.0.1:${server.port}`;
    expect((await rawUpgrade(server.port, "/", [host])).status).toBe(401);
    expect((await rawUpgrade(server.port, "/", [host, bearer])).status).toBe(404);
    expect((await rawUpgrade(server.port, "/rpc/", [host, bearer])).status).toBe(404);
  });
});
