import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";
import { asManyAsFit } from "../session/as-many-as-fit.ts";
import type { Sessions } from "../session/sessions.ts";
import { boundedList } from "../session/waiting-request.ts";

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
    answerQuestion({ sessionId, requestId, answers, note }) {
      sessions.need(sessionId).answerQuestion(requestId, answers, note);
      return {};
    },
    listRequests() {
      const waiting = Array.from(sessions.all(), (session) => session.requests()).flat();
      return { requests: boundedList(waiting.toSorted((a, b) => a.at - b.at || a.seq - b.seq)) };
    },
    getRequest: ({ sessionId, requestId }) => ({ request: sessions.need(sessionId).request(requestId) }),
    listRules: ({ sessionId }) => ({ rules: asManyAsFit(sessions.need(sessionId).rules()) }),
    withdrawRule({ sessionId, ruleId }) {
      if (sessions.need(sessionId).withdrawRule(ruleId)) return {};
      throw new SwitchyardError(
        "REQUEST_NOT_FOUND",
        "This session has no such rule any more. listRules tells which there are.",
        { ruleId },
      );
    },
  };
}
