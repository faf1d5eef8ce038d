import type { Backend } from "@switchyard/core/backend";
import { SwitchyardError } from "@switchyard/core/protocol";
import type { Handlers } from "../server/handlers.ts";
import { checkMode } from "../session/prepare.ts";
import type { Sessions } from "../session/sessions.ts";
import type { CatalogueOptions } from "./catalogue.ts";

type Names = "setPermissionMode" | "setModel";

/** Handlers that steer what a session may do and with what. */
export function steeringHandlers(
  sessions: Sessions,
  { backends, health }: Pick<CatalogueOptions, "backends" | "health">,
): Pick<Handlers, Names> {
  return {
    async setPermissionMode({ sessionId, permissionMode }) {
      const session = sessions.need(sessionId);
      const backend = backends.of(session.record.backendId);
      const capabilities = await health.capabilities(backend);
      checkMode({ displayName: backend.displayName, capabilities }, permissionMode);
      if (!capabilities.setPermissionMode) throw notSupported(backend, "permission mode");
      session.setPermissionMode(permissionMode);
      return {};
    },
    async setModel({ sessionId, model }) {
      const session = sessions.need(sessionId);
      const backend = backends.of(session.record.backendId);
      if (!(await health.capabilities(backend)).setModel) throw notSupported(backend, "model");
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
