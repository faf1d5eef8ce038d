import type { Backend } from "@switchyard/core/backend";
import { SwitchyardError } from "@switchyard/core/protocol";

/** Stands in for a backend whose package is gone, so that its sessions can still be read. */
export function unavailableBackend(id: Backend["id"], present: readonly string[]): Backend {
  const gone = (): never => {
    throw new SwitchyardError(
      "BACKEND_UNAVAILABLE",
      `The backend "${id}" of this session is not installed. There are: ${present.join(", ")}.`,
    );
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
    displayName: id,
    get program(): never {
      return gone();
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
      return gone();
    },
    plan: gone,
    codec: gone,
    probe: gone,
  };
}
