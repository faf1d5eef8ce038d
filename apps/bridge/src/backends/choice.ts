import type { BackendId } from "@switchyard/core/protocol";
import type { Backends } from "./registry.ts";

/** Which backend is meant when none is named, and which are turned off: for all projects, or in one. */
export interface BackendChoice {
  /** Null: as everywhere, or the first that is ready. */
  readonly cliBackend: BackendId | null;
  readonly backendsOff: readonly BackendId[];
}

/** A change of it as a client asks for it, by ids or other names; what is undefined stays. */
export interface AskedChoice {
  readonly cliBackend: string | null | undefined;
  readonly backendsOff: readonly string[] | undefined;
}

/**
 * What to change of a choice. A backend that was chosen before and is not there now may stay chosen.
 * @throws {SwitchyardError} UNKNOWN_BACKEND
 */
export async function changedChoice(
  backends: Backends,
  { cliBackend, backendsOff }: AskedChoice,
  before: BackendChoice,
): Promise<{ cliBackend?: BackendId | null; backendsOff?: BackendId[] }> {
  const known = [...before.backendsOff, ...(before.cliBackend === null ? [] : [before.cliBackend])];
  const idOf = async (name: string): Promise<BackendId> => {
    await backends.ready(name);
    return known.find((id) => id === name) ?? backends.need(name).id;
  };
  return {
    ...(cliBackend === undefined ? {} : { cliBackend: cliBackend === null ? null : await idOf(cliBackend) }),
    ...(backendsOff === undefined
      ? {}
      : { backendsOff: [...new Set(await Promise.all(backendsOff.map(idOf)))] }),
  };
}
