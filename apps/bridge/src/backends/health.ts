import { stat } from "node:fs/promises";
import type { Backend, CommandOutput } from "@switchyard/core/backend";
import { type BackendInfo, type Health, SwitchyardError } from "@switchyard/core/protocol";
import type { FoundProgram, MissingProgram } from "../process/find-program.ts";
import type { CommandRequest } from "../process/run-command.ts";

/** Finds the backends' programs and tells their version and login state. */
export interface BackendHealth {
  /** @throws {SwitchyardError} CLI_NOT_FOUND */
  locate(backend: Backend): Promise<string>;
  /** Probed on the first ask, then from the cache until the program changes; `refresh` probes again. */
  list(refresh: boolean): Promise<BackendInfo[]>;
  /** Ends the programs that are being asked. */
  close(): Promise<void>;
}

export interface BackendHealthOptions {
  backends: Iterable<Backend>;
  defaultBackend: () => string;
  find: (backend: Backend) => Promise<FoundProgram | MissingProgram>;
  run: (request: CommandRequest) => Promise<CommandOutput>;
  environment: () => Record<string, string>;
  /** An empty folder of ours: a probe starts the CLI, and starting in a repository runs what it brings. */
  probeFolder: string;
  changed: (backends: BackendInfo[]) => void;
}

export function makeBackendHealth(options: BackendHealthOptions): BackendHealth {
  const cache = new Map<string, Promise<Health>>();
  const asked = new Set<Promise<CommandOutput>>();
  const closing = new AbortController();
  let told = "";

  async function probe(backend: Backend, path: string): Promise<Health> {
    const run = (args: readonly string[]): Promise<CommandOutput> => {
      const running = options.run({
        program: path,
        args,
        cwd: options.probeFolder,
        env: options.environment(),
        timeoutMs: 15_000,
        maxBytes: 64 * 1024,
        signal: closing.signal,
      });
      asked.add(running);
      return running.finally(() => asked.delete(running));
    };
    const { versionArgs, loginArgs } = backend.program;
    const [version, login] = await Promise.all([run(versionArgs), loginArgs && run(loginArgs)]);
    return backend.probe({ version, ...(login === undefined ? {} : { login }) });
  }

  async function cached(backend: Backend, path: string, refresh: boolean): Promise<Health> {
    const { mtimeMs } = await stat(path);
    const key = `${backend.id}\0${path}\0${mtimeMs}`;
    const known = refresh ? undefined : cache.get(key);
    if (known !== undefined) return known;
    const probing = probe(backend, path);
    cache.set(key, probing);
    // Only what the program itself said is worth keeping: a login may come at any time.
    void probing.then(
      (health) => health.login !== "ok" && cache.delete(key),
      () => cache.delete(key),
    );
    return probing;
  }

  async function infoOf(backend: Backend, refresh: boolean): Promise<BackendInfo> {
    const common = {
      id: backend.id,
      displayName: backend.displayName,
      capabilities: backend.capabilities,
      isDefault: backend.id === options.defaultBackend(),
    };
    const unknown: Health = { version: null, login: "unknown" };
    const found = await options.find(backend);
    if ("missing" in found) {
      const { install } = backend.program;
      return {
        ...common,
        state: "not_installed",
        ...unknown,
        source: null,
        hint: install,
        reason: found.missing,
      };
    }
    const health = await cached(backend, found.path, refresh).catch(() => null);
    if (health === null || health.version === null) {
      const reason = `${found.path} does not answer as ${backend.displayName}.`;
      return {
        ...common,
        state: "broken",
        ...unknown,
        source: found.source,
        hint: backend.program.install,
        reason,
      };
    }
    const isMissing = health.login === "missing";
    return {
      ...common,
      state: isMissing ? "not_logged_in" : "ready",
      ...health,
      source: found.source,
      hint: isMissing ? backend.program.login : null,
    };
  }

  return {
    async locate(backend) {
      const found = await options.find(backend);
      if (!("missing" in found)) return found.path;
      const { install } = backend.program;
      throw new SwitchyardError(
        "CLI_NOT_FOUND",
        `${backend.displayName} is not installed: ${found.missing}. ${install.text} ${install.command}`,
        { backendId: backend.id, install },
      );
    },
    async close() {
      closing.abort();
      await Promise.allSettled(asked);
    },
    async list(refresh) {
      const backends = await Promise.all([...options.backends].map((backend) => infoOf(backend, refresh)));
      const now = JSON.stringify(backends);
      if (told !== "" && told !== now) options.changed(backends);
      told = now;
      return backends;
    },
  };
}
