import type { ToldConversation, ToldTurn } from "@switchyard/core/backend";
import { MessageId, type SessionId, SwitchyardError } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import type { Log, NewChunk } from "../log/log.ts";
import { makeActivity } from "../session/activity.ts";
import type { SessionRecord } from "../session/record.ts";
import { withStoredImages } from "../session/stored-images.ts";
import { withTurn } from "../usage/turn-cost.ts";

/**
 * Stores a new session with a conversation as its log. Until all of it is stored the record says that it is
 * incomplete, so a bridge that ends meanwhile leaves no half of one.
 * @throws {SwitchyardError} STORAGE_FAILED, and then nothing is left of the session
 */
export async function writeHistory(log: Log, record: SessionRecord, told: ToldConversation): Promise<void> {
  record.isIncomplete = true;
  log.saveSession(record);
  try {
    await writeTurns(log, record, told.turns);
    log.append(record.sessionId, [TAKEN_OVER], 0);
    record.isIncomplete = false;
    record.readSeq = log.lastSeq(record.sessionId);
    log.saveSession(record);
    await stored(log);
  } catch (error) {
    drop(log, record.sessionId);
    throw error;
  }
}

/** Deletes the sessions whose history a bridge that ended had not written to its end. */
export function dropIncomplete(log: Log): void {
  for (const { sessionId, isIncomplete } of log.sessions()) if (isIncomplete) drop(log, sessionId);
}

/** As if it had never been: what its turns took is counted when the conversation is taken over again. */
function drop(log: Log, sessionId: SessionId): void {
  log.deleteSession(sessionId);
  log.usage.forget(sessionId);
}

const TAKEN_OVER: NewChunk = {
  type: "notice",
  content:
    "Taken over from a terminal. The next message goes on with the same conversation; close it in the terminal first, so that only one of the two writes it.",
  level: "info",
  code: "taken_over",
};

async function writeTurns(log: Log, record: SessionRecord, turns: readonly ToldTurn[]): Promise<void> {
  const activity = makeActivity("");
  let waiting = 0;
  for (const turn of turns) {
    record.turn += 1;
    record.usage = withTurn(record.usage, turn);
    for (const { at, body } of chunksOf(log, record.sessionId, turn)) {
      log.append(record.sessionId, [body], { turn: record.turn, at });
      record.activity = activity.after(body);
      waiting += 1;
      if (waiting < BATCH) continue;
      waiting = 0;
      await stored(log);
    }
  }
}

/** Of chunks that wait to be stored. */
const BATCH = 64;

function* chunksOf(
  log: Log,
  sessionId: SessionId,
  turn: ToldTurn,
): Generator<{ at: number; body: NewChunk }> {
  const { startedAt, endedAt, events, stopReason, error, usage } = turn;
  const first = MessageId.parse(uuid());
  const opens = turn.by === "user" ? { by: turn.by, messageId: first } : { by: turn.by };
  yield { at: startedAt, body: { type: "turn_started", content: "", ...opens } };
  let messageId = first;
  for (const { at, event } of events) {
    const isSaid = event.type === "user_message";
    yield { at, body: isSaid ? { ...event, messageId } : withStoredImages(log, sessionId, event) };
    if (isSaid) messageId = MessageId.parse(uuid());
  }
  const body: NewChunk = {
    type: "turn_ended",
    content: error?.message ?? "",
    stopReason,
    durationMs: Math.max(0, endedAt - startedAt),
    ...(error === undefined ? {} : { error }),
    ...(usage === undefined ? {} : { usage }),
  };
  yield { at: endedAt, body };
}

/** @throws {SwitchyardError} STORAGE_FAILED */
async function stored(log: Log): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  log.afterCommit(resolve);
  await promise;
  if (log.storage() === "ok") return;
  throw new SwitchyardError("STORAGE_FAILED", "The disk takes nothing. Make room, then take it over again.");
}
