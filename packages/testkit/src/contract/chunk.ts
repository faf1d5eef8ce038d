import type { AgentEvent } from "@switchyard/core/backend";
import { Capabilities, ChunkBody, PermissionMode } from "@switchyard/core/protocol";
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
    case "abilities":
      Capabilities.partial().parse(event.capabilities);
      return;
    case "permission_request":
      z.string().parse(event.requestKey);
      z.string().parse(event.toolName);
      ChunkBody.parse({ ...event, ...OURS });
      return;
    case "permission_resolved":
      z.string().parse(event.requestKey);
      ChunkBody.parse({ ...event, ...OURS });
      return;
    default:
      ChunkBody.parse({ ...event, ...OURS });
  }
}

/** What is derived, or the bridge's own. */
const OURS = { isDone: false, requestId: "00000000-0000-4000-8000-000000000000", durationMs: 0 };

const Mode = z.object({
  permissionMode: z.union([PermissionMode, z.literal("unknown")]),
  content: z.string(),
});
