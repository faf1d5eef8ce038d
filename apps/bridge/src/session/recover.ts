import type { OpenTurn } from "../log/history.ts";
import type { NewChunk } from "../log/log.ts";

/** What ends the requests that waited when the bridge was killed: what they asked for was never run. */
export function closedByEnd({ requests }: Pick<OpenTurn, "requests">): NewChunk[] {
  return requests.flatMap(({ type, requestId, toolCallId }): NewChunk[] => {
    const common = { content: "cancelled", requestId, by: "session_end" } as const;
    const resolved: NewChunk =
      type === "permission_request"
        ? { type: "permission_resolved", ...common, decision: "cancelled" }
        : { type: "question_resolved", ...common, outcome: "cancelled" };
    if (toolCallId === undefined) return [resolved];
    const output = "Not run.";
    return [resolved, { type: "tool_call_update", content: output, toolCallId, status: "failed", output }];
  });
}
