import type { ToldConversation, ToldEvent, ToldTurn } from "@switchyard/core/backend";
import { MessageId, SwitchyardError } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import type { Log, NewChunk } from "../log/log.ts";
import { makeActivity } from "../session/activity.ts";
import type { SessionRecord } from "../session/record.ts";
import { withoutImages } from "../session/stored-images.ts";

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
    log.deleteSession(record.sessionId);
    throw error;
  }
}

/** Deletes the sessions whose history a bridge that ended had not written to its end. */
export function dropIncomplete(log: Log): void {
  for (const { sessionId, isIncomplete } of log.sessions()) if (isIncomplete) log.deleteSession(sessionId);
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
    record.usage.inputTokens += turn.usage?.inputTokens ?? 0;
    record.usage.outputTokens += turn.usage?.outputTokens ?? 0;
    for (const { at, body } of chunksOf(turn)) {
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

function* chunksOf(turn: ToldTurn): Generator<{ at: number; body: NewChunk }> {
  const { startedAt, endedAt, events, stopReason, error, usage } = turn;
  const first = MessageId.parse(uuid());
  const opens = turn.by === "user" ? { by: turn.by, messageId: first } : { by: turn.by };
  yield { at: startedAt, body: { type: "turn_started", content: "", ...opens } };
  let messageId = first;
  for (const { at, event } of events) {
    yield { at, body: bodyOf(event, messageId) };
    if (event.type === "user_message") messageId = MessageId.parse(uuid());
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

function bodyOf(event: ToldEvent["event"], messageId: MessageId): NewChunk {
  return event.type === "user_message" ? { ...event, messageId } : withoutImages(event);
}

/** @throws {SwitchyardError} STORAGE_FAILED */
async function stored(log: Log): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  log.afterCommit(resolve);
  await promise;
  if (log.storage() === "ok") return;
  throw new SwitchyardError("STORAGE_FAILED", "The disk takes nothing. Make room, then take it over again.");
}
