import { expect, test } from "vitest";
import { freshened } from "./freshen.ts";

const NOW = Date.parse("2030-01-01T12:00:00.400Z");

test("all times move by as much, so that the latest of what has happened is now", () => {
  const lines =
    '{"id":"a","title":"at \\"2026-01-01T00:00:00Z\\"","created_at":"2026-01-01T00:00:00Z","due_at":"2026-01-09T00:00:00Z"}\n' +
    '{"id":"b","updated_at":"2026-01-02T00:00:00Z","comments":[{"created_at":"2026-01-01T12:00:00Z"}]}\n';
  expect(freshened(lines, NOW)).toBe(
    '{"id":"a","title":"at \\"2026-01-01T00:00:00Z\\"","created_at":"2029-12-31T12:00:00Z","due_at":"2030-01-08T12:00:00Z"}\n' +
      '{"id":"b","updated_at":"2030-01-01T12:00:00Z","comments":[{"created_at":"2030-01-01T00:00:00Z"}]}\n',
  );
});

test("without a time nothing changes", () => {
  expect(freshened('{"id":"a"}\n', NOW)).toBe('{"id":"a"}\n');
});
