import type { Backend } from "@switchyard/core/backend";
import type { BackendInfo, Capabilities, Health } from "@switchyard/core/protocol";
import type { MissingProgram } from "../process/find-program.ts";
import type { LocatedProgram } from "./locate.ts";

/** What was found of a backend; `health` is null where its program did not answer. */
export interface Findings {
  readonly found: LocatedProgram | MissingProgram;
  readonly health: Health | null;
  /** What its program told beyond what the backend declares. */
  readonly capabilities: Partial<Capabilities>;
}

/** A backend as clients see it. */
export function backendInfo(backend: Backend, { found, health, capabilities }: Findings): BackendInfo {
  const common = { ...named(backend), capabilities: { ...backend.capabilities, ...capabilities } };
  const { install, login } = backend.program;
  if ("missing" in found) {
    return { ...common, ...UNKNOWN, state: "not_installed", hint: install, reason: found.missing };
  }
  const place = { source: found.source, path: found.path };
  if (health === null || health.version === null) {
    const reason = `${found.path} does not answer as ${backend.displayName}.`;
    return { ...common, ...UNKNOWN, ...place, state: "broken", hint: install, reason };
  }
  const isMissing = health.login === "missing";
  return {
    ...common,
    ...place,
    state: isMissing ? "not_logged_in" : "ready",
    version: health.version,
    login: health.login,
    hint: isMissing ? login : null,
  };
}

/** A backend of a plug-in that failed: there is nothing to look at. */
export function faultyBackend(backend: Backend, reason: string): BackendInfo {
  const { capabilities } = backend;
  return { ...named(backend), ...UNKNOWN, state: "broken", hint: null, reason, capabilities };
}

/** A backend that the user turned off: nothing of it is looked at. */
export function offBackend(backend: Backend): BackendInfo {
  return { ...named(backend), ...UNKNOWN, state: "off", hint: null, capabilities: backend.capabilities };
}

/**
 * Whether it is taken for the default where the user chose none. A development copy whose login nobody
 * knows is no sign that the user has the program.
 */
export function isUsable({ isDemo, login, source, state }: BackendInfo): boolean {
  if (isDemo || state !== "ready") return false;
  return login === "ok" || source !== "bundled";
}

function named({ displayName, id, isDemo }: Backend) {
  return { id, displayName, isDemo: isDemo ?? false, isDefault: false, limits: [], plugin: null };
}

const UNKNOWN = { version: null, login: "unknown", source: null, path: null } as const;
