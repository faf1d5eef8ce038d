import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { SessionId } from "@switchyard/core/protocol";
import type { FakeStep } from "@switchyard/testkit/fake-cli";
import { expect, test, vi } from "vitest";
import { bridgeMain, startYard, type Yard } from "../integration/yard.ts";
import { halfTurn, opening, startFakeYard, turn } from "./fake-yard.ts";
import { expectWhole, wholeLog } from "./whole-log.ts";

test("on a full disk turns go on and are seen, and all is stored when there is room", async () => {
  await using place = await home();
  await using yard = await startYard({ home: place.path, settings: () => ({}) });
  const settings = join(place.path, "switchyard", "settings.json");
  const sessionId = await yard.start({ cliBackend: "demo", prompt: "[[say One.]]" });
  await yard.ended(sessionId, 1);
  limitFiles(yard, "1");
  expect((await yard.say(sessionId, "[[say Two.]]")).stopReason).toBe("end_turn");
  await storageIs(yard, sessionId, "degraded");
  const late = await yard.bridge.connect();
  const refused = await late.refusal("updateSettings", { settings: { keepStoppedDays: 7 } });
  expect(refused.code).toBe("STORAGE_FAILED");
  expect(await readFile(settings, "utf8")).toBe("{}");
  await late.call("subscribeSession", { sessionId, afterSeq: 0 });
  const isEnd = ({ type, turn }: { type: string; turn: number }): boolean =>
    type === "turn_ended" && turn === 2;
  const seen = await late.chunks(sessionId, (chunks) => chunks.some(isEnd));
  expect(seen).toEqual((await wholeLog(yard, sessionId)).slice(0, seen.length));
  expect(codes(seen)).toEqual(["storage_degraded"]);
  // A request can be answered all the same, once.
  await yard.client.call("sendAgentMessage", { sessionId, message: "[[ask Shall I?]]" });
  const told = await late.until("requests-changed", ({ requests }) => requests.length === 1);
  const [request] = told.requests;
  if (request === undefined) throw new Error("nothing is asked");
  const answer = { sessionId, requestId: request.requestId, decision: "allow_once" } as const;
  await late.call("approveSuggestion", answer);
  expect((await yard.client.refusal("approveSuggestion", answer)).code).toBe("ALREADY_ANSWERED");
  expect((await yard.ended(sessionId, 3)).stopReason).toBe("end_turn");
  limitFiles(yard, "unlimited");
  await storageIs(yard, sessionId, "ok");
  await yard.chunk(sessionId, "notice", ({ code }) => code === "storage_restored");
  const before = await wholeLog(yard, sessionId);
  expectWhole(before);
  expect(yard.client.received("agent-chunk")).toEqual(before);
  await yard.bridge.end();
  await using again = await startYard({ home: place.path });
  expect(await wholeLog(again, sessionId)).toEqual(before);
});

test(
  "what may be held in memory is bounded: the CLI waits, and nothing new is begun until there is room",
  { timeout: 90_000 },
  async () => {
    const loud = turn[halfTurn.length - 1];
    if (loud?.do !== "line") throw new Error("not what was recorded");
    const long: FakeStep = { do: "line", line: loud.line.replace("word1 ", "x".repeat(14 * 1024 * 1024)) };
    const flood = Array.from({ length: 6 }, () => long);
    const rest = turn.slice(halfTurn.length);
    const told: FakeStep = { do: "await", holding: "set_permission_mode" };
    await using fake = await startFakeYard([
      ...opening,
      ...halfTurn,
      told,
      ...flood,
      ...rest,
      { do: "hang" },
    ]);
    const { yard, sessionId } = fake;
    await yard.said(sessionId, 1, "word1");
    limitFiles(yard, "1");
    await yard.client.call("setPermissionMode", { sessionId, permissionMode: "plan" });
    const begin = (): Promise<unknown> =>
      yard.client.call("startAgentSession", { persona: "none", cliBackend: "demo" });
    const refusal = await vi.waitUntil(
      () =>
        begin().then(
          () => undefined,
          (error: unknown) => error,
        ),
      WAIT,
    );
    expect(refusal).toMatchObject({ code: "STORAGE_FAILED" });
    const before = (await yard.client.call("listSessions", {})).sessions.length;
    await expect(begin()).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    await expect(yard.client.call("sendAgentMessage", { sessionId, message: "more" })).rejects.toMatchObject({
      code: "STORAGE_FAILED",
    });
    expect((await yard.client.call("listSessions", {})).sessions).toHaveLength(before);
    const isEnded = (chunk: { type: string }): boolean => chunk.type === "turn_ended";
    expect((await wholeLog(yard, sessionId)).some(isEnded)).toBe(false);
    limitFiles(yard, "unlimited");
    expect((await fake.ended()).stopReason).toBe("end_turn");
    await storageIs(yard, sessionId, "ok");
    await fake.expectSound();
  },
);

