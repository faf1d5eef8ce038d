import type { Backend } from "@switchyard/core/backend";
import { type BackendId, SwitchyardError } from "@switchyard/core/protocol";
import type { Registry } from "@switchyard/core/registry";
import type { Handlers } from "../server/handlers.ts";
import { checkMode, type Sessions } from "../session/sessions.ts";

type Names = "approveSuggestion" | "setPermissionMode" | "setModel";

/** Handlers that steer what a session may do and with what. */
export function steeringHandlers(
  sessions: Sessions,
  backends: Registry<BackendId, Backend>,
): Pick<Handlers, Names> {
  return {
    approveSuggestion({ sessionId, requestId, decision, message }) {
      sessions.need(sessionId).answer(requestId, decision, message);
      return {};
    },
    setPermissionMode({ sessionId, permissionMode }) {
      const session = sessions.need(sessionId);
      const backend = backends.need(session.record.backendId);
      checkMode(backend, permissionMode);
      if (!backend.capabilities.setPermissionMode) throw notSupported(backend, "permission mode");
      session.setPermissionMode(permissionMode);
      return {};
    },
    setModel({ sessionId, model }) {
      const session = sessions.need(sessionId);
      const backend = backends.need(session.record.backendId);
      if (!backend.capabilities.setModel) throw notSupported(backend, "model");
      session.setModel(model);
      return {};
    },
  };
}

function notSupported(backend: Backend, what: string): SwitchyardError {
  return new SwitchyardError(
    "NOT_SUPPORTED",
    `${backend.displayName} cannot change its ${what} in mid-session.`,
  );
}
