import { stat } from "node:fs/promises";
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
import type { Registry } from "@switchyard/core/registry";
import type { ProgramTable } from "../log/programs.ts";
import type { MissingProgram } from "../process/find-program.ts";
import type { CommandRequest } from "../process/run-command.ts";
import { backendInfo, isUsable, offBackend } from "./backend-info.ts";
import { makePlanLimits } from "./plan-limits.ts";
import { cliNotFound, type LocatedProgram } from "./locate.ts";

/** Finds the backends' programs and tells how they are: version, login, what they can do. */
export interface BackendHealth {
  /** @throws {SwitchyardError} CLI_NOT_FOUND, BACKEND_UNAVAILABLE (turned off) */
  locate(backend: Backend): Promise<LocatedProgram>;
  /** Probed on the first ask, then from the cache until the program changes; `refresh` probes again. */
  list(refresh: boolean): Promise<BackendInfo[]>;
  /**
   * The backend that is meant when none is named: the user's choice, else the first that is ready.
   * @throws {SwitchyardError} UNKNOWN_BACKEND for a choice that is not there
   */
  defaultBackend(): Promise<BackendId>;
  /** What a backend declares, with what its program told. */
  capabilities(backend: Backend): Promise<Capabilities>;
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
  backends: Registry<BackendId, Backend>;
  settings: () => { cliBackend: BackendId | null; backendsOff: readonly BackendId[] };
  /** What is known of programs without asking them. */
  known: ProgramTable;
  find: (backend: Backend) => Promise<LocatedProgram | MissingProgram>;
  run: (request: CommandRequest) => Promise<CommandOutput>;
  environment: () => Record<string, string>;
  /** An empty folder of ours: a probe starts the CLI, and starting in a repository runs what it brings. */
  probeFolder: string;
  changed: (backends: BackendInfo[]) => void;
  /** Unix ms. @default Date.now */
  now?: () => number;
}

export function makeBackendHealth(options: BackendHealthOptions): BackendHealth {
  const { backends, known } = options;
  /** By program: a login that was there is taken to stay, until somebody checks again. */
  const asking = new Map<string, Promise<ProbedHealth>>();
  /** Login states that turns told, by program. */
  const logins = new Map<string, LoginState>();
  /** The program that each backend was last found to have: backend, path and time of change. */
  const programs = new Map<BackendId, string>();
  const asked = new Set<Promise<CommandOutput>>();
  const limits = makePlanLimits(options.now ?? Date.now);
  const closing = new AbortController();
  let told = "";

  const isOff = ({ id }: Backend): boolean => options.settings().backendsOff.includes(id);

  async function find(backend: Backend): Promise<LocatedProgram | MissingProgram> {
    const found = await options.find(backend);
    if ("missing" in found) programs.delete(backend.id);
    else {
      const { mtimeMs } = await stat(found.args[0] ?? found.path);
      programs.set(backend.id, [backend.id, found.path, mtimeMs].join("\0"));
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
    const found = await find(backend);
    if ("missing" in found) return backendInfo(backend, { found, health: null, capabilities: {} });
    const probed = await healthOf(backend, found, refresh).catch(() => null);
    const login = logins.get(programOf(backend)) ?? probed?.login ?? "unknown";
    return backendInfo(backend, {
      found,
      health: probed === null ? null : { version: probed.version, login },
      capabilities: known.capabilities(programOf(backend)),
    });
  }

  /** The user's choice, where it may be started. */
  function chosen(): BackendId | null {
    const { cliBackend, backendsOff } = options.settings();
    return cliBackend === null || backendsOff.includes(cliBackend) ? null : cliBackend;
  }

  /** Whether no probe could make it the default: a development copy that cannot tell its login. */
  async function isHopeless(backend: Backend): Promise<boolean> {
    if (backend.program.loginArgs !== undefined || backend.program.module !== undefined) return false;
    const found = await find(backend);
    return "missing" in found || (found.source === "bundled" && !logins.has(programOf(backend)));
  }

  function pickDefault(infos: readonly BackendInfo[]): BackendId | undefined {
    const pick = chosen() ?? infos.find(isUsable)?.id ?? infos.find(({ isDemo }) => isDemo)?.id;
    return pick ?? infos[0]?.id;
  }

  async function list(refresh: boolean): Promise<BackendInfo[]> {
    const infos = await Promise.all([...backends].map((backend) => infoOf(backend, refresh)));
    const isDefault = pickDefault(infos);
    const marked = infos.map((info) => ({
      ...info,
      isDefault: info.id === isDefault,
      limits: limits.of(info.id),
    }));
    const now = JSON.stringify(marked);
    if (told !== "" && told !== now) options.changed(marked);
    told = now;
    return marked;
  }

  /** Only who has asked before is told of changes. */
  function lookAgain(): void {
    if (told !== "") void list(false);
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
    async defaultBackend() {
      const choice = chosen();
      if (choice !== null) return backends.need(choice).id;
      // One after the other: mostly the first is ready, and the others need not be started for it.
      const seen: BackendInfo[] = [];
      for (const backend of backends) {
        // oxlint-disable-next-line no-await-in-loop -- see above
        const info = (await isHopeless(backend)) ? offBackend(backend) : await infoOf(backend, false);
        if (isUsable(info)) return info.id;
        seen.push(info);
      }
      return pickDefault(seen) ?? backends.need("").id;
    },
    async capabilities(backend) {
      await find(backend);
      return { ...backend.capabilities, ...known.capabilities(programOf(backend)) };
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
