import { SessionId } from "@switchyard/core/protocol";
import type { TraceFacts } from "./facts.ts";

/** A made-up session, for a preview where there is no real one. */
export const EXAMPLE_SESSION = SessionId.parse("00000000-0000-4000-8000-000000000000");

export const EXAMPLE_FACTS: TraceFacts = {
  title: "Count what is in the basket",
  persona: {
    id: "implementer",
    layer: "built_in",
    source: "switchyard",
    packVersion: null,
    hash: "3f9a0c51d2e8",
  },
  backend: { id: "claude", plugin: null, cliVersion: "2.1.0" },
  model: "claude-sonnet-4-5",
  permissionMode: "default",
  turns: 3,
  costUsd: 0.42,
  turnsWithoutCost: 0,
  inputTokens: 51_200,
  outputTokens: 3_400,
  commits: [{ hash: "4be1c0d9a7f3e2b15c68d094a1f7e3b2c5d80f16", subject: "Count things in the basket" }],
  commitCount: 1,
  isShared: false,
  branch: "main",
  hasWorktree: false,
  folder: ".",
  outcome: "done",
  errorCode: null,
  startedAt: "2026-01-05T09:00:00.000Z",
  endedAt: "2026-01-05T09:12:30.000Z",
  resume: "claude --resume 00000000-0000-4000-8000-000000000001",
  page: `/sessions/${EXAMPLE_SESSION}`,
};
