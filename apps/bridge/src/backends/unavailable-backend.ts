import type { Backend } from "@switchyard/core/backend";
import { SwitchyardError } from "@switchyard/core/protocol";

/**
 * Stands in for a backend that cannot be used, so that its sessions can still be read; whatever is wanted of it
 * is refused with `why`.
 */
export function unavailableBackend(
  { id, displayName }: Pick<Backend, "id" | "displayName">,
  why: string,
): Backend {
  const refuse = (): never => {
    throw new SwitchyardError("BACKEND_UNAVAILABLE", why, { backendId: id });
  };
  const none = {
    live: false,
    resume: false,
    interrupt: false,
    permissions: false,
    thoughts: false,
    usage: false,
    images: false,
    files: [],
  };
  return {
    apiVersion: 1,
    id,
    displayName,
    get program(): never {
      return refuse();
    },
    capabilities: {
      ...none,
      setModel: false,
      setPermissionMode: false,
      models: [],
      permissionModes: ["default"],
    },
    stop: { graceful: "term", graceMs: 0 },
    get config(): never {
      return refuse();
    },
    plan: refuse,
    codec: refuse,
    probe: refuse,
  };
}
