import { configuredAcpBackend } from "@switchyard/backend-acp";
import { claude } from "@switchyard/backend-claude";
import { demo } from "@switchyard/backend-demo";
import { gemini } from "@switchyard/backend-gemini";
import type { Backend } from "@switchyard/core/backend";
import { type BackendId, SwitchyardError } from "@switchyard/core/protocol";
import { makeRegistry, type Registry } from "@switchyard/core/registry";
import type { BridgeSettings } from "../settings/settings.ts";
import { StartError } from "../start-error.ts";

/**
 * The backends that come with the bridge, the one that is preferred first; a new one is a line here and a
 * package of its own.
 */
const BUILT_IN: readonly Backend[] = [claude, gemini, demo];

/** Both names of the seed lead to one backend. */
const ALIASES = { "claude-code": claude.id };

/**
 * The backends of one bridge: those that come with it, and those that its settings make.
 * @throws {StartError} where the settings use an id twice, or one that is taken
 */
export function backendsOf(settings: BridgeSettings): readonly Backend[] {
  const taken = new Set<string>([...BUILT_IN.map(({ id }) => id), ...Object.keys(ALIASES)]);
  const configured = settings.acpBackends.map((program) => {
    if (taken.has(program.id)) {
      throw new StartError(`acpBackends: the id "${program.id}" is taken. Give the program another one.`);
    }
    taken.add(program.id);
    return configuredAcpBackend(program);
  });
  return [...BUILT_IN, ...configured];
}

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
