import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { BlobId, SearchHit, SessionId } from "@switchyard/core/protocol";
import type { Client } from "@switchyard/testkit/bridge";
import { expect, test } from "vitest";
import { startYard, type Yard } from "./yard.ts";

test("what was said is found, written out, and gone for everybody once it is deleted", async () => {
  await using yard = await startYard();
  const { client } = yard;
  const other = await yard.bridge.connect();
  const kept = await talk(yard, "Tell of the lighthouse [[say The heron waits.]]");
  const gone = await talk(yard, "Tell of the harbour [[say The heron left.]]");

  const hits = await find(client, "heron");
  expect(hits.map((hit) => [hit.sessionId, hit.kind])).toEqual(
    expect.arrayContaining([
      [kept, "message"],
      [gone, "message"],
    ]),
  );
  const hit = hits.find(({ sessionId, kind }) => sessionId === kept && kind === "message");
  const { chunks } = await client.call("getSessionHistory", {
    sessionId: kept,
    afterSeq: (hit?.seq ?? 0) - 1,
    limit: 1,
  });
  expect(chunks[0]).toMatchObject({ seq: hit?.seq, type: "agent_message" });
  expect(await find(client, "lighthouse")).toMatchObject([{ sessionId: kept }, { sessionId: kept }]);
  expect(await client.call("searchSessions", { query: "heron", sessionId: gone })).toMatchObject({
    hits: expect.not.arrayContaining([expect.objectContaining({ sessionId: kept })]),
  });

  await client.call("renameSession", { sessionId: kept, title: "Pelican post" });
  await expect
    .poll(() => find(client, "pelican"), { timeout: 10_000 })
    .toMatchObject([{ sessionId: kept, kind: "title" }]);

  const jsonl = await exported(client, gone, "jsonl");
  const lines = jsonl.text
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(lines[0]).toMatchObject({ switchyard: 1, session: { sessionId: gone } });
  const history = await client.call("getSessionHistory", { sessionId: gone });
  expect(lines.slice(1)).toEqual(history.chunks);
  const markdown = await exported(client, gone, "markdown");
  expect(markdown.filename).toMatch(/^tell-of-the-harbour.*\.md$/);
  expect(markdown.text).toContain("The heron left.");

  const size = await client.call("getStorage", {});
  expect(size).toMatchObject({ sessions: 2, freeBytes: expect.any(Number) });
  expect(size.bytes).toBeGreaterThan(0);

  await client.call("deleteSession", { sessionId: gone });
  await other.until("session-deleted", ({ sessionId }) => sessionId === gone);
  expect((await find(client, "heron")).map(({ sessionId }) => sessionId)).not.toContain(gone);
  expect((await client.call("getStorage", {})).sessions).toBe(1);
  expect((await client.refusal("readBlob", { blobId: jsonl.blobId, offset: 0 })).code).toBe(
    "REQUEST_NOT_FOUND",
  );
  for (const refused of [
    await client.refusal("exportSession", { sessionId: gone, format: "jsonl" }),
    await client.refusal("searchSessions", { query: "heron", sessionId: gone }),
  ]) {
    expect(refused.code).toBe("SESSION_NOT_FOUND");
  }
});

