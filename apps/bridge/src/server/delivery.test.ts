import { randomUUID } from "node:crypto";
import { type EventParams, MessageId, ProjectId } from "@switchyard/core/protocol";
import { describe, expect, test } from "vitest";
import { memoryLog, seqsOf, sourceOf, testClient, testServer } from "./server.testkit.ts";
import type { Frame, TestClient } from "./server.testkit.ts";

const chunk =
  (seq: number) =>
  ({ method, params }: Frame): boolean =>
    method === "agent-chunk" && params?.seq === seq;
const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

describe("a subscription", () => {
  test("answers first, then sends what is there and what comes, once and in order", async () => {
    const log = memoryLog();
    log.push("a", "b", "c");
    await using server = await testServer({ source: log.source });
    await using client = await greeted(server);
    const { result } = await client.call("subscribeSession", { sessionId: log.sessionId, afterSeq: 1 });
    expect(result).toEqual({ lastSeq: 3, logId: log.logId });
    log.push("d");
    server.committed([log.sessionId]);
    await client.until(chunk(4));
    expect(seqsOf(client)).toEqual([2, 3, 4]);
    expect(client.heard.findIndex(({ id }) => id === 2)).toBe(1);
  });

  test("without afterSeq begins with what comes", async () => {
    const log = memoryLog();
    log.push("a", "b");
    await using server = await testServer({ source: log.source });
    await using client = await greeted(server);
    expect((await client.call("subscribeSession", { sessionId: log.sessionId })).result).toMatchObject({
      lastSeq: 2,
    });
    log.push("c");
    server.committed([log.sessionId]);
    await client.until(chunk(3));
    expect(seqsOf(client)).toEqual([3]);
  });

  test.each([
    ["another logId", { logId: randomUUID(), afterSeq: 1 }],
    ["another logId and no afterSeq", { logId: randomUUID() }],
    ["an afterSeq that the log has not reached", { afterSeq: 3 }],
  ])("with %s is reset and begins at 1", async (_name, params) => {
    const log = memoryLog();
    log.push("a", "b");
    await using server = await testServer({ source: log.source });
    await using client = await greeted(server);
    const { result } = await client.call("subscribeSession", { sessionId: log.sessionId, ...params });
    expect(result).toEqual({ lastSeq: 2, logId: log.logId, reset: true });
    await client.until(chunk(2));
    expect(seqsOf(client)).toEqual([1, 2]);
  });

  test("made again on the same socket replaces the cursor", async () => {
    const log = memoryLog();
    log.push("a", "b", "c");
    await using server = await testServer({ source: log.source });
    await using client = await greeted(server);
    await client.call("subscribeSession", { sessionId: log.sessionId, afterSeq: 0, logId: log.logId });
    await client.until(chunk(3));
    await client.call("subscribeSession", { sessionId: log.sessionId, afterSeq: 2 });
    log.push("d");
    server.committed([log.sessionId]);
    await client.until(chunk(4));
    expect(seqsOf(client)).toEqual([1, 2, 3, 3, 4]);
  });

  test("ends with unsubscribeSession", async () => {
    const [left, kept] = [memoryLog(), memoryLog()];
    await using server = await testServer({ source: sourceOf(left, kept) });
    await using client = await greeted(server);
    for (const { sessionId } of [left, kept]) await client.call("subscribeSession", { sessionId });
    expect((await client.call("unsubscribeSession", { sessionId: left.sessionId })).result).toEqual({});
    left.push("not for us");
    kept.push("for us");
    server.committed([left.sessionId, kept.sessionId]);
    await client.until(chunk(1));
    await client.hello();
    expect(
      client.heard.filter(({ method }) => method === "agent-chunk").map(({ params }) => params?.content),
    ).toEqual(["for us"]);
  });

  test("to no session is refused", async () => {
    await using server = await testServer();
    await using client = await greeted(server);
    const { error } = await client.call("subscribeSession", { sessionId: randomUUID() });
    expect(error?.data).toEqual({ code: "SESSION_NOT_FOUND" });
  });

  test("tells the CLI's last words and the waiting messages after its answer", async () => {
    const log = memoryLog();
    log.stderr = ["one", "two"];
    log.queued = [{ messageId: MessageId.parse("m"), message: "next", at: 1, held: false }];
    await using server = await testServer({ source: log.source });
    await using client = await greeted(server);
    await client.call("subscribeSession", { sessionId: log.sessionId });
    await client.until(({ method }) => method === "queue-changed");
    expect(client.heard.slice(1).map(({ method }) => method)).toEqual([
      undefined,
      "agent-stderr",
      "agent-stderr",
      "queue-changed",
    ]);
  });
});

