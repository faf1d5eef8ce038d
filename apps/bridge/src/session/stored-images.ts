import type { AgentEvent } from "@switchyard/core/backend";
import type { NewChunk } from "../log/log.ts";

type Shown = Extract<AgentEvent, { type: "agent_message" | "tool_call_update" }>;

/** An event as a chunk. */
export function withoutImages(event: Exclude<NewChunk, Pick<Shown, "type">> | Shown): NewChunk {
  if (event.type !== "agent_message" && event.type !== "tool_call_update") return event;
  const { images: _images, ...rest } = event;
  return rest;
}
