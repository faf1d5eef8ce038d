import type { Log } from "../log/log.ts";
import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";
import { batchHandlers } from "./batches.ts";
import { beadHandlers } from "./beads.ts";
import { beadWriteHandlers } from "./bead-writes.ts";
import { type CatalogueOptions, catalogueHandlers } from "./catalogue.ts";
import { conversationHandlers, type ConversationOptions } from "./conversations.ts";
import type { ProjectTrackers } from "./find-tracker.ts";
import { historyHandlers } from "./history.ts";
import { outcomeHandlers } from "./outcomes.ts";
import { packHandlers, type PackOptions } from "./packs.ts";
import { prewarmHandlers } from "./prewarm.ts";
import { processHandlers, type ProcessOptions } from "./processes.ts";
import { projectHandlers, type ProjectOptions } from "./projects.ts";
import { requestHandlers } from "./requests.ts";
import { sessionHandlers } from "./sessions.ts";
import { steeringHandlers } from "./steering.ts";
import { storageHandlers } from "./storage.ts";
import { traceHandlers, type TraceOptions } from "./traces.ts";
import { usageHandlers } from "./usage.ts";
import { workHandlers, type WorkOptions } from "./work.ts";
import { worktreeHandlers, type WorktreeOptions } from "./worktrees.ts";

/** A handler for every method of the table; one that is missing does not compile. */
export function makeHandlers(
  sessions: Sessions,
  log: Log,
  catalogue: CatalogueOptions &
    ConversationOptions &
    PackOptions &
    ProcessOptions &
    ProjectOptions &
    ProjectTrackers &
    TraceOptions &
    WorkOptions &
    WorktreeOptions,
): Handlers {
  return {
    ...sessionHandlers(sessions, log),
    ...steeringHandlers(sessions, catalogue),
    ...requestHandlers(sessions),
    ...usageHandlers(sessions, log, catalogue),
    ...outcomeHandlers(log, catalogue),
    ...workHandlers(sessions, log, catalogue),
    ...historyHandlers(sessions, log),
    ...storageHandlers(sessions, log),
    ...processHandlers(sessions, catalogue),
    ...conversationHandlers(sessions, log, catalogue),
    ...prewarmHandlers(sessions),
    ...catalogueHandlers(sessions, catalogue),
    ...packHandlers(catalogue),
    ...projectHandlers(catalogue),
    ...beadHandlers(sessions, catalogue),
    ...batchHandlers(sessions),
    ...beadWriteHandlers(sessions, catalogue),
    ...traceHandlers(sessions, catalogue),
    ...worktreeHandlers(sessions, catalogue),
  };
}
