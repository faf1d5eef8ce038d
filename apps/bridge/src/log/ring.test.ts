import { assert as assertProperty, integer, nat, property, record } from "fast-check";
import { expect, it } from "vitest";
import { makeRing, type SerialisedChunk } from "./ring.ts";
import { everything, newSession, said, testLog } from "./test-log.ts";

it("The ring keeps the newest 1,024 chunks", () => {
  const ring = makeRing();
  for (let seq = 5; seq <= 3_000; seq += 1) ring.push(chunkOf(seq, 10));
  expect(ring.read(1_975, 3_000, everything)).toBeUndefined();
  expect(ring.read(1_976, 3_000, everything)?.map((chunk) => chunk.seq)).toEqual(seqs(1_977, 3_000));
});

it("The ring keeps no more than 1 MiB", () => {
  const ring = makeRing();
  for (let seq = 1; seq <= 10; seq += 1) ring.push(chunkOf(seq, 300_000));
  expect(ring.read(6, 10, everything)).toBeUndefined();
  expect(ring.read(7, 10, everything)?.map((chunk) => chunk.seq)).toEqual([8, 9, 10]);
});

it("The ring gives what is asked for, or nothing where it does not reach back", () => {
  assertProperty(
    property(
      record({
        first: integer({ min: 1, max: 9 }),
        count: integer({ min: 1, max: 1_500 }),
        after: nat(1_600),
        last: nat(1_600),
      }),
      record({ maxChunks: integer({ min: 1, max: 50 }), maxBytes: integer({ min: 1, max: 500 }) }),
      ({ first, count, after, last }, limits) => {
        const ring = makeRing();
        const newest = first + count - 1;
        for (let seq = first; seq <= newest; seq += 1) ring.push(chunkOf(seq, 20));
        const to = Math.min(last, newest);
        const oldest = Math.max(first, newest - 1_023);
        const most = Math.max(1, Math.min(limits.maxChunks, Math.floor(limits.maxBytes / 20)));
        const expected = after + 1 < oldest ? undefined : seqs(after + 1, Math.min(to, after + most));
        expect(ring.read(after, to, limits)?.map((chunk) => chunk.seq)).toEqual(expected);
      },
    ),
  );
});

it("The ring and the file give the same", async () => {
  await using test = await testLog();
  const session = newSession(test.log);
  for (const size of [1, 3, 700, 500]) {
    const bodies = Array.from({ length: size }, (_, at) => said(`ä${at}`));
    test.log.append(session, bodies, 1);
    test.log.flush();
  }
  const queries = [0, 1, 179, 180, 181, 700, 1_203, 1_204, 9_999].flatMap((after) => [
    { after, limits: everything },
    { after, limits: { maxChunks: 7, maxBytes: 100_000 } },
    { after, limits: { maxChunks: 100, maxBytes: 1_000 } },
    { after, limits: { maxChunks: 1, maxBytes: 1 } },
  ]);
  const fromRing = queries.map(({ after, limits }) => test.log.read(session, after, limits));
  const log = await test.reopen();
  const fromFile = queries.map(({ after, limits }) => log.read(session, after, limits));
  expect(fromRing).toEqual(fromFile);
  expect(fromFile[0]).toHaveLength(1_204);
});

function chunkOf(seq: number, bytes: number): SerialisedChunk {
  return { seq, json: "", bytes };
}

function seqs(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to + 1 - from) }, (_, at) => from + at);
}
