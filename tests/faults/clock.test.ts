import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { type Log, openLog } from "@switchyard/bridge/log";
import { expect, test } from "vitest";
import { newRecord } from "../history/make-history.ts";

const DAY = 24 * 60 * 60 * 1000;

test.each([
  ["a day forward", DAY],
  ["a day back", -DAY],
])("a wall clock that goes %s changes no chunk's place, before and after a restart", async (_, jump) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "clock-"));
  const clock = { now: Date.UTC(2026, 5, 1) };
  const file = join(folder.path, "switchyard.db");
  const open = (): Log => openLog({ file, now: () => clock.now, logger: pino({ level: "silent" }) });
  const record = newRecord({ sessions: 1, chunksPerSession: 9 }, { number: 1, at: clock.now });
  const { sessionId } = record;
  let log = open();
  log.saveSession(record);
  for (let turn = 1; turn <= 3; turn += 1) {
    log.append(
      sessionId,
      [
        { type: "turn_started", content: "", by: "user" },
        { type: "agent_message", content: `turn ${turn}`, messageKey: `${turn}` },
        { type: "turn_ended", content: "", stopReason: "end_turn", durationMs: 1 },
      ],
      turn,
    );
    clock.now += jump;
  }
  log.flush();
  const said = (): string[] =>
    log.page(sessionId).chunks.map(({ seq, content }) => `${seq} ${content}`.trim());
  const inOrder = ["1", "2 turn 1", "3", "4", "5 turn 2", "6", "7", "8 turn 3", "9"];
  expect(said()).toEqual(inOrder);
  const served = log.read(sessionId, 4, { maxChunks: 9, maxBytes: 1e6 }).map(({ seq }) => seq);
  expect(served).toEqual([5, 6, 7, 8, 9]);

  await log.close();
  log = open();
  expect(said()).toEqual(inOrder);
  expect(log.session(sessionId)?.logId).toBe(record.logId);
  await log.close();
});
