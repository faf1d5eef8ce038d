import type { Backend } from "@switchyard/core/backend";
import type { BackendId, PackInfo } from "@switchyard/core/protocol";
import type { PluginBackend } from "../backends/registry.ts";
import type { InstalledPack } from "../packs/pack-store.ts";

/** One content of a pack that brings a backend, and what came of it. */
export interface Plugin {
  readonly pack: InstalledPack;
  /** Its backend's, as it was last known; null: it has never been loaded. */
  id: BackendId | null;
  displayName: string;
  outcome: Outcome;
}

export type Outcome =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly backend: Backend }
  | { readonly state: "failed" | "changed" | "safe" | "off"; readonly reason: string };

export interface Arranged {
  readonly backends: readonly PluginBackend[];
  /** By folder. */
  readonly states: ReadonlyMap<string, Pick<PackInfo, "state" | "reason">>;
  /** Why those cannot be used of which nobody knows what they bring. */
  readonly unknown: readonly string[];
}

/** Says whose each id is: the first has it, whether it can be used or not, and a later one is refused. */
export function arrange(plugins: Iterable<Plugin>, taken: ReadonlySet<string>): Arranged {
  const owners = new Map<string, string | null>([...taken].map((id) => [id, null]));
  const backends: PluginBackend[] = [];
  const states = new Map<string, Pick<PackInfo, "state" | "reason">>();
  const unknown: string[] = [];
  for (const { pack, id, displayName, outcome } of plugins) {
    const { name, version, hash } = pack;
    const owner = id === null ? undefined : owners.get(id);
    if (id !== null && owner !== undefined) {
      states.set(pack.folder, { state: "failed", reason: takenReason(id, owner) });
      continue;
    }
    const reason = reasonOf(outcome);
    states.set(pack.folder, { state: outcome.state, reason });
    if (id === null) {
      if (reason !== null) unknown.push(unusable(pack, reason));
      continue;
    }
    owners.set(id, name);
    backends.push({
      id,
      displayName,
      plugin: { name, version, hash },
      backend: outcome.state === "ready" ? outcome.backend : null,
      reason: outcome.state === "ready" ? null : whyNot(pack, reason),
    });
  }
  return { backends, states, unknown };
}

/** Why sessions cannot use it. */
export function unusable({ name, version }: Pick<InstalledPack, "name" | "version">, reason: string): string {
  return `The plug-in ${name} ${version} cannot be used. ${reason}`;
}

function whyNot(pack: InstalledPack, reason: string | null): string {
  if (reason !== null) return unusable(pack, reason);
  return `The plug-in ${pack.name} ${pack.version} is still being loaded.`;
}

function reasonOf(outcome: Outcome): string | null {
  return "reason" in outcome ? outcome.reason : null;
}

function takenReason(id: BackendId, owner: string | null): string {
  if (owner === null) {
    return `The id of its backend, "${id}", is that of one which comes with Switchyard or is set up in its settings.`;
  }
  return `The id of its backend, "${id}", is that of the one which ${owner} brings. Remove one of them.`;
}
