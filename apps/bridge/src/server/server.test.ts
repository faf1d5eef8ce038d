import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { rawRequest, rawUpgrade, testClient, testServer } from "./server.testkit.ts";
import { StartError } from "../start-error.ts";

describe("the server", () => {
  test("says what to do when its port is taken", async () => {
    await using first = await testServer();
    const second = testServer({ port: first.port });
    await expect(second).rejects.toThrow(StartError);
    await expect(second).rejects.toThrow(new RegExp(`Port ${first.port} is taken.*--port 0`));
  });

  test("tells nothing to a stranger that has its port", async () => {
    const heard: string[] = [];
    const stranger = createServer((socket) => socket.on("data", (data) => heard.push(String(data))));
    stranger.listen(0, "127.0.0.1");
    await once(stranger, "listening");
    const address = stranger.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    await expect(testServer({ port })).rejects.toThrow(StartError);
    stranger.close();
    await once(stranger, "close");
    expect(heard).toEqual([]);
  });

  test("with a new token closes every socket with 4001 and refuses the old one", async () => {
    await using server = await testServer();
    await using client = await testClient(server);
    const next = "n".repeat(43);
    server.rotateToken(next);
    expect(await client.closed).toBe(4001);
    const host = `Host: 127.0.0.1:${server.port}`;
    expect(
      (await rawUpgrade(server.port, "/rpc", [host, `Authorization: Bearer ${server.token}`])).status,
    ).toBe(401);
    expect((await rawUpgrade(server.port, "/rpc", [host, `Authorization: Bearer ${next}`])).status).toBe(101);
  });

  test("that ends closes its sockets with 1001, also those that do not read, and takes no more", async () => {
    const server = await testServer();
    const clients = await Promise.all([testClient(server), testClient(server)]);
    clients[1]?.socket.pause();
    await server.close();
    expect(await clients[0]?.closed).toBe(1001);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow("fetch failed");
    clients[1]?.socket.terminate();
  });

  test("drops a peer that is silent, and keeps one that answers", async () => {
    await using server = await testServer({ heartbeatMs: 50 });
    await using silent = await testClient(server);
    await using alive = await testClient(server);
    let pings = 0;
    const pinged = new Promise<void>((resolve) =>
      alive.socket.on("ping", () => {
        pings += 1;
        if (pings === 10) resolve();
      }),
    );
    silent.socket.pause();
    await pinged;
    silent.socket.resume();
    expect(await silent.closed).toBe(1006);
    expect((await alive.hello()).result).toBeDefined();
  });

  test("counts those that have said hello, each once, until they are gone", async () => {
    const counts: number[] = [];
    const { promise: empty, resolve } = Promise.withResolvers<void>();
    await using server = await testServer({
      clients(count) {
        counts.push(count);
        if (count === 0) resolve();
      },
    });
    {
      await using first = await testClient(server);
      await using second = await testClient(server);
      await using _stranger = await testClient(server);
      await first.hello();
      await first.hello();
      await second.hello();
    }
    await empty;
    expect(counts).toEqual([1, 2, 1, 0]);
  });

  test("answers bytes that are no HTTP, and lives", async () => {
    await using server = await testServer();
    expect((await rawRequest(server.port, ["\u0016\u0003\u0001\u0002"])).status).toBe(400);
    const badKey = [
      "GET /rpc HTTP/1.1",
      `Host: 127.0.0.1:${server.port}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
    ];
    const answer = await rawRequest(server.port, [...badKey, `Authorization: Bearer ${server.token}`]);
    expect([answer.status, answer.headers.get("x-content-type-options")]).toEqual([400, "nosniff"]);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  test("listened for elsewhere is found by its allowed origin", async () => {
    await using everywhere = await testServer({
      bindAddress: "0.0.0.0",
      allowOrigins: ["https://phone.example"],
    });
    expect(everywhere.url).toBe(`http://127.0.0.1:${everywhere.port}`);
    await using elsewhere = await testServer({
      bindAddress: "127.0.0.2",
      allowOrigins: ["https://phone.example"],
    });
    expect(elsewhere.url).toBe("https://phone.example");
  });
});
