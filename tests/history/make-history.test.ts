import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startYard } from "../integration/yard.ts";
import { expectWhole, wholeLog } from "../faults/whole-log.ts";
import { makeHistory } from "./make-history.ts";

test.each([4, 63, 64, 65, 500])("a bridge reads made sessions of %i chunks as its own", async (chunks) => {
  await using home = await mkdtempDisposable(join(tmpdir(), "history-"));
  const ids = await makeHistory(join(home.path, "switchyard"), { sessions: 2, chunksPerSession: chunks });
  await using yard = await startYard({ home: home.path });
  const { sessions } = await yard.client.call("listActiveSessions", {});
  expect(new Set(sessions.map(({ sessionId }) => sessionId))).toEqual(new Set(ids));
  for (const sessionId of ids) {
    const log = await wholeLog(yard, sessionId);
    expect(log).toHaveLength(chunks);
    expectWhole(log);
  }
});

test("hundreds of sessions in one folder are listed whole, with a few of their neighbours each", async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), "history-"));
  await makeHistory(join(home.path, "switchyard"), { sessions: 300, chunksPerSession: 4 });
  await using yard = await startYard({ home: home.path });
  const { sessions } = await yard.client.call("listSessions", { limit: 500 });
  expect(sessions).toHaveLength(300);
  expect(Math.max(...sessions.map((session) => session.sharesCwdWith.length))).toBe(20);
  expect((await yard.client.call("listActiveSessions", {})).sessions).toHaveLength(300);
});

test("of very many sessions in one folder each names fewer neighbours, so that the list is one frame", async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), "history-"));
  await makeHistory(join(home.path, "switchyard"), { sessions: 900, chunksPerSession: 1 });
  await using yard = await startYard({ home: home.path });
  const { sessions } = await yard.client.call("listActiveSessions", {});
  expect(sessions).toHaveLength(900);
  expect(Math.max(...sessions.map((session) => session.sharesCwdWith.length))).toBe(6);
});
