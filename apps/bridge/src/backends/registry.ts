import { claude } from "@switchyard/backend-claude";
import type { Backend } from "@switchyard/core/backend";
import { type BackendId, SwitchyardError } from "@switchyard/core/protocol";
import { makeRegistry, type Registry } from "@switchyard/core/registry";

/** The backends that come with the bridge; a new one is a line here and a package of its own. */
export const builtInBackends: readonly Backend[] = [claude];

/** Both names of the seed lead to one backend. */
const ALIASES = { "claude-code": claude.id };

/** @throws {SwitchyardError} (by `need`) UNKNOWN_BACKEND, naming those that are there */
export function makeBackendRegistry(backends: readonly Backend[]): Registry<BackendId, Backend> {
  const present = new Set(backends.map((backend) => backend.id));
  return makeRegistry<BackendId, Backend>(backends, {
    idOf: (backend) => backend.id,
    aliases: Object.fromEntries(Object.entries(ALIASES).filter(([, id]) => present.has(id))),
    onMiss: (id, ids) =>
      new SwitchyardError("UNKNOWN_BACKEND", `There is no backend "${id}". There are: ${ids.join(", ")}.`, {
        backends: ids,
      }),
  });
}
