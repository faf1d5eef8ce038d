import { stat } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { Backend, CommandOutput, ProbedHealth } from "@switchyard/core/backend";
import {
  type BackendId,
  type BackendInfo,
  type Capabilities,
  type Health,
  type LoginState,
  type PlanLimit,
  SwitchyardError,
} from "@switchyard/core/protocol";
import type { ProgramTable } from "../log/programs.ts";
import type { MissingProgram } from "../process/find-program.ts";
import type { CommandRequest } from "../process/run-command.ts";
import { backendInfo, faultyBackend, isUsable, offBackend } from "./backend-info.ts";
import type { BackendChoice } from "./choice.ts";
import { makePlanLimits } from "./plan-limits.ts";
import { cliNotFound, type LocatedProgram } from "./locate.ts";
import type { Backends } from "./registry.ts";

/** Finds the backends' programs and tells how they are: version, login, what they can do. */
export interface BackendHealth {
  /** @throws {SwitchyardError} CLI_NOT_FOUND, BACKEND_UNAVAILABLE (turned off) */
  locate(backend: Backend): Promise<LocatedProgram>;
  /** Probed on the first ask, then from the cache until the program changes; `refresh` probes again. */
  list(refresh: boolean): Promise<BackendInfo[]>;
  /**
   * The backend that is meant when none is named: what was chosen for the project, else for all, else the first that
   * is ready.
   * @throws {SwitchyardError} UNKNOWN_BACKEND for a choice that is not there
   */
  defaultBackend(project?: BackendChoice): Promise<BackendId>;
  /** What a backend declares, with what its program told. */
  capabilities(backend: Backend): Promise<Capabilities>;
  /** What its program says its version is, where it answers; asked once for each program that there was. */
  versionOf(backend: Backend): Promise<string | null>;
  /** A program told what it can do. */
  learned(backend: Backend, told: Partial<Capabilities>): void;
  /** A turn told the login state. */
  loginSeen(backend: Backend, login: Exclude<LoginState, "unknown">): void;
  /** A program told how a limit of its plan stands. */
  limitSeen(backend: Backend, limit: Omit<PlanLimit, "at">): void;
  /** Which backends are on, or the default, was changed. */
  settingsChanged(): void;
  /** Ends the programs that are being asked. */
  close(): Promise<void>;
}

export interface BackendHealthOptions {
  backends: Backends;
  settings: () => BackendChoice;
  /** What is known of programs without asking them. */
  known: ProgramTable;
  find: (backend: Backend) => Promise<LocatedProgram | MissingProgram>;
  run: (request: CommandRequest) => Promise<CommandOutput>;
  environment: () => Record<string, string>;
  /** An empty folder of ours: a probe starts the CLI, and starting in a repository runs what it brings. */
  probeFolder: string;
  changed: (backends: BackendInfo[]) => void;
  /** How long a list waits for plug-ins that are being loaded, in ms. @default 1500 */
  loadPatienceMs?: number;
  /** Unix ms. @default Date.now */
  now?: () => number;
}

