import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BlobId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { startYard, type Yard } from "./yard.ts";

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const base64 = (text: string): string => Buffer.from(text).toString("base64");

async function add(yard: Yard, name: string, data: string) {
  const given = { name, mediaType: "application/octet-stream", data };
  return (await yard.client.call("addAttachment", given)).attachment;
}

test("what is put beside a message reaches the model, waits with it over a restart, and goes with its session", async () => {
  await using yard = await startYard();
  const picture = await add(yard, "../shot.png", PNG);
  const notes = await add(yard, "notes.md", base64("the word is quince"));
  const later = await add(yard, "later.txt", base64("the word is medlar"));
  expect([picture, notes]).toMatchObject([
    { name: "shot.png", mediaType: "image/png", bytes: 70 },
    { name: "notes.md", mediaType: "text/plain", bytes: 18 },
  ]);
  await writeFile(join(yard.bridge.cwd, "named.txt"), "the word is sorb");
  const id = await yard.start({ prompt: "look at @named.txt", attachments: [picture.blobId, notes.blobId] });
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  expect(await yard.chunk(id, "user_message")).toMatchObject({
    content: "look at @named.txt",
    attachments: [picture, notes],
  });
  await yard.say(id, "which words were it? [[remember]]");
  expect(yard.text(id, 2)).toMatch(/the word is quince[\s\S]*look at @named\.txt/);
  const kept = await conversations(yard);
  expect(kept).toContain(PNG);
  expect(kept).toContain("the word is sorb");
  expect(await yard.client.call("readBlob", { blobId: picture.blobId, offset: 0 })).toEqual({ content: PNG });

  const archive = await add(yard, "a.zip", Buffer.from("PK\u0003\u0004\0\0").toString("base64"));
  const refused = (params: { attachments: BlobId[]; message?: string; sessionId?: typeof id }) =>
    yard.client.refusal("sendAgentMessage", { sessionId: id, message: "see", ...params });
  expect(await refused({ attachments: [archive.blobId] })).toMatchObject({
    code: "NOT_SUPPORTED",
    message: expect.stringMatching(/Claude Code does not take .*a\.zip/),
  });
  expect((await refused({ attachments: [], message: "" })).rpcCode).toBe(-32602);
  const other = await yard.start();
  expect(await refused({ sessionId: other, attachments: [notes.blobId] })).toMatchObject({
    code: "REQUEST_NOT_FOUND",
    data: { blobId: notes.blobId },
  });
  const large = { name: "large.bin", mediaType: "", data: base64("x".repeat(5 * 1024 * 1024 + 1)) };
  expect((await yard.client.refusal("addAttachment", large)).code).toBe("TOO_LARGE");

  await yard.client.call("sendAgentMessage", { sessionId: id, message: "[[hang]]" });
  await yard.api.untilHolding(1);
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "", attachments: [later.blobId] });
  await yard.bridge.end("SIGKILL");

  await using next = await startYard({ home: yard.bridge.home });
  const { queue } = await next.client.call("listQueuedMessages", { sessionId: id });
  expect(queue).toMatchObject([{ message: "", held: true, attachments: [later] }]);
  await next.client.call("subscribeSession", { sessionId: id, afterSeq: 0 });
  await next.client.call("continueSession", { sessionId: id });
  await next.ended(id, 4);
  const sent = await next.chunk(id, "user_message", ({ turn }) => turn === 4);
  expect(sent).toMatchObject({ content: "", attachments: [later] });
  expect(next.api.requests.map(({ prompt }) => prompt).join("\n")).toContain("the word is medlar");

  await next.client.call("deleteSession", { sessionId: id });
  for (const { blobId } of [picture, later]) {
    const read = () =>
      next.client.call("readBlob", { blobId, offset: 0 }).catch((error: { code?: string }) => error.code);
    await expect.poll(read, { timeout: 10_000 }).toBe("REQUEST_NOT_FOUND");
  }
});

/** What Claude keeps of its conversations. */
async function conversations(yard: Yard): Promise<string> {
  const files = await readdir(join(yard.configDir, "projects"), { recursive: true, withFileTypes: true });
  const texts = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name), "utf8"));
  return (await Promise.all(texts)).join("\n");
}
