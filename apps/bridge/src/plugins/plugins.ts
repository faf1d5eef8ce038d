import { realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import type { BackendId, PackInfo } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import type { PluginBackends } from "../backends/registry.ts";
import type { InstalledPack, PackStore } from "../packs/pack-store.ts";
import { type Arranged, arrange, type Outcome, type Plugin, unusable } from "./arrange.ts";
import { makeBlame, placeIn } from "./blame.ts";
import { type Endings, NO_ENDINGS } from "./endings.ts";
import { faultWords } from "./fault-words.ts";
import { loadPlugin } from "./load.ts";

/** The backends that installed packages bring. Nothing of them runs before `begin`. */
export interface Plugins extends PluginBackends {
  /** Loads what is installed, and from now on what is added or updated. */
  begin(): void;
  stateOf(pack: Pick<InstalledPack, "folder">): Pick<PackInfo, "state" | "reason">;
  /** Resolves once it is known what came of one that is being loaded; at once for one that is not. */
  settled(pack: Pick<InstalledPack, "folder">): Promise<void>;
  /** Whether a fault that nobody caught is a plug-in's, asked where it is heard of: then it is failed from here on. */
  takesFault(error: unknown): boolean;
  /** Whose code is ending the process, asked while it ends: that one is not run again. Null: no plug-in's. */
  endedBy(): string | null;
  close(): void;
}

export interface PluginsOptions {
  readonly store: Pick<PackStore, "list" | "isAsAccepted" | "loaded" | "onChanged">;
  /** The bridge was started without plug-ins. @default false */
  readonly isSafe?: boolean;
  /** Whether a backend is turned off everywhere: then it is loaded once somebody needs it on again. @default none is */
  readonly isOff?: (backendId: BackendId) => boolean;
  /** Which ones ended a bridge before. @default none */
  readonly endings?: Endings;
  /** What they import may lie outside of their folders, which their hashes do not cover. @default false */
  readonly mayReachOut?: boolean;
  /** The ids of the other backends, and their other names. */
  readonly taken: ReadonlySet<string>;
  /** How long a plug-in may take to load, in ms. @default 10000 */
  readonly patienceMs?: number;
  /** Those that are wanted. @default all */
  readonly wants?: (pack: InstalledPack) => boolean;
  readonly logger: Logger;
  /** What is there, or how it is, has changed. @default nobody is told */
  readonly changed?: () => void;
  /** A plug-in failed after it was loaded; `reason` is for the user. @default nobody is told */
  readonly failed?: (backendId: BackendId, reason: string) => void;
}

export function makePlugins(options: PluginsOptions): Plugins {
  const {
    store,
    isSafe = false,
    isOff = () => false,
    endings = NO_ENDINGS,
    mayReachOut = false,
    taken,
    logger,
    patienceMs = 10_000,
    wants = () => true,
  } = options;
  const blame = makeBlame();
  const begun = Promise.withResolvers<void>();
  const loads = new Set<Promise<void>>();
  /** What is waited for before the next is loaded, where one of them may end the process. */
  let turn: Promise<unknown> = Promise.resolve();
  /** In the order of their installation, which says whose an id is; by folder, which no two contents share. */
  let plugins = new Map<string, Plugin>();
  /** Those that are loaded, or were, by their folder's real path. */
  const running = new Map<string, Plugin>();
  /** What brought a backend that is gone. */
  const gone = new Map<BackendId, InstalledPack>();
  let hasBegun = false;
  let isClosed = false;
  let arranged: Arranged = { backends: [], states: new Map(), unknown: [] };
  let stopListening = (): void => undefined;

  /** Takes in what is installed now. */
  function takeIn(): void {
    const before = plugins;
    const packs = store.list().filter((pack) => pack.kind === "backend" && wants(pack));
    plugins = new Map(packs.map((pack) => [pack.folder, asBefore(before, pack) ?? newPlugin(pack)]));
    for (const { id, pack } of before.values()) if (id !== null) gone.set(id, pack);
    const isNew = (plugin: Plugin): boolean => before.get(plugin.pack.folder) !== plugin;
    if (hasBegun) for (const plugin of [...plugins.values()].filter(isNew)) load(plugin);
    arranged = arrange(plugins.values(), taken);
  }

  function newPlugin(pack: InstalledPack): Plugin {
    const outcome = firstOutcome(pack);
    if (outcome.state === "failed") logUnloaded(pack, outcome.reason);
    return { pack, id: pack.backendId, displayName: pack.displayName, outcome };
  }

  function logUnloaded({ name, version }: InstalledPack, reason: string): void {
    logger.error({ plugin: name, version, reason }, "a plug-in was not loaded");
  }

  function firstOutcome(pack: InstalledPack): Outcome {
    const { backendId } = pack;
    if (isSafe) return { state: "safe", reason: SAFE };
    if (endings.isHeld(pack)) return { state: "failed", reason: heldReason(pack) };
    return backendId !== null && isOff(backendId) ? { state: "off", reason: OFF } : { state: "loading" };
  }

  /** What was turned on since. */
  function loadWhatIsOn(): void {
    for (const plugin of plugins.values()) {
      if (plugin.outcome.state !== "off") continue;
      plugin.outcome = firstOutcome(plugin.pack);
      load(plugin);
    }
    arranged = arrange(plugins.values(), taken);
  }

  function tell(): void {
    arranged = arrange(plugins.values(), taken);
    options.changed?.();
  }

  function load(plugin: Plugin): void {
    if (plugin.outcome.state !== "loading") return;
    const loaded = inTurn(plugin).then((outcome) => {
      // It failed meanwhile by what it had begun, or is not wanted any more.
      const isWanted = !isClosed && plugins.get(plugin.pack.folder) === plugin;
      if (plugin.outcome.state !== "loading" || !isWanted) return;
      settle(plugin, outcome);
      tell();
    });
    const settled = loaded.then(() => {
      loads.delete(settled);
      // Only now it is known whose each id is.
      return loads.size === 0 ? rememberAll() : undefined;
    });
    loads.add(settled);
  }

  /** One after the other it is seen which of them ends the process; all at once none waits for a slow one. */
  function inTurn(plugin: Plugin): Promise<Outcome> {
    if (!endings.areSuspect) return inTime(plugin);
    const load = turn.then(() => inTime(plugin));
    turn = load;
    return load;
  }

  async function inTime(plugin: Plugin): Promise<Outcome> {
    const late = Promise.withResolvers<Outcome>();
    const reason = `It did not load within ${patienceMs / 1000} seconds.`;
    const timer = setTimeout(() => late.resolve({ state: "failed", reason }), patienceMs);
    try {
      return await Promise.race([outcomeOf(plugin), late.promise]);
    } finally {
      clearTimeout(timer);
      endings.settles(plugin.pack);
    }
  }

  async function outcomeOf(plugin: Plugin): Promise<Outcome> {
    const { pack } = plugin;
    try {
      if (!(await store.isAsAccepted(pack))) return { state: "changed", reason: changedReason(pack) };
      const folder = await realpath(pack.folder);
      running.set(folder, plugin);
      const entry = join(folder, relative(pack.folder, pack.entry ?? pack.folder));
      const code = { name: pack.name, version: pack.version, folder, entry, mayReachOut };
      // It took too long before it was run, or nobody wants it any more: then it is not run at all.
      if (isClosed || plugin.outcome.state !== "loading") return plugin.outcome;
      endings.begins(pack);
      return { state: "ready", backend: await loadPlugin(code, { blame, logger }) };
    } catch (error) {
      return { state: "failed", reason: `It was not loaded: ${faultWords(error)}` };
    }
  }

  function settle(plugin: Plugin, outcome: Outcome): void {
    plugin.outcome = outcome;
    if (outcome.state === "ready") {
      plugin.id = outcome.backend.id;
      plugin.displayName = outcome.backend.displayName;
    } else if ("reason" in outcome) {
      logUnloaded(plugin.pack, outcome.reason);
    }
  }

  /** So that sessions can be told of one that can't be loaded any more. */
  async function rememberAll(): Promise<void> {
    for (const { pack, id } of plugins.values()) {
      if (id === null || id === pack.backendId || ownerOf(id)?.hash !== pack.hash) continue;
      // oxlint-disable-next-line no-await-in-loop -- each changes one file
      await store.loaded(pack.name, id).catch((error: unknown) => {
        logger.warn({ err: error, plugin: pack.name }, "what a plug-in brings was not stored");
      });
    }
  }

  /** Whether nothing that is still being loaded can change what an id leads to. */
  function isDecided(id: string | undefined): boolean {
    for (const plugin of plugins.values()) {
      const isLoading = plugin.outcome.state === "loading";
      if (id !== undefined && plugin.id === id) return !isLoading;
      if (isLoading && plugin.id === null) return false;
    }
    return false;
  }

  function ownerOf(id: BackendId) {
    return arranged.backends.find((backend) => backend.id === id)?.plugin;
  }

  function failLater(folder: string, error: unknown): void {
    const plugin = running.get(folder);
    if (isClosed || plugin === undefined || plugin.outcome.state === "failed") return;
    const { name, version, hash } = plugin.pack;
    const when = plugin.outcome.state === "loading" ? "while it was loaded" : "after it was loaded";
    const reason = `It failed ${when}: ${faultWords(error)} Update it, or start Switchyard again.`;
    plugin.outcome = { state: "failed", reason };
    logger.error(
      { plugin: name, version, at: placeIn(folder, error) },
      "a plug-in failed after it was loaded",
    );
    tell();
    const { id } = plugin;
    if (id !== null && ownerOf(id)?.hash === hash) options.failed?.(id, unusable(plugin.pack, reason));
  }

  takeIn();
  return {
    begin() {
      if (hasBegun) return;
      hasBegun = true;
      for (const plugin of plugins.values()) load(plugin);
      begun.resolve();
      stopListening = store.onChanged(() => {
        takeIn();
        options.changed?.();
      });
      // Another process may have added one since.
      takeIn();
    },
    async ready(id) {
      if (isSafe || plugins.size === 0) return;
      await begun.promise;
      loadWhatIsOn();
      while (loads.size > 0 && !isDecided(id)) {
        // oxlint-disable-next-line no-await-in-loop -- one that is added meanwhile is waited for too
        await Promise.race(loads);
      }
    },
    list: () => arranged.backends,
    unknown: () => arranged.unknown,
    gone(id) {
      const pack = gone.get(id);
      return pack === undefined ? null : goneWords(pack);
    },
    stateOf: ({ folder }) => arranged.states.get(folder) ?? { state: "loading", reason: null },
    async settled({ folder }) {
      // oxlint-disable-next-line no-await-in-loop -- each time another one is through
      while (loads.size > 0 && plugins.get(folder)?.outcome.state === "loading") await Promise.race(loads);
    },
    takesFault(error) {
      const folder = blame.of(error);
      if (folder !== null) failLater(folder, error);
      return folder !== null;
    },
    endedBy() {
      const folder = blame.of(new Error("asked by the end of the process"));
      const plugin = folder === null ? undefined : running.get(folder);
      if (plugin === undefined) return null;
      endings.ended(plugin.pack);
      return `${plugin.pack.name} ${plugin.pack.version}`;
    },
    close() {
      isClosed = true;
      for (const { pack } of plugins.values()) endings.settles(pack);
      stopListening();
    },
  };
}

/** One whose files were changed may have its own again, and one that was added again is tried again. */
function asBefore(
  before: ReadonlyMap<string, Plugin>,
  { folder, installedAt }: InstalledPack,
): Plugin | undefined {
  const plugin = before.get(folder);
  const isSame = plugin?.pack.installedAt === installedAt && plugin.outcome.state !== "changed";
  return isSame ? plugin : undefined;
}

const OFF = "Its backend is turned off, so none of its code was run. Turn the backend on to use it.";
const SAFE = "Switchyard was started with --safe, which loads no plug-ins. Start it without to use it.";

function heldReason({ name }: InstalledPack): string {
  return `It ended Switchyard, or was just being loaded when that was ended, so its code is not run again by itself. To try it again, also as it is: switchyard backends update ${name}`;
}

function changedReason(pack: InstalledPack): string {
  return `Its files are no longer those that were accepted. To look at what has changed: ${addCommand(pack)}`;
}

function goneWords(pack: InstalledPack): string {
  return `The plug-in ${pack.name} ${pack.version}, which brought it, was removed. To have it back: ${addCommand(pack)}`;
}

function addCommand({ spec }: InstalledPack): string {
  return `switchyard backends add ${/^[\w@./~+-]+$/.test(spec) ? spec : JSON.stringify(spec)}`;
}