test("a stop and a deletion that are asked for several times at once are each told once", async () => {
  await using yard = await startYard();
  const { client } = yard;
  const sessionId = await yard.start({ cliBackend: "demo", prompt: "[[slow 400 every 10ms]]" });
  const asked = await Promise.allSettled([
    client.call("stopAgentSession", { sessionId }),
    client.call("deleteSession", { sessionId }),
    client.call("deleteSession", { sessionId }),
    client.call("archiveSession", { sessionId, isArchived: true }),
  ]);
  expect(asked.slice(0, 2).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  // Those behind them may come when the session is gone already, and then say so.
  const refused = asked.flatMap((each) => (each.status === "rejected" ? [String(each.reason)] : []));
  expect(refused.filter((reason) => !reason.includes("SESSION_NOT_FOUND"))).toEqual([]);
  expect(client.received("session-terminated")).toEqual([{ sessionId }]);
  expect(client.received("session-deleted")).toEqual([{ sessionId }]);
  expect(await client.call("listSessions", {})).toMatchObject({ sessions: [] });
});

test(
  "sessions are found after a restart, and old stopped ones are dropped as the settings say",
  { timeout: 90_000 },
  async () => {
    const home = await mkdtemp(join(tmpdir(), "switchyard-keeping-"));
    const file = join(home, "switchyard", "switchyard.db");
    try {
      const [old, newer, active] = await (async () => {
        await using yard = await startYard({ home });
        const ids = [
          await talk(yard, "[[say Old gravel.]]"),
          await talk(yard, "[[say New gravel.]]"),
          await talk(yard, "[[say Active gravel.]]"),
        ] as const;
        for (const sessionId of ids) await yard.client.call("markSessionRead", { sessionId, seq: 1_000 });
        for (const sessionId of ids.slice(0, 2)) await yard.client.call("terminateSession", { sessionId });
        return ids;
      })();
      lastUsed(
        file,
        new Map([
          [old, 40],
          [newer, 20],
          [active, 40],
        ]),
      );

      await using yard = await startYard({ home });
      const sessionsWith = async (word: string): Promise<SessionId[]> =>
        (await find(yard.client, word))
          .filter(({ kind }) => kind === "message")
          .map(({ sessionId }) => sessionId);
      expect((await sessionsWith("gravel")).toSorted()).toEqual([old, newer, active].toSorted());
      await yard.client.call("updateSettings", { settings: { keepStoppedDays: 30 } });
      await yard.client.until("session-deleted", ({ sessionId }) => sessionId === old);
      const { sessions } = await yard.client.call("listSessions", {});
      expect(sessions.map(({ sessionId }) => sessionId).toSorted()).toEqual([newer, active].toSorted());
      expect((await sessionsWith("gravel")).toSorted()).toEqual([newer, active].toSorted());
      await yard.bridge.end();
      lastUsed(file, new Map([[newer, 31]]));

      await using again = await startYard({ home });
      const ids = async (): Promise<SessionId[]> =>
        (await again.client.call("listSessions", {})).sessions.map(({ sessionId }) => sessionId);
      await expect.poll(ids, { timeout: 10_000 }).toEqual([active]);
    } finally {
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);

async function talk(yard: Yard, prompt: string): Promise<SessionId> {
  const sessionId = await yard.start({ cliBackend: "demo", prompt });
  await yard.ended(sessionId, 1);
  return sessionId;
}

/** When all is read into the index. */
async function find(client: Client, query: string): Promise<SearchHit[]> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- until it has caught up
    const { hits, isComplete } = await client.call("searchSessions", { query });
    if (isComplete) return hits;
  }
}

async function exported(
  client: Client,
  sessionId: SessionId,
  format: "jsonl" | "markdown",
): Promise<{ blobId: BlobId; filename: string; text: string }> {
  const { blobId, filename, bytes } = await client.call("exportSession", { sessionId, format });
  const parts: string[] = [];
  for (let offset: number | undefined = 0; offset !== undefined;) {
    // oxlint-disable-next-line no-await-in-loop -- each part says where the next begins
    const part: { content: string; nextOffset?: number | undefined } = await client.call("readBlob", {
      blobId,
      offset,
    });
    parts.push(part.content);
    offset = part.nextOffset;
  }
  const text = parts.join("");
  expect(Buffer.byteLength(text)).toBe(bytes);
  return { blobId, filename, text };
}

/** Makes sessions so many days older, while no bridge runs. */
function lastUsed(file: string, days: ReadonlyMap<SessionId, number>): void {
  using db = new DatabaseSync(file);
  const change = db.prepare(
    "UPDATE sessions SET record = json_set(record, '$.lastActivity', ?, '$.unread', 0) WHERE session_id = ?",
  );
  for (const [sessionId, age] of days) change.run(Math.floor(Date.now() / 1000) - age * 86_400, sessionId);
}
