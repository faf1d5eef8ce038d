import { configuredAcpBackend } from "@switchyard/backend-acp";
import { claude } from "@switchyard/backend-claude";
import { demo } from "@switchyard/backend-demo";
import { gemini } from "@switchyard/backend-gemini";
import type { Backend } from "@switchyard/core/backend";
import { type BackendId, type Provenance, SwitchyardError } from "@switchyard/core/protocol";
import { makeRegistry, type Registry } from "@switchyard/core/registry";
import type { BridgeSettings } from "../settings/settings.ts";
import { StartError } from "../start-error.ts";
import { standIn } from "./stand-in.ts";
import { unavailableBackend } from "./unavailable-backend.ts";

/**
 * The backends that come with the bridge, the one that is preferred first; a new one is a line here and a
 * package of its own.
 */
const BUILT_IN: readonly Backend[] = [claude, gemini, demo];

/** Both names of the seed lead to one backend. */
const ALIASES = { "claude-code": claude.id };

/** The backends of one bridge: those that are fixed while it runs, and behind them what plug-ins bring. */
export interface Backends extends Registry<BackendId, Backend> {
  /** Those that come with the bridge or are set up in its settings. */
  readonly fixed: readonly Backend[];
  /** Resolves once it is known what the plug-ins bring that are being loaded; at once for a fixed one. */
  ready(id?: string): Promise<void>;
  /**
   * What a session keeps: it is always the backend of that id that is there now, or refuses with the reason.
   * @param plugin what brought it when the session last had a process
   */
  of(id: BackendId, plugin?: PluginName | null): Backend;
  /** The package that brings it; null: it is fixed, or not there. */
  pluginOf(id: BackendId): NonNullable<PluginBackend["plugin"]> | null;
  /** Why a backend that a plug-in brings cannot be used; null: it can. */
  faultOf(id: BackendId): string | null;
}

/** What installed packages bring, as it is now. */
export interface PluginBackends {
  /** In the order in which they were installed; no id is there twice, or is that of a fixed one. */
  list(): readonly PluginBackend[];
  /** Resolves once it is known what those bring that are being loaded, or what that id leads to. */
  ready(id?: string): Promise<void>;
  /** What became of one that was there before; null: nothing is known of it. */
  gone(id: BackendId): string | null;
  /** Why those cannot be used of which nobody knows what they bring, each in a sentence. */
  unknown(): readonly string[];
}

export interface PluginBackend extends Pick<Backend, "id" | "displayName"> {
  readonly plugin: NonNullable<Provenance["backend"]["plugin"]>;
  /** Null: it cannot be used. */
  readonly backend: Backend | null;
  /** Why it cannot. */
  readonly reason: string | null;
}

type PluginName = Pick<PluginBackend["plugin"], "name" | "version">;

/**
 * The backends of one bridge that are fixed: those that come with it, and those that its settings make.
 * @throws {StartError} where the settings use an id twice, or one that is taken
 */
export function backendsOf(settings: BridgeSettings): readonly Backend[] {
  const taken = new Set(takenIds(BUILT_IN));
  const configured = settings.acpBackends.map((program) => {
    if (taken.has(program.id)) {
      throw new StartError(`acpBackends: the id "${program.id}" is taken. Give the program another one.`);
    }
    taken.add(program.id);
    return configuredAcpBackend(program);
  });
  return [...BUILT_IN, ...configured];
}

/** The ids that no plug-in can have. */
export function takenIds(fixed: readonly Backend[]): ReadonlySet<string> {
  return new Set([...fixed.map(({ id }) => id), ...Object.keys(ALIASES)]);
}

/** @throws {SwitchyardError} (by `need`) UNKNOWN_BACKEND, naming those that are there */
export function makeBackendRegistry(
  fixed: readonly Backend[],
  plugins: PluginBackends = NO_PLUGINS,
): Backends {
  const present = new Set(fixed.map((backend) => backend.id));
  const own = makeRegistry<BackendId, Backend>(fixed, {
    idOf: (backend) => backend.id,
    aliases: Object.fromEntries(Object.entries(ALIASES).filter(([, id]) => present.has(id))),
    onMiss: (id) => unknownBackend(id, usable(), plugins.unknown()),
  });
  const standIns = new Map<BackendId, Backend>();
  /** What brought the backends of sessions that were there before. */
  const broughtBy = new Map<BackendId, PluginName>();

  const entryOf = (id: string): PluginBackend | undefined => plugins.list().find((entry) => entry.id === id);
  const usable = (): BackendId[] => [
    ...own.ids,
    ...plugins.list().flatMap(({ id, backend }) => (backend === null ? [] : [id])),
  ];

  function standInFor(id: BackendId): Backend {
    const made = standIns.get(id) ?? standIn(id, () => presentOf(id));
    standIns.set(id, made);
    return made;
  }

  function presentOf(id: BackendId): Backend {
    const entry = entryOf(id);
    if (entry === undefined) return unavailableBackend({ id, displayName: id }, missing(id));
    return entry.backend ?? unavailableBackend(entry, entry.reason ?? missing(id));
  }

  function missing(id: BackendId): string {
    const why = plugins.gone(id) ?? broughtWords(broughtBy.get(id)) ?? `There are: ${usable().join(", ")}.`;
    return `The backend "${id}" is not installed. ${why}`;
  }

  function get(id: string): Backend | undefined {
    const fixedOne = own.get(id);
    if (fixedOne !== undefined) return fixedOne;
    const entry = entryOf(id);
    return entry && standInFor(entry.id);
  }

  return {
    get ids() {
      return [...own.ids, ...plugins.list().map(({ id }) => id)];
    },
    get,
    need: (id) => get(id) ?? own.need(id),
    fixed,
    async ready(id) {
      if (id === undefined || own.get(id) === undefined) await plugins.ready(id);
    },
    of(id, plugin = null) {
      if (plugin !== null) broughtBy.set(id, plugin);
      return own.get(id) ?? standInFor(id);
    },
    pluginOf: (id) => entryOf(id)?.plugin ?? null,
    faultOf: (id) => entryOf(id)?.reason ?? null,
    *[Symbol.iterator]() {
      yield* own;
      for (const { id } of plugins.list()) yield standInFor(id);
    },
  };
}

const NO_PLUGINS: PluginBackends = {
  list: () => [],
  ready: () => Promise.resolve(),
  gone: () => null,
  unknown: () => [],
};

/** @param faults of what may be meant */
function unknownBackend(id: string, ids: readonly BackendId[], faults: readonly string[]): SwitchyardError {
  const message = [`There is no backend "${id}". There are: ${ids.join(", ")}.`, ...faults.slice(0, 3)];
  return new SwitchyardError("UNKNOWN_BACKEND", message.join(" "), { backends: ids });
}

function broughtWords(plugin: PluginName | undefined): string | null {
  if (plugin === undefined) return null;
  return `The plug-in ${plugin.name} ${plugin.version} brought it. To have it back: switchyard backends add ${plugin.name}@${plugin.version}`;
}
