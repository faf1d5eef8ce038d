import { writeFile } from "node:fs/promises";
import { BlobId } from "@switchyard/core/protocol";
import { expect, it } from "vitest";
import type { Log } from "./log.ts";
import { newSession, said, testLog } from "./test-log.ts";

it.each([
  ["1 MB", "a line of text\n".repeat(70_000)],
  ["9 MB of many-byte characters", "€🚂é".repeat(1_000_000)],
  ["control characters", "\u0000\u001b".repeat(600_000)],
  ["nothing", ""],
])("A text of %s is read back whole, in parts that fit into a frame", async (_name, whole) => {
  await using test = await testLog();
  const blobId = test.log.blobs.put(newSession(test.log), whole);
  test.log.flush();
  for (const maxBytes of [Infinity, 262_144, 100_001]) {
    const parts = readAll(test.log, blobId, maxBytes);
    expect(parts.join("") === whole).toBe(true);
    for (const part of parts) {
      expect(Buffer.byteLength(part)).toBeLessThanOrEqual(Math.min(maxBytes, 512 * 1024));
      expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThanOrEqual(900_000);
    }
  }
});

it("A part never ends within a character, however few bytes are asked for", async () => {
  await using test = await testLog();
  const blobId = test.log.blobs.put(newSession(test.log), "a€🚂");
  test.log.flush();
  expect(readAll(test.log, blobId, 1)).toEqual(["a€", "🚂"]);
});

it("The whole of a text that was cut out of a chunk is there when the chunk is", async () => {
  await using test = await testLog();
  const session = newSession(test.log);
  const whole = "é".repeat(4_500_000);
  const [chunk] = test.log.append(session, [said(whole)], 1);
  test.log.flush();
  const log = await test.reopen();
  expect(log.page(session).chunks).toEqual([chunk]);
  expect(chunk?.truncated?.bytes).toBe(9_000_000);
  expect(readAll(log, chunk?.truncated?.blobId ?? nobody, Infinity).join("") === whole).toBe(true);
});

it("A file is read back whole", async () => {
  await using test = await testLog();
  const whole = "line of a CLI ".repeat(60_000);
  await writeFile(`${test.file}.spilled`, whole);
  const blobId = await test.log.blobs.putFile(newSession(test.log), `${test.file}.spilled`);
  expect(readAll(test.log, blobId, Infinity).join("") === whole).toBe(true);
});

it("Bytes that are no text end the reading all the same", async () => {
  await using test = await testLog();
  await writeFile(`${test.file}.spilled`, Buffer.alloc(300_000, 0x80));
  const blobId = await test.log.blobs.putFile(newSession(test.log), `${test.file}.spilled`);
  expect(readAll(test.log, blobId, 200_000).join("")).toBe("\ufffd".repeat(300_000));
});

it("There is no blob that nobody put", async () => {
  await using test = await testLog();
  expect(test.log.blobs.read(nobody, 0, 10)).toBeUndefined();
});

it("Reading beyond the end gives nothing more", async () => {
  await using test = await testLog();
  const blobId = test.log.blobs.put(newSession(test.log), "short");
  test.log.flush();
  expect(test.log.blobs.read(blobId, 5, 10)).toEqual({ content: "" });
  expect(test.log.blobs.read(blobId, 5_000_000, 10)).toEqual({ content: "" });
});

const nobody = BlobId.parse("00000000-0000-4000-8000-000000000000");

function readAll(log: Log, blobId: BlobId, maxBytes: number): string[] {
  const parts: string[] = [];
  for (let offset: number | undefined = 0; offset !== undefined;) {
    const part = log.blobs.read(blobId, offset, maxBytes);
    if (part === undefined) throw new Error("The blob is gone.");
    parts.push(part.content);
    offset = part.nextOffset;
  }
  return parts;
}
