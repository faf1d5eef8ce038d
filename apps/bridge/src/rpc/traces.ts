import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";
import type { Traces } from "../trace/traces.ts";

type Names = "previewTrace" | "writeTrace" | "markSessionVerified";

export interface TraceOptions {
  readonly traces: Pick<Traces, "preview" | "write">;
}

/** Handlers of what sessions leave at their beads. */
export function traceHandlers(
  sessions: Pick<Sessions, "need">,
  { traces }: TraceOptions,
): Pick<Handlers, Names> {
  return {
    previewTrace: ({ sessionId, ...asked }) =>
      traces.preview({ ...asked, session: sessionId === undefined ? undefined : sessions.need(sessionId) }),
    async writeTrace({ sessionId, form }) {
      await traces.write(sessions.need(sessionId), form);
      return {};
    },
    markSessionVerified({ sessionId, turn }) {
      sessions.need(sessionId).markVerified(turn);
      return {};
    },
  };
}
