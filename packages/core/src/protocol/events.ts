import { z } from "zod";
import { BackendInfo } from "./backend.ts";
import { Bead, TrackerState } from "./bead.ts";
import { AgentChunk } from "./chunk.ts";
import { BeadId, ProjectId, SessionId } from "./ids.ts";
import { PackInfo } from "./pack.ts";
import { Project } from "./project.ts";
import { QueuedMessage, SessionInfo } from "./session.ts";
import { WaitingRequest } from "./request.ts";
import { Settings } from "./settings.ts";

const oneSession = z.object({ sessionId: SessionId });

/**
 * Every notification of the wire. `durable` ones are stored and come again after a reconnect; the
 * others tell the state of the moment and are asked for anew.
 */
export const events = {
  "session-created": event("all", false, oneSession),
  "session-terminated": event("all", false, oneSession),
  "session-deleted": event("all", false, oneSession),
  "session-list-changed": event("all", false, z.object({ sessions: z.array(SessionInfo) })),
  "session-updated": event("all", false, z.object({ session: SessionInfo })),
  "active-session-changed": event("all", false, z.object({ sessionId: SessionId.nullable() })),
  /** All that wait in one session now; empty: none does any more. */
  "requests-changed": event(
    "all",
    false,
    z.object({ sessionId: SessionId, requests: z.array(WaitingRequest) }),
  ),
  "agent-chunk": event("subscribers", true, AgentChunk),
  "agent-stderr": event("subscribers", false, z.object({ sessionId: SessionId, line: z.string() })),
  "queue-changed": event(
    "subscribers",
    false,
    z.object({ sessionId: SessionId, queue: z.array(QueuedMessage) }),
  ),
  "project-list-changed": event("all", false, z.object({ projects: z.array(Project) })),
  /** `from` is the revision that it follows; `isWhole`: too much has changed, read them again. */
  "beads-updated": event(
    "all",
    false,
    z.object({
      projectId: ProjectId,
      from: z.number().int().nonnegative(),
      revision: z.number().int().nonnegative(),
      isWhole: z.boolean(),
      /** New and changed ones, without their long texts. */
      changed: z.array(Bead),
      removed: z.array(BeadId),
      /** Whose long texts have changed too. */
      texts: z.array(BeadId),
      ...TrackerState.shape,
    }),
  ),
  /** Which personas there are may have changed: ask for them again. */
  "personas-changed": event("all", false, z.object({})),
  "packs-changed": event("all", false, z.object({ packs: z.array(PackInfo), isSafe: z.boolean() })),
  /** A budget was set, or something was spent under one: ask for them again. */
  "budgets-changed": event("all", false, z.object({ projectId: ProjectId })),
  /** Which worktrees there are, or what is in them, may have changed: ask for them again. */
  "worktrees-changed": event("all", false, z.object({})),
  "settings-changed": event("all", false, z.object({ settings: Settings })),
  "backends-changed": event("all", false, z.object({ backends: z.array(BackendInfo) })),
} as const;

export type Events = typeof events;
export type EventName = keyof Events;
export type EventParams<E extends EventName> = z.output<Events[E]["params"]>;

/** The event's name, or undefined for one that this client does not know and ignores. */
export function eventName(name: string): EventName | undefined {
  return isEventName(name) ? name : undefined;
}

function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}

function event<P extends z.ZodType>(to: "all" | "subscribers", durable: boolean, params: P) {
  return { to, durable, params };
}
