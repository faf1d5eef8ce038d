import { AgentChunk, BlobId, SessionId } from "@switchyard/core/protocol";
import { assert as assertProperty, constantFrom, integer, property, record } from "fast-check";
import { expect, it } from "vitest";
import { v4 as uuid } from "uuid";
import { boundedChunk } from "../bounded.ts";
import type { NewChunk } from "../log.ts";
import { requested } from "../test-log.ts";
import { wholeChunk } from "./whole-chunk.ts";

it("A chunk that was cut, in whatever of it was long, is made whole from what was kept", () => {
  const size = (max: number) => integer({ min: 0, max });
  const unit = constantFrom("line of text\n", "é🚂", "\u0000", '"quoted"');
  assertProperty(
    property(record({ unit, one: size(400_000), other: size(400_000) }), ({ unit, one, other }) => {
      for (const body of bodies(
        unit.repeat(one / unit.length),
        unit.toUpperCase().repeat(other / unit.length),
      )) {
        let kept: string | undefined;
        const keep = (whole: string): BlobId => {
          kept = whole;
          return BlobId.parse(uuid());
        };
        const { chunk } = boundedChunk(place, body, keep);
        const whole = { ...place, ...body, isDone: false };
        expect(equal(kept === undefined ? chunk : wholeChunk(chunk, kept), whole)).toBe(true);
      }
    }),
    { numRuns: 8 },
  );
});

it("What was kept of a line that is no chunk changes nothing", () => {
  const blobId = BlobId.parse(uuid());
  const notice = { type: "notice", content: "A line was too long.", level: "warning", code: "oversize" };
  const chunk = AgentChunk.parse({ ...place, ...notice, isDone: false, truncated: { bytes: 9, blobId } });
  expect(wholeChunk(chunk, '{"type":')).toEqual(chunk);
});

const place = { sessionId: SessionId.parse(uuid()), seq: 3, at: 5, turn: 1 };

function bodies(one: string, other: string): NewChunk[] {
  const tool = { toolCallId: "t", name: "Write", kind: "edit", status: "pending", title: "t" } as const;
  const end = { type: "tool_call_update", toolCallId: "t", status: "completed" } as const;
  const diff = [{ path: "a", oldText: one, newText: other }];
  return [
    { type: "agent_message", content: one, messageKey: "m" },
    { type: "tool_call", content: one, ...tool, input: { content: one, file_path: "a" } },
    { type: "tool_call", content: "", ...tool, input: { content: one, title: other } },
    { ...end, content: one, output: one },
    { ...end, content: "short", output: one },
    { ...end, content: one, output: other, diff },
    { ...end, content: "", diff },
    { type: "plan", content: one, entries: [{ content: one, status: "pending" }] },
    { ...requested(), input: { one, other } } as NewChunk,
  ];
}

function equal(a: AgentChunk, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  return value instanceof Object ? Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)) : value;
}
