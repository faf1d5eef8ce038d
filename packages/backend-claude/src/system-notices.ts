import type { AgentEvent } from "@switchyard/core/backend";
import type { Native } from "./native.ts";
import { notice } from "./setup.ts";

type Told = Extract<
  Native,
  { kind: "system/informational" | "system/compact_boundary" | "system/api_retry" }
>;

/** What Claude tells of itself, in words. */
export function systemNotice(told: Told): AgentEvent {
  switch (told.kind) {
    case "system/informational":
      return notice("info", "informational", told.content);
    case "system/compact_boundary":
      return notice("info", "compacted", "Claude Code has summed up the conversation so far.");
    case "system/api_retry": {
      const { attempt = 1, max_retries: most = attempt, error_status: status, error = "unknown" } = told;
      const reason = status ? `${status} ${error}` : error;
      const content = `The model's API failed (${reason}). Claude Code tries again: ${attempt} of ${most}.`;
      return notice("warning", "api_retry", content);
    }
  }
}
