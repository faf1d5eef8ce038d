import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AgentEvent } from "@switchyard/core/backend";
import type { AgentChunk, Attachment } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { takeFile } from "../attachments/take-file.ts";
import type { Log } from "../log/log.ts";
import { makeStage } from "./puppet.testkit.ts";
import { queueView } from "./queue-view.ts";

const endTurn: AgentEvent = { type: "turn_ended", content: "", stopReason: "end_turn" };
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const take = (log: Log, name: string): Attachment =>
  takeFile(log, { name, mediaType: "text/plain", data: base64(name) });
const userMessages = (chunks: readonly AgentChunk[]) =>
  chunks.filter((chunk) => chunk.type === "user_message");

test("what is put beside a message waits with it, goes with it once, and is free again where it is withdrawn", async () => {
  await using stage = await makeStage();
  const { session, log } = stage;
  const { sessionId } = session.record;
  const [first, queued, withdrawn] = [take(log, "first.txt"), take(log, "queued.txt"), take(log, "no.txt")];
  session.send("one", { attachments: [first] });
  const puppet = await stage.puppet(1);
  await expect.poll(() => puppet.intents).toHaveLength(1);
  expect(puppet.intents).toMatchObject([
    { type: "prompt", text: "one", attachments: [{ name: "first.txt", data: base64("first.txt") }] },
  ]);
  const { messageId } = session.send("", { attachments: [queued, first] });
  expect(session.send("again", { messageId, attachments: [withdrawn] })).toEqual({ messageId });
  const { messageId: other } = session.send("two", { attachments: [withdrawn, first, queued] });
  expect(queueView(log, session.record)).toMatchObject([
    { message: "", attachments: [queued, first] },
    { message: "two", attachments: [withdrawn, first, queued] },
  ]);
  expect(session.withdraw(other)).toBe(true);
  expect([first, queued, withdrawn].map(({ blobId }) => log.attachments.find(blobId, null))).toEqual([
    undefined,
    undefined,
    withdrawn,
  ]);

  puppet.says({ events: [endTurn], state: "idle" });
  const chunks = await stage.until((all) => userMessages(all).length === 2);
  expect(userMessages(chunks)).toMatchObject([{ attachments: [first] }, { attachments: [queued, first] }]);
  await expect.poll(() => puppet.intents).toHaveLength(2);
  expect(puppet.intents[1]).toMatchObject({
    text: "",
    attachments: [{ name: "queued.txt" }, { name: "first.txt" }],
  });
  expect(log.attachments.find(queued.blobId, sessionId)).toEqual(queued);
});

test("where the process ends while the files of a prompt are read, the next one is handed it", async () => {
  await using stage = await makeStage();
  const { session } = stage;
  await writeFile(join(session.record.cwd, "named.md"), "text");
  session.send("one");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [endTurn], state: "idle" });
  await stage.until((all) => all.some((chunk) => chunk.type === "turn_ended"));
  session.send("see @named.md");
  await stage.until((all) => userMessages(all).length === 2);
  puppet.ends();
  const next = await stage.puppet(2);
  await expect.poll(() => next.intents).toHaveLength(1);
  expect(next.intents[0]).toMatchObject({ attachments: [{ name: "named.md", path: "named.md" }] });
  expect(puppet.intents).toHaveLength(1);
});

test("a turn that is interrupted while its files are read is over, and nothing of it is handed", async () => {
  await using stage = await makeStage();
  const { session, log } = stage;
  session.send("one");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [endTurn], state: "idle" });
  await stage.until((all) => all.some((chunk) => chunk.type === "turn_ended"));
  session.send("two", { attachments: [take(log, "a.txt")] });
  await stage.until((all) => userMessages(all).length === 2);
  await session.interrupt();
  session.send("three");
  await expect.poll(() => puppet.intents).toHaveLength(2);
  expect(puppet.intents).toMatchObject([{ text: "one" }, { text: "three" }]);
});

test("pictures of an agent are stored beside the log, what is too much is told in words", async () => {
  await using stage = await makeStage();
  const { session, log } = stage;
  session.send("show");
  const puppet = await stage.puppet(1);
  const data = Buffer.from("a picture").toString("base64");
  const large = { mediaType: "image/png", data: "A".repeat(7 * 1024 * 1024) };
  const png = { mediaType: "image/png", data };
  puppet.says({
    events: [
      { type: "agent_message", content: "see ", messageKey: "m" },
      {
        type: "agent_message",
        content: "this",
        messageKey: "m",
        images: [png, large, { ...png, data: "%" }],
      },
      { type: "agent_message", content: " one", messageKey: "m" },
      {
        type: "tool_call_update",
        content: "",
        toolCallId: "t",
        status: "completed",
        images: Array.from({ length: 21 }, () => png),
      },
      endTurn,
    ],
    state: "idle",
  });
  const chunks = await stage.until((all) => all.some((chunk) => chunk.type === "turn_ended"));
  const shown = chunks.filter((chunk) => chunk.type === "agent_message");
  expect(shown.map(({ content }) => content)).toEqual([
    "see ",
    "this\n[image, 5 MB]\n[image, unreadable]",
    " one",
  ]);
  const [image] = shown[1]?.images ?? [];
  expect(image).toMatchObject({ mediaType: "image/png", bytes: 9 });
  expect(image && log.blobs.read(image.blobId, 0, 1_000)).toEqual({ content: data });
  const update = chunks.find((chunk) => chunk.type === "tool_call_update");
  expect(update).toMatchObject({ content: "[image, too many]", images: { length: 20 } });
});
