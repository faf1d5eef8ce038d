import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";

type Names = "startBeads" | "updateBatch";

/** Handlers of starts that are several. */
export function batchHandlers(sessions: Sessions): Pick<Handlers, Names> {
  return {
    startBeads: (params) => sessions.startBatch(params),
    updateBatch(params) {
      sessions.updateBatch(params);
      return {};
    },
  };
}