describe("a client", () => {
  test("that comes back again and again in mid-stream gets each chunk once, in order", async () => {
    const log = memoryLog();
    await using server = await testServer({ source: log.source });
    const seen: (number | undefined)[] = [];
    const total = 3000;
    const writing = setInterval(() => {
      log.push(...Array.from({ length: 10 }, () => "some text"));
      server.committed([log.sessionId]);
    }, 1);
    for (let round = 0; seen.length < total; round += 1) {
      await using client = await greeted(server);
      await client.call("subscribeSession", {
        sessionId: log.sessionId,
        afterSeq: seen.length,
        logId: log.logId,
      });
      await client.until(chunk(seen.length + 1 + (round % 40)));
      client.socket.terminate();
      await client.closed;
      seen.push(...seqsOf(client));
    }
    clearInterval(writing);
    expect(seen).toEqual(upTo(seen.length));
  });

  test("with a long way to catch up gets frames of at most 1 MiB, and its other sessions do not wait", async () => {
    const [long, short] = [memoryLog(), memoryLog()];
    for (let count = 0; count < 300; count += 1) long.push("é".repeat(50_000));
    const source = sourceOf(long, short);
    let reads = 0;
    await using server = await testServer({
      source: {
        ...source,
        read: (sessionId, afterSeq, limit) => {
          if (sessionId === long.sessionId && (reads += 1) === 5) {
            short.push("quick");
            server.committed([short.sessionId]);
          }
          return source.read(sessionId, afterSeq, limit);
        },
      },
    });
    await using client = await greeted(server);
    await client.call("subscribeSession", { sessionId: short.sessionId });
    await client.call("subscribeSession", { sessionId: long.sessionId, afterSeq: 0 });
    await client.until(chunk(300));
    const chunks = client.heard.filter(({ method }) => method === "agent-chunk");
    const quick = chunks.findIndex(({ params }) => params?.content === "quick");
    // Ten of the long ones fill a frame; it goes with the sixth at the latest.
    expect([quick >= 40, quick <= 60]).toEqual([true, true]);
    expect(Math.max(...client.frameSizes)).toBeLessThanOrEqual(1024 * 1024);
    expect(chunks.filter((_, index) => index !== quick).map(({ params }) => params?.seq)).toEqual(upTo(300));
  });

  test(
    "that does not read costs bounded memory and nobody's time, and later gets everything",
    { timeout: 120_000 },
    async () => {
      const log = memoryLog();
      await using server = await testServer({ source: log.source });
      await using slow = await greeted(server);
      await using quick = await greeted(server);
      for (const client of [slow, quick])
        await client.call("subscribeSession", { sessionId: log.sessionId, afterSeq: 0 });
      slow.socket.pause();
      const total = 2000;
      const text = "x".repeat(64 * 1024);
      const before = process.memoryUsage().external + process.memoryUsage().arrayBuffers;
      let most = 0;
      for (let seq = 1; seq <= total; seq += 1) {
        log.push(text);
        server.committed([log.sessionId]);
        server.broadcast("active-session-changed", { sessionId: seq % 2 === 0 ? log.sessionId : null });
        server.publish(log.sessionId, "agent-stderr", { sessionId: log.sessionId, line: `${seq} ${text}` });
        if (seq % 20 === 0) await quick.until(chunk(seq));
        most = Math.max(most, process.memoryUsage().external + process.memoryUsage().arrayBuffers - before);
      }
      await quick.until(chunk(total));
      expect(seqsOf(slow).length).toBeLessThan(total / 4);
      // 128 MB went by; the test's own reading client needs some of it.
      expect(most).toBeLessThan(64 * 1024 * 1024);
      slow.socket.resume();
      await slow.until(chunk(total));
      expect(seqsOf(slow)).toEqual(upTo(total));
      expect(seqsOf(quick)).toEqual(upTo(total));
      const states = slow.heard.filter(({ method }) => method === "active-session-changed");
      expect(states.length).toBeLessThan(total / 4);
      expect(states.at(-1)?.params?.["sessionId"]).toBe(log.sessionId);
    },
  );

  test("whose log cannot be read is closed, and the others are served", async () => {
    const [broken, whole] = [memoryLog(), memoryLog()];
    const source = sourceOf(broken, whole);
    await using server = await testServer({
      source: {
        ...source,
        read: (sessionId, afterSeq, limit) => {
          if (sessionId === broken.sessionId) throw new Error("disk I/O error");
          return source.read(sessionId, afterSeq, limit);
        },
      },
    });
    await using unlucky = await greeted(server);
    await using lucky = await greeted(server);
    await unlucky.call("subscribeSession", { sessionId: broken.sessionId });
    await lucky.call("subscribeSession", { sessionId: whole.sessionId });
    for (const log of [broken, whole]) log.push("a");
    server.committed([broken.sessionId, whole.sessionId]);
    expect(await unlucky.closed).toBe(1011);
    expect((await lucky.until(chunk(1))).params?.content).toBe("a");
  });
});

