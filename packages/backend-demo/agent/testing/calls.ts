import { expect } from "vitest";
import type { DemoProcess } from "./demo-process.ts";

/** Every tool call that was opened has come to its end. */
export function expectCallsClosed(demo: DemoProcess): void {
  const last = new Map(demo.ofKind("tool_call").map(({ toolCallId, status }) => [toolCallId, status]));
  for (const { toolCallId, status } of demo.ofKind("tool_call_update")) {
    last.set(toolCallId, status ?? undefined);
  }
  expect([...last.values()].filter((status) => status !== "completed" && status !== "failed")).toEqual([]);
}