export function makeBackendHealth(options: BackendHealthOptions): BackendHealth {
  const { backends, known, loadPatienceMs = 1500 } = options;
  /** By program: a login that was there is taken to stay, until somebody checks again. */
  const asking = new Map<string, Promise<ProbedHealth>>();
  /** Login states that turns told, by program. */
  const logins = new Map<string, LoginState>();
  /** By program. */
  const versions = new Map<string, Promise<string | null>>();
  /** The program that each backend was last found to have: backend, path and time of change. */
  const programs = new Map<BackendId, string>();
  const asked = new Set<Promise<CommandOutput>>();
  const limits = makePlanLimits(options.now ?? Date.now);
  const closing = new AbortController();
  let told = "";

  const isOff = ({ id }: Backend): boolean => options.settings().backendsOff.includes(id);

  async function find(backend: Backend): Promise<LocatedProgram | MissingProgram> {
    await backends.ready(backend.id);
    const found = await options.find(backend);
    if ("missing" in found) programs.delete(backend.id);
    else {
      const { mtimeMs } = await stat(found.args[0] ?? found.path);
      // Another version of its code may read the same program's answers otherwise.
      const code = backends.pluginOf(backend.id)?.hash ?? [];
      programs.set(backend.id, [backend.id, found.path, mtimeMs, code].flat().join("\0"));
    }
    return found;
  }

  const programOf = ({ id }: Backend): string => programs.get(id) ?? "";

  async function probe(backend: Backend, { path, args: ahead }: LocatedProgram): Promise<ProbedHealth> {
    const anyConversation = { cwd: options.probeFolder, start: "new", permissionMode: "default" } as const;
    const planned = backend.plan(anyConversation, backend.config.parse({}));
    const env = { ...options.environment(), ...planned.env };
    const run = (args: readonly string[], input?: string): Promise<CommandOutput> => {
      const running = options.run({
        program: path,
        args: [...ahead, ...args],
        cwd: options.probeFolder,
        env,
        timeoutMs: 15_000,
        maxBytes: 64 * 1024,
        signal: closing.signal,
        ...(input === undefined ? {} : { input }),
      });
      asked.add(running);
      return running.finally(() => asked.delete(running));
    };
    const { versionArgs, versionInput, loginArgs } = backend.program;
    const [version, login] = await Promise.all([run(versionArgs, versionInput), loginArgs && run(loginArgs)]);
    const health = backend.probe({ version, ...(login === undefined ? {} : { login }) });
    if (health.capabilities !== undefined) known.told(programOf(backend), health.capabilities);
    return health;
  }

  async function healthOf(backend: Backend, found: LocatedProgram, refresh: boolean): Promise<Health> {
    const key = programOf(backend);
    if (refresh) logins.delete(key);
    const before = refresh ? undefined : (known.health(key) ?? asking.get(key));
    if (before !== undefined) return before;
    const probing = probe(backend, found);
    asking.set(key, probing);
    try {
      const { login, version } = await probing;
      // A login may come and go while the program is the same; what only its file can tell is kept.
      const isLasting = version !== null && backend.program.loginArgs === undefined;
      if (isLasting) known.probed(key, { version, login });
      if (version === null || (login !== "ok" && !isLasting)) asking.delete(key);
      return { version, login };
    } catch (error) {
      asking.delete(key);
      throw error;
    }
  }

  async function infoOf(backend: Backend, refresh: boolean): Promise<BackendInfo> {
    if (isOff(backend)) return offBackend(backend);
    const fault = backends.faultOf(backend.id);
    if (fault !== null) return faultyBackend(backend, fault);
    try {
      return await lookAt(backend, refresh);
    } catch (error) {
      // A plug-in that cannot be used, or fails while it is asked.
      if (error instanceof SwitchyardError) return faultyBackend(backend, error.message);
      throw error;
    }
  }

  async function lookAt(backend: Backend, refresh: boolean): Promise<BackendInfo> {
    const found = await find(backend);
    if ("missing" in found) return backendInfo(backend, { found, health: null, capabilities: {} });
    const probed = await healthOf(backend, found, refresh).catch((error: unknown) => {
      if (error instanceof SwitchyardError) throw error;
      return null;
    });
    const login = logins.get(programOf(backend)) ?? probed?.login ?? "unknown";
    return backendInfo(backend, {
      found,
      health: probed === null ? null : { version: probed.version, login },
      capabilities: known.capabilities(programOf(backend)),
    });
  }

  /** The user's choice, where it may be started. */
  function chosen(project?: BackendChoice): BackendId | null {
    const isOn = (id: BackendId | null): boolean =>
      id !== null && ![project, options.settings()].some((choice) => choice?.backendsOff.includes(id));
    return [project?.cliBackend ?? null, options.settings().cliBackend].find(isOn) ?? null;
  }

  /** One after the other: mostly the first is ready, and the others need not be started for it. */
  async function firstUsable(
    list: readonly Backend[],
    project: BackendChoice | undefined,
    seen: BackendInfo[],
  ): Promise<BackendId | null> {
    for (const backend of list) {
      // oxlint-disable-next-line no-await-in-loop -- see above
      const info = await candidate(backend, project);
      if (isUsable(info)) return info.id;
      seen.push(info);
    }
    return null;
  }

  /** As it is where a default is looked for: mostly it need not be asked whether it could be one. */
  async function candidate(backend: Backend, project?: BackendChoice): Promise<BackendInfo> {
    if (isOff(backend) || project?.backendsOff.includes(backend.id) === true) return offBackend(backend);
    return (await isHopeless(backend)) ? faultyBackend(backend, "") : infoOf(backend, false);
  }

  /** Whether no probe could make it the default: a development copy that cannot tell its login, a plug-in that failed. */
  async function isHopeless(backend: Backend): Promise<boolean> {
    if (backends.faultOf(backend.id) !== null) return true;
    if (backend.program.loginArgs !== undefined || backend.program.module !== undefined) return false;
    const found = await find(backend);
    return "missing" in found || (found.source === "bundled" && !logins.has(programOf(backend)));
  }

  function pickDefault(infos: readonly BackendInfo[]): BackendId | undefined {
    const areOn = infos.filter(({ state }) => state !== "off");
    const pick = areOn.find(isUsable) ?? areOn.find(({ isDemo }) => isDemo) ?? areOn[0] ?? infos[0];
    return pick?.id;
  }

  async function list(refresh: boolean): Promise<BackendInfo[]> {
    // The others are shown without one that takes its time to load: it is told of when it is there.
    await Promise.race([backends.ready(), delay(loadPatienceMs, undefined, { ref: false })]);
    const infos = await Promise.all([...backends].map((backend) => infoOf(backend, refresh)));
    const isDefault = chosen() ?? pickDefault(infos);
    const marked = infos.map((info) => ({
      ...info,
      isDefault: info.id === isDefault,
      limits: limits.of(info.id),
      plugin: pluginName(info.id),
    }));
    const now = JSON.stringify(marked);
    if (told !== "" && told !== now) options.changed(marked);
    told = now;
    return marked;
  }

  /** @throws {SwitchyardError} UNKNOWN_BACKEND */
  async function needChoice(id: BackendId): Promise<BackendId> {
    await backends.ready(id);
    const backend = backends.get(id);
    if (backend !== undefined) return backend.id;
    const usable = backends.ids.filter((each) => backends.faultOf(each) === null);
    const message = `The backend "${id}", which is the default here, is not installed. Install it, choose another default, or name a backend. There are: ${usable.join(", ")}.`;
    throw new SwitchyardError("UNKNOWN_BACKEND", message, { backends: usable });
  }

  function pluginName(id: BackendId): BackendInfo["plugin"] {
    const plugin = backends.pluginOf(id);
    return plugin && { name: plugin.name, version: plugin.version };
  }

  /** Only who has asked before is told of changes. */
  function lookAgain(): void {
    if (told !== "") void list(false);
  }

  async function askVersion(backend: Backend, found: LocatedProgram): Promise<string | null> {
    try {
      return (await healthOf(backend, found, false)).version;
    } catch {
      return null;
    }
  }

  return {
    list,
    async locate(backend) {
      if (isOff(backend)) {
        throw new SwitchyardError(
          "BACKEND_UNAVAILABLE",
          `${backend.displayName} is turned off. Turn it on in the settings.`,
          { backendId: backend.id },
        );
      }
      const found = await find(backend);
      if ("missing" in found) throw cliNotFound(backend, found.missing);
      return found;
    },
    async defaultBackend(project) {
      const choice = chosen(project);
      if (choice !== null) return needChoice(choice);
      const seen: BackendInfo[] = [];
      const fixed = await firstUsable(backends.fixed, project, seen);
      if (fixed !== null) return fixed;
      await backends.ready();
      const plugged = [...backends].filter((backend) => !backends.fixed.includes(backend));
      const pick = (await firstUsable(plugged, project, seen)) ?? pickDefault(seen);
      return pick ?? backends.need("").id;
    },
    async capabilities(backend) {
      await find(backend);
      return { ...backend.capabilities, ...known.capabilities(programOf(backend)) };
    },
    async versionOf(backend) {
      const found = await find(backend).catch(() => null);
      if (found === null || "missing" in found) return null;
      const program = programOf(backend);
      const version = versions.get(program) ?? askVersion(backend, found);
      versions.set(program, version);
      return version;
    },
    learned(backend, capabilities) {
      if (known.told(programOf(backend), capabilities)) lookAgain();
    },
    loginSeen(backend, login) {
      if (logins.get(programOf(backend)) === login) return;
      logins.set(programOf(backend), login);
      lookAgain();
    },
    limitSeen(backend, limit) {
      if (limits.see(backend.id, limit)) lookAgain();
    },
    settingsChanged: lookAgain,
    async close() {
      closing.abort();
      await Promise.allSettled(asked);
    },
  };
}