test("what only a bridge's memory held is gone when it is killed, and clients are told to load anew", async () => {
  await using place = await home();
  await using yard = await startYard({ home: place.path });
  const sessionId = await yard.start({ cliBackend: "demo", prompt: "[[say One.]]" });
  await yard.ended(sessionId, 1);
  const kept = await wholeLog(yard, sessionId);
  limitFiles(yard, "1");
  await yard.say(sessionId, "[[say Two.]]");
  const { logId, lastSeq } = await yard.client.call("getSessionHistory", { sessionId });
  await yard.bridge.end("SIGKILL");
  await using again = await startYard({ home: place.path });
  const joined = await again.client.call("subscribeSession", { sessionId, afterSeq: kept.length, logId });
  expect(joined).toMatchObject({ reset: true });
  expect(joined.lastSeq).toBeLessThan(lastSeq);
  const found = await again.client.chunks(sessionId, (chunks) => chunks.length === joined.lastSeq);
  expect(found.slice(0, kept.length)).toEqual(kept);
});

test("a bridge that is killed leaves the same logs, its lock is free at once, and a stranger with its pid is let be", async () => {
  await using place = await home();
  await using yard = await startYard({ home: place.path });
  const sessionId = await yard.start({ cliBackend: "demo", prompt: "[[say One.]]" });
  await yard.ended(sessionId, 1);
  const before = await yard.client.call("getSessionHistory", { sessionId });
  const rival = await runBridge(place.path);
  expect(rival).toMatchObject({ code: 1, stderr: expect.stringContaining(`(pid ${yard.bridge.pid})`) });
  await yard.bridge.end("SIGKILL");
  const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await writeFile(join(place.data, "bridge.pid"), `${stranger.pid}\n`);
  await using again = await startYard({ home: place.path });
  const { logId, lastSeq } = before;
  const joined = await again.client.call("subscribeSession", { sessionId, afterSeq: lastSeq, logId });
  expect(joined).toEqual({ lastSeq, logId });
  expect(await wholeLog(again, sessionId)).toEqual(before.chunks);
  expect(stranger.kill("SIGKILL")).toBe(true);
  expect(await once(stranger, "exit")).toEqual([null, "SIGKILL"]);
});

test("what a bridge had begun to start when it was killed is ended by the next one", async () => {
  await using place = await home();
  await using yard = await startYard({ home: place.path });
  await yard.bridge.end();
  const marker = "5f0c4f0e-0d6b-4c53-9d1f-6f4b0f5d7a11";
  const orphan = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
    env: { ...process.env, SWITCHYARD_PROCESS: marker },
  });
  await once(orphan, "spawn");
  place.sql(`INSERT INTO processes VALUES ('${marker}', '', NULL, NULL, NULL)`);
  const ended = once(orphan, "exit");
  await using _again = await startYard({ home: place.path });
  expect(await ended).toEqual([null, "SIGKILL"]);
});

