import { realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { Backend } from "@switchyard/core/backend";
import type { Logger } from "pino";
import { type Blame, placeIn } from "./blame.ts";
import { type PluginParts, readPlugin } from "./door.ts";
import { guardBackend } from "./guard.ts";
import { guideImports } from "./imports.ts";

/** Where a plug-in's code lies. */
export interface PluginCode {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  /** Its module, absolute. */
  readonly entry: string;
  /** What it imports may lie outside of its folder. */
  readonly mayReachOut: boolean;
}

/**
 * Runs a plug-in's module and gives its backend, behind a guard. It may never resolve: a module can wait for ever.
 * @throws {unknown} what the module throws, or an `Error` that says why it is no backend
 */
export async function loadPlugin(
  { name, version, folder: place, entry, mayReachOut }: PluginCode,
  { blame, logger }: { blame: Blame; logger: Logger },
): Promise<Backend> {
  const [folder, file] = await Promise.all([realpath(place), realpath(entry)]);
  // What anyone adds to it, everyone's objects have: a plug-in that tries is the one that fails.
  Object.seal(Object.prototype);
  guideImports(folder, { mayReachOut });
  const within = <T>(act: () => T): T => blame.within(folder, act);
  const module: unknown = await within(() => import(pathToFileURL(file).href));
  const parts = within(() => readPlugin(defaultOf(module)));
  const told = new Set<string>();
  return guardBackend(withOwnModule(parts, { folder, file }), {
    name: `${name} ${version}`,
    within,
    failed(call, error) {
      if (told.has(call)) return;
      told.add(call);
      logger.error(
        { plugin: name, version, call, at: within(() => placeIn(folder, error)) },
        "a plug-in failed",
      );
    },
  });
}

/** Of a module that was compiled to CommonJS it is the default export's own. */
function defaultOf(module: unknown): unknown {
  const given = exportOf(module, "default");
  return exportOf(given, "__esModule") === true ? exportOf(given, "default") : given;
}

function exportOf(module: unknown, name: string): unknown {
  return typeof module === "object" && module !== null ? Reflect.get(module, name) : undefined;
}

/** The module that it brings as its program is resolved from where it lies. */
function withOwnModule(parts: PluginParts, { folder, file }: { folder: string; file: string }): PluginParts {
  const { program } = parts.facts;
  if (program.module === undefined) return parts;
  const module = createRequire(file).resolve(program.module);
  if (!module.startsWith(folder + sep)) {
    throw new Error(`The module of its program, ${program.module}, is not in it.`);
  }
  return { ...parts, facts: { ...parts.facts, program: { ...program, module } } };
}
