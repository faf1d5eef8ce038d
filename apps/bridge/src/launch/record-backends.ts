import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Backend } from "@switchyard/core/backend";
import { PackName } from "@switchyard/core/protocol";
import { pino } from "pino";
import { z } from "zod";
import { type Backends, makeBackendRegistry, takenIds } from "../backends/registry.ts";
import { backendEntry } from "../packs/backend-entry.ts";
import { openPackStore, type PackStoreOptions } from "../packs/open-pack-store.ts";
import type { InstalledPack } from "../packs/pack-store.ts";
import { makePlugins, type PluginsOptions } from "../plugins/plugins.ts";
import { StartError } from "../start-error.ts";
import type { RecordFlags } from "./flags.ts";

/**
 * The backends that can be recorded: the fixed ones, and what the package in `--plugin` brings, or else, where another
 * one is asked for, the installed package that brings it.
 * @throws {StartError} where a plug-in cannot be used
 */
export async function backendsToRecord(
  { backend, plugin }: Pick<RecordFlags, "backend" | "plugin">,
  fixed: readonly Backend[],
  place: PackStoreOptions,
): Promise<Backends> {
  const taken = takenIds(fixed);
  if (plugin !== undefined)
    return withPlugins(fixed, { store: justOne(await packIn(plugin)), taken, mayReachOut: true }, backend);
  if (taken.has(backend)) return makeBackendRegistry(fixed);
  const store = await openPackStore(place);
  // Of those that have never been loaded nobody knows what they bring.
  const wants = (pack: InstalledPack): boolean => pack.backendId === null || pack.backendId === backend;
  try {
    return await withPlugins(fixed, { store, taken, wants }, backend);
  } finally {
    await store.close();
  }
}

async function withPlugins(
  fixed: readonly Backend[],
  options: Omit<PluginsOptions, "logger">,
  wanted: string,
): Promise<Backends> {
  const plugins = makePlugins({ ...options, logger: pino({ level: "silent" }) });
  plugins.begin();
  await plugins.ready();
  plugins.close();
  const backends = makeBackendRegistry(fixed, plugins);
  const fault = plugins.list().find(({ id }) => id === wanted)?.reason ?? null;
  if (fault !== null) throw new StartError(fault);
  const failed = options.store.list().filter((pack) => plugins.stateOf(pack).state === "failed");
  if (backends.get(wanted) !== undefined || failed.length === 0) return backends;
  const reasons = failed.map((pack) => `${pack.name}: ${plugins.stateOf(pack).reason ?? ""}`);
  throw new StartError(
    [`There is no backend "${wanted}". These plug-ins cannot be used:`, ...reasons].join("\n  "),
  );
}

function justOne(pack: InstalledPack): PluginsOptions["store"] {
  return {
    list: () => [pack],
    // Who names it on the command line has seen it.
    isAsAccepted: () => Promise.resolve(true),
    loaded: () => Promise.resolve(),
    onChanged: () => () => undefined,
  };
}

const Manifest = z.object({
  name: PackName,
  version: z.string(),
  exports: z.unknown(),
  main: z.string().optional(),
});

/** A package that is not installed, as one that is. */
async function packIn(folder: string): Promise<InstalledPack> {
  const file = join(folder, "package.json");
  const manifest = Manifest.safeParse(parseJson(await readFile(file, "utf8").catch(() => "")));
  if (!manifest.success)
    throw new StartError(`${file} is not there, or has no name and version of a package.`);
  const { name, version, ...npm } = manifest.data;
  const entry = backendEntry(npm, { has: (path) => existsSync(join(folder, path)) });
  if ("fault" in entry) throw new StartError(`${file}: ${entry.fault.field} ${entry.fault.message}`);
  return {
    kind: "backend",
    name,
    version,
    displayName: name,
    description: "",
    license: null,
    spec: folder,
    origin: "folder",
    hash: "",
    installedAt: 0,
    personas: [],
    backendId: null,
    folder,
    entry: join(folder, entry.path),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
