import { BlobId, MAX_FRAME_OUT, MessageId } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { expect, test } from "vitest";
import { newSession, sessionRecord, testLog } from "../log/test-log.ts";
import { queueView } from "./queue-view.ts";

test.for([
  { what: "many attachments", message: "look", count: 20, name: "é".repeat(120) },
  { what: "many texts", message: "m".repeat(3_000), count: 0, name: "" },
  { what: "texts that JSON makes longer", message: "\u001b".repeat(10_000), count: 0, name: "" },
])("a queue with $what fits a frame", async ({ message, count, name }) => {
  await using kept = await testLog();
  const { log } = kept;
  const sessionId = newSession(log);
  const file = { mediaType: "text/plain", bytes: 1, name };
  for (let at = 0; at < 1_200; at += 1) {
    const attachments = Array.from({ length: count }, () => ({ ...file, blobId: BlobId.parse(uuid()) }));
    log.queue.add(sessionId, { messageId: MessageId.parse(uuid()), message, at, attachments });
  }
  const queue = queueView(log, sessionRecord({ sessionId }));
  expect(JSON.stringify(queue).length).toBeLessThan(MAX_FRAME_OUT);
  expect(queue.length).toBeGreaterThan(100);
  expect(queue.map(({ at }) => at)).toEqual(queue.map((_, at) => at));
});