test("a store that is damaged is repaired in the open, or refused by name and left as it is", async () => {
  await using place = await home();
  await using yard = await startYard({ home: place.path });
  const sessionId = await yard.start({ cliBackend: "demo", prompt: "[[words 300]]" });
  await yard.ended(sessionId, 1);
  const before = await wholeLog(yard, sessionId);
  await yard.bridge.end();
  const sound = await readFile(place.store);

  const damaged = Buffer.from(sound);
  const [page = 1] = place.pagesOf("chunks");
  damaged.fill(0x5a, (page - 1) * 4096, page * 4096);
  await writeFile(place.store, damaged);
  {
    await using repaired = await startYard({ home: place.path });
    const after = await wholeLog(repaired, sessionId);
    const lost = after
      .slice(0, before.length)
      .filter((chunk, at) => JSON.stringify(chunk) !== JSON.stringify(before[at]));
    expect(lost.length).toBeGreaterThan(0);
    expect(new Set(codes(lost))).toEqual(new Set(["damaged"]));
    const words = after.map(({ content }) => content).join("\n");
    expect(words).toContain(`The damaged file is kept as ${place.store}.damaged-`);
    expect(repaired.bridge.stderr()).toMatch(
      /^The store was damaged and has been repaired: \d+ events? of 1 session /m,
    );
    await repaired.client.call("subscribeSession", { sessionId });
    expect((await repaired.say(sessionId, "[[say Goes on.]]")).stopReason).toBe("end_turn");
  }
  const kept = (await readdir(place.data)).find((name) => name.startsWith("switchyard.db.damaged-")) ?? "";
  expect((await readFile(join(place.data, kept))).equals(damaged)).toBe(true);

  const garbage = Buffer.concat([Buffer.alloc(100, "garbage"), sound.subarray(100)]);
  await writeFile(place.store, garbage);
  const refused = await runBridge(place.path);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/^\S+switchyard\.db is damaged, and nothing of it can be read .*\n$/);
  expect((await readFile(place.store)).equals(garbage)).toBe(true);

  await writeFile(place.store, sound);
  place.sql("PRAGMA user_version = 1000");
  const newer = await readFile(place.store);
  const older = await runBridge(place.path);
  expect(older.code).toBe(1);
  expect(older.stderr).toMatch(/^\S+switchyard\.db was written by a newer Switchyard .*\n$/);
  expect((await readFile(place.store)).equals(newer)).toBe(true);
});

const WAIT = { timeout: 20_000, interval: 100 };

/** How large a file of the bridge may get: a disk that is full, and has room again. */
function limitFiles({ bridge }: Yard, bytes: string): void {
  execFileSync("prlimit", ["--pid", String(bridge.pid), `--fsize=${bytes}:`]);
}

async function storageIs(yard: Yard, sessionId: SessionId, storage: "ok" | "degraded"): Promise<void> {
  await yard.client.until(
    "session-updated",
    ({ session }) => session.sessionId === sessionId && session.storage === storage,
  );
}

function codes(chunks: readonly { type: string; code?: string }[]): (string | undefined)[] {
  return chunks.filter(({ type }) => type === "notice").map(({ code }) => code);
}

/** Of a bridge that does not get as far as to be ready. */
async function runBridge(home: string): Promise<{ code: unknown; stderr: string }> {
  const env = { ...process.env, HOME: home, SWITCHYARD_HOME: join(home, "switchyard") };
  const child = spawn(process.execPath, [bridgeMain, "--no-open", "--port", "0"], { cwd: home, env });
  let stderr = "";
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  const [code] = await once(child, "close");
  return { code, stderr };
}

/** A home that outlives the bridges in it. */
async function home() {
  const path = await mkdtemp(join(tmpdir(), "switchyard-store-"));
  const data = join(path, "switchyard");
  const store = join(data, "switchyard.db");

  function query(statement: string): Record<string, unknown>[] {
    const db = new DatabaseSync(store);
    const rows = db.prepare(statement).all();
    db.close();
    return rows;
  }

  return {
    path,
    data,
    store,
    sql: (statement: string) => void query(statement),
    pagesOf: (name: string) =>
      query(`SELECT pageno FROM dbstat WHERE name = '${name}' AND pagetype = 'leaf'`).map((row) =>
        Number(row["pageno"]),
      ),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}
