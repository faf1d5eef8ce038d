import { methods, SwitchyardError } from "@switchyard/core/protocol";
import { pino } from "pino";
import { describe, expect, test } from "vitest";
import { handlersWith, memoryLog, testClient, testServer } from "./server.testkit.ts";

describe("the handshake", () => {
  test("comes first, and tells the bridge's version and methods", async () => {
    await using server = await testServer();
    await using client = await testClient(server);
    const early = await client.call("listActiveSessions");
    expect(early.error).toMatchObject({ code: -32000, data: { code: "HELLO_FIRST" } });
    expect((await client.call("no such method")).error?.data).toEqual({ code: "HELLO_FIRST" });
    expect((await client.hello()).result).toEqual({
      protocol: 1,
      bridge: { name: "switchyard", version: "1.2.3" },
      capabilities: Object.keys(methods),
    });
  });

  test("refuses another protocol and names its own, and the next try counts", async () => {
    await using server = await testServer();
    await using client = await testClient(server);
    const refused = await client.call("hello", { client: { name: "test", version: "1" }, protocol: 2 });
    expect(refused.error).toMatchObject({
      code: -32000,
      data: { code: "PROTOCOL_UNSUPPORTED", supported: [1] },
    });
    expect((await client.call("getActiveSessionId")).error?.data?.["code"]).toBe("HELLO_FIRST");
    expect((await client.hello()).result?.["protocol"]).toBe(1);
  });
});

