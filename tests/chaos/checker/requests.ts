import type { AgentChunk, ChunkOf } from "@switchyard/core/protocol";

/** A permission or a form that is asked for. */
export function isAsked(chunk: AgentChunk): chunk is ChunkOf<"permission_request" | "question_request"> {
  return chunk.type === "permission_request" || chunk.type === "question_request";
}

/** Its end. */
export function isSettled(chunk: AgentChunk): chunk is ChunkOf<"permission_resolved" | "question_resolved"> {
  return chunk.type === "permission_resolved" || chunk.type === "question_resolved";
}

/** The agent was told yes: it may, or here are the answers. */
export function isYes(chunk: AgentChunk): chunk is ChunkOf<"permission_resolved" | "question_resolved"> {
  if (chunk.type === "question_resolved") return chunk.outcome === "answered";
  return chunk.type === "permission_resolved" && chunk.decision.startsWith("allow");
}
