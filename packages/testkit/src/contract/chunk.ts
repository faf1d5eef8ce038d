import type { AgentEvent } from "@switchyard/core/backend";
import { Capabilities, ChunkBody, ContextFill, PermissionMode, PlanLimit } from "@switchyard/core/protocol";
import { z } from "zod";

/**
 * Reads an event as the chunk that the bridge makes of it.
 * @throws {z.ZodError} where it is none
 */
export function parseEvent(event: AgentEvent): void {
  switch (event.type) {
    case "mode":
      Mode.parse(event);
      return;
    case "model":
      z.string().min(1).parse(event.model);
      return;
    case "abilities":
      Capabilities.partial().parse(event.capabilities);
      return;
    case "plan_limit":
      PlanLimit.omit({ at: true }).parse(event.limit);
      return;
    case "context":
      ContextFill.parse(event.context);
      return;
    case "permission_request":
      z.string().parse(event.toolName);
      z.array(z.string()).optional().parse(event.covers);
      parseChunk(event);
      return;
    default:
      parseChunk(event);
  }
}

/** Pictures are the bridge's to keep; a request goes by the CLI's own name for it. */
function parseChunk(event: AgentEvent): void {
  const { images, requestKey, ...rest } = { images: undefined, requestKey: undefined, ...event };
  z.array(Image).max(8).optional().parse(images);
  if (REQUESTS.has(event.type)) z.string().parse(requestKey);
  ChunkBody.parse({ ...rest, ...OURS });
}

const Image = z.object({ mediaType: z.string().startsWith("image/"), data: z.base64().min(1) });
const REQUESTS: ReadonlySet<AgentEvent["type"]> = new Set([
  "permission_request",
  "permission_resolved",
  "question_request",
  "question_resolved",
]);

/** What is derived, or the bridge's own. */
const OURS = { isDone: false, requestId: "00000000-0000-4000-8000-000000000000", durationMs: 0 };

const Mode = z.object({
  permissionMode: z.union([PermissionMode, z.literal("unknown")]),
  content: z.string(),
});
