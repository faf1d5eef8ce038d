import type { Handlers } from "../server/handlers.ts";
import type { Sessions } from "../session/sessions.ts";

/** Starting ahead of a session. */
export function prewarmHandlers(sessions: Sessions): Pick<Handlers, "prewarm"> {
  return {
    async prewarm({ cliBackend, cwd }) {
      await sessions.prewarm(cliBackend, cwd);
      return {};
    },
  };
}