describe("a frame", () => {
  test.each([
    ["no JSON", "hello", -32700, null],
    ["half of one", '{"jsonrpc":"2.0","id":1', -32700, null],
    ["empty", "", -32700, null],
    ["a batch", '[{"jsonrpc":"2.0","id":1,"method":"hello"}]', -32600, null],
    ["an empty batch", "[]", -32600, null],
    ["a number", "7", -32600, null],
    ["null", "null", -32600, null],
    ["without the version", '{"id":7,"method":"hello"}', -32600, 7],
    ["of another version", '{"jsonrpc":"1.0","id":"a","method":"hello"}', -32600, "a"],
    ["without a method", '{"jsonrpc":"2.0","id":8}', -32600, 8],
    ["whose method is a number", '{"jsonrpc":"2.0","id":9,"method":1}', -32600, 9],
    ["whose id is an object", '{"jsonrpc":"2.0","id":{},"method":"hello"}', -32600, null],
    ["whose id is null", '{"jsonrpc":"2.0","id":null,"method":"hello"}', -32600, null],
    ["whose params are a word", '{"jsonrpc":"2.0","id":1,"method":"hello","params":"x"}', -32600, 1],
    ["whose params are a list", '{"jsonrpc":"2.0","id":1,"method":"hello","params":[1]}', -32602, 1],
    ["for no method", '{"jsonrpc":"2.0","id":1,"method":"nothing"}', -32601, 1],
    ["for a method of every object", '{"jsonrpc":"2.0","id":1,"method":"constructor"}', -32601, 1],
    ["for the prototype", '{"jsonrpc":"2.0","id":1,"method":"__proto__"}', -32601, 1],
    ["nested deeply", `${"[".repeat(200_000)}${"]".repeat(200_000)}`, -32600, null],
    [
      "with deep params",
      `{"jsonrpc":"2.0","id":1,"method":"hello","params":{"client":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}}`,
      -32602,
      1,
    ],
  ])("that is %s gets the standard's error, and the socket lives", async (_name, frame, code, id) => {
    await using server = await testServer();
    await using client = await testClient(server);
    await client.hello();
    const before = client.heard.length;
    client.send(frame);
    await client.until((answer) => answer.error !== undefined);
    expect(client.heard.slice(before)).toMatchObject([{ id, error: { code } }]);
    expect((await client.hello()).result).toBeDefined();
  });

  test("that is binary is refused, and the socket lives", async () => {
    await using server = await testServer();
    await using client = await testClient(server);
    client.socket.send(Buffer.from('{"jsonrpc":"2.0","id":1,"method":"hello"}'));
    expect((await client.until(({ error }) => error !== undefined)).error?.code).toBe(-32600);
    expect((await client.hello()).result).toBeDefined();
  });

  test("of 8 MiB is read, and of one byte more closes its connection alone with 1009", async () => {
    await using server = await testServer();
    await using other = await testClient(server);
    await using client = await testClient(server);
    const frame = '{"jsonrpc":"2.0","id":1,"method":""}';
    client.send(frame.replace('""', `"${"x".repeat(8 * 1024 * 1024 - frame.length)}"`));
    expect((await client.until(({ id }) => id === 1)).error?.data?.["code"]).toBe("HELLO_FIRST");
    client.send(frame.replace('""', `"${"x".repeat(8 * 1024 * 1024 - frame.length + 1)}"`));
    expect(await client.closed).toBe(1009);
    expect((await other.hello()).result).toBeDefined();
  });

  test("with __proto__ keys changes no prototype", async () => {
    await using server = await testServer();
    await using client = await testClient(server);
    client.send(
      '{"jsonrpc":"2.0","id":1,"method":"hello","__proto__":{"a":1},"params":{"__proto__":{"polluted":true},"client":{"name":"t","version":"1","__proto__":{"polluted":true}},"protocol":1}}',
    );
    expect((await client.until(({ id }) => id === 1)).result).toBeDefined();
    expect("polluted" in {}).toBe(false);
  });

  test("in a million pieces does not end the bridge", async () => {
    await using server = await testServer();
    await using client = await testClient(server);
    for (let piece = 0; piece < 20_000; piece += 1) client.socket.send("x", { fin: false });
    expect(await client.closed).toBe(1008);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});

describe("a call", () => {
  test("with wrong params tells where and what, but not their values", async () => {
    await using server = await testServer();
    await using client = await testClient(server);
    await client.hello();
    const { error } = await client.call("sendAgentMessage", { message: 7, sessionId: "my secret prompt" });
    expect(error?.code).toBe(-32602);
    expect(error?.data?.["issues"]).toEqual([
      { path: ["message"], message: expect.any(String), code: "invalid_type" },
      { path: ["sessionId"], message: expect.any(String), code: "invalid_format" },
    ]);
    expect(JSON.stringify(error)).not.toContain("my secret prompt");
  });

  test("that is refused carries the code, the data and what to do", async () => {
    const handlers = handlersWith({
      getSettings: () => {
        throw new SwitchyardError("CLI_FAILED", "It ended.", { exitCode: 3, code: "not this" });
      },
    });
    await using server = await testServer({ handlers });
    await using client = await testClient(server);
    await client.hello();
    expect((await client.call("getSettings")).error).toEqual({
      code: -32000,
      message: "It ended.",
      data: { code: "CLI_FAILED", exitCode: 3 },
    });
  });

  test("that fails by our fault says nothing of it, and is logged once without its params", async () => {
    const lines: string[] = [];
    const handlers = handlersWith({
      sendAgentMessage: async () => {
        throw new TypeError("inside");
      },
    });
    await using server = await testServer({
      handlers,
      logger: pino({}, { write: (line: string) => lines.push(line) }),
    });
    await using client = await testClient(server);
    await client.hello();
    const { error } = await client.call("sendAgentMessage", { message: "my secret prompt" });
    expect(error).toEqual({ code: -32603, message: "Internal error." });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"method":"sendAgentMessage"');
    expect(lines[0]).not.toContain("my secret prompt");
  });

  test("whose answer is over 1 MiB is refused instead", async () => {
    const handlers = handlersWith({ readBlob: () => ({ content: "x".repeat(1024 * 1024) }) });
    await using server = await testServer({ handlers });
    await using client = await testClient(server);
    await client.hello();
    const blobId = "5f0c7f5e-3df1-4c6a-8a0e-1f2d3c4b5a69";
    expect((await client.call("readBlob", { blobId, offset: 0 })).error?.data?.["code"]).toBe("TOO_LARGE");
  });

  test("without an id is done and not answered", async () => {
    const renewed = Promise.withResolvers<boolean | undefined>();
    const handlers = handlersWith({
      listBackends: ({ refresh }) => {
        renewed.resolve(refresh);
        return { backends: [] };
      },
    });
    await using server = await testServer({ handlers });
    await using client = await testClient(server);
    await client.hello();
    client.send({ jsonrpc: "2.0", method: "listBackends", params: { refresh: true } });
    client.send({ jsonrpc: "2.0", method: "nothing" });
    expect(await renewed.promise).toBe(true);
    await client.hello();
    // Both greetings and nothing else.
    expect(client.heard).toHaveLength(2);
  });

  test("starts in its socket's order, and is answered when it is done", async () => {
    const started: string[] = [];
    const slow = Promise.withResolvers<void>();
    const handlers = handlersWith({
      listActiveSessions: async () => {
        started.push("slow");
        await slow.promise;
        return { sessions: [] };
      },
      getActiveSessionId: () => {
        started.push("quick");
        return { sessionId: null };
      },
    });
    await using server = await testServer({ handlers });
    await using client = await testClient(server);
    await client.hello();
    const first = client.call("listActiveSessions");
    expect((await client.call("getActiveSessionId")).result).toEqual({ sessionId: null });
    expect(started).toEqual(["slow", "quick"]);
    slow.resolve();
    expect((await first).result).toEqual({ sessions: [] });
  });

  test("that changes something is answered once that is kept, one that reads does not wait", async () => {
    const stored = Promise.withResolvers<void>();
    const handlers = handlersWith({
      resumeSession: () => ({}),
      listActiveSessions: () => ({ sessions: [] }),
    });
    await using server = await testServer({ handlers, kept: () => stored.promise });
    await using client = await testClient(server);
    await client.hello();
    let isAnswered = false;
    const { sessionId } = memoryLog();
    const change = client.call("resumeSession", { sessionId }).then(() => (isAnswered = true));
    expect((await client.call("listActiveSessions")).result).toEqual({ sessions: [] });
    expect(isAnswered).toBe(false);
    stored.resolve();
    expect(await change).toBe(true);
  });

  test("waits unread while 64 of its socket are under way", async () => {
    let started = 0;
    const full = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const handlers = handlersWith({
      getActiveSessionId: async () => {
        started += 1;
        if (started === 64) full.resolve();
        await gate.promise;
        return { sessionId: null };
      },
      listActiveSessions: () => ({ sessions: [] }),
    });
    await using server = await testServer({ handlers });
    await using client = await testClient(server);
    await using other = await testClient(server);
    await Promise.all([client.hello(), other.hello()]);
    const calls = Array.from({ length: 200 }, () => client.call("getActiveSessionId"));
    await full.promise;
    expect((await other.call("listActiveSessions")).result).toEqual({ sessions: [] });
    expect(started).toBe(64);
    gate.resolve();
    await Promise.all(calls);
    expect(started).toBe(200);
  });
});
