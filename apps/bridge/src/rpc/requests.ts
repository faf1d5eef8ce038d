import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";

type Names =
  | "approveSuggestion"
  | "answerQuestion"
  | "listRequests"
  | "getRequest"
  | "listRules"
  | "withdrawRule";

/** Handlers of what waits for the user, and of what no longer has to. */
export function requestHandlers(sessions: Sessions): Pick<Handlers, Names> {
  return {
    approveSuggestion({ sessionId, requestId, decision, message }) {
      sessions.need(sessionId).answer(requestId, decision, message);
      return {};
    },
    answerQuestion: notYet,
    listRequests: () => ({ requests: [] }),
    getRequest: notYet,
    listRules: () => ({ rules: [] }),
    withdrawRule: notYet,
  };
}

function notYet(): never {
  throw new SwitchyardError("NOT_SUPPORTED", "Not built yet.");
}