describe("an event", () => {
  test("for all goes to those that said hello, one for subscribers to those", async () => {
    const log = memoryLog();
    await using server = await testServer({ source: log.source });
    await using subscriber = await greeted(server);
    await using listener = await greeted(server);
    await using stranger = await testClient(server);
    await subscriber.call("subscribeSession", { sessionId: log.sessionId });
    server.publish(log.sessionId, "agent-stderr", { sessionId: log.sessionId, line: "warning" });
    server.broadcast("session-created", { sessionId: log.sessionId });
    const names = async (client: TestClient): Promise<unknown[]> => {
      await client.hello();
      return client.heard.flatMap(({ method }) => method ?? []);
    };
    expect(await names(subscriber)).toEqual(["agent-stderr", "session-created"]);
    expect(await names(listener)).toEqual(["session-created"]);
    expect(await names(stranger)).toEqual([]);
  });
});

describe("a change of beads", () => {
  test("is the last that a peer gets of its project, which did not read the ones before", async () => {
    await using server = await testServer();
    await using slow = await greeted(server);
    slow.socket.pause();
    const text = "x".repeat(512 * 1024);
    for (let revision = 1; revision <= 40; revision += 1)
      server.broadcast("beads-updated", update("a", revision, text));
    server.broadcast("beads-updated", update("b", 7, "short"));
    server.broadcast("beads-updated", update("a", 41, "short"));
    slow.socket.resume();
    await slow.until(({ params }) => params?.["projectId"] === "a" && params["revision"] === 41);
    const told = slow.heard.map(({ params }) => [params?.["projectId"], params?.["revision"]]);
    expect(told).toContainEqual(["b", 7]);
    expect(told.length).toBeLessThan(41);
  });
});

function update(project: string, revision: number, note: string): EventParams<"beads-updated"> {
  const projectId = ProjectId.parse(project);
  const lists = { isWhole: false, changed: [], removed: [], texts: [], faults: [] };
  const state = { source: "bd", stale: false, version: null, note, failed: false } as const;
  return { projectId, from: revision - 1, revision, ...lists, ...state };
}

async function greeted(server: Awaited<ReturnType<typeof testServer>>): Promise<TestClient> {
  const client = await testClient(server);
  await client.hello();
  return client;
}
