import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Backend, Codec, ConversationInput, Intent, Step } from "@switchyard/core/backend";
import {
  type AgentChunk,
  BackendId,
  type Capabilities,
  PersonaId,
  SwitchyardError,
} from "@switchyard/core/protocol";
import { pino } from "pino";
import { v4 as uuid } from "uuid";
import { z } from "zod";
import { type Log, openLog } from "../log/log.ts";
import type { ProcessEnd, ProcessHandle, ProcessHost, ProcessMessage } from "../process/host.ts";
import { makeIntake } from "../process/intake.ts";
import { newRecord, type SessionRecord } from "./record.ts";
import { makeSession } from "./session.ts";
import type { Session } from "./session-face.ts";
import type { SessionDeps } from "./session-deps.ts";
import { makeSlots, type Slots } from "./slots.ts";
import type { Ahead, Spares } from "./spares.ts";
import { makeStartGate, type StartGate } from "./start-gate.ts";

/** One run of a CLI that does what the test says: its codec's steps are given to it as they are. */
export interface Puppet {
  readonly input: ConversationInput;
  readonly intents: readonly Intent[];
  readonly written: readonly string[];
  /** How often its codec was woken. */
  readonly woken: number;
  /** What its codec makes of the next line. */
  says(step: Partial<Step>): void;
  /** Its codec fails at the next line, as a plug-in's. */
  fails(error: SwitchyardError): void;
  ends(end?: Partial<ProcessEnd>): void;
  /** When it is stopped it stays until what this gives is called. */
  holdsItsEnd(): () => void;
  readonly isKilled: boolean;
}

export interface Stage extends AsyncDisposable {
  readonly session: Session;
  readonly log: Log;
  /** What the bridge around it was told. */
  readonly learned: readonly Partial<Capabilities>[];
  readonly logins: readonly ("ok" | "missing")[];
  readonly limits: readonly string[];
  /** The puppet of the nth start, once it has been started. */
  puppet(nth: number): Promise<Puppet>;
  /** The session as a bridge that starts again makes it from what is stored. */
  reopen(): Session;
  /** Waits until the stored chunks fit. */
  until(fits: (chunks: readonly AgentChunk[]) => boolean): Promise<readonly AgentChunk[]>;
}

export async function makeStage(
  options: {
    record?: Partial<SessionRecord>;
    deadlines?: Partial<SessionDeps["deadlines"]>;
    silent?: boolean;
    /** Shared with another stage, starts are alone. */
    startGate?: StartGate;
    /** Shared with other stages. @default room for all */
    slots?: Slots;
    /** The first start goes on with a process that was started ahead. @default false */
    isAhead?: boolean;
    /** What the backend can do otherwise. @default {} */
    can?: Partial<Capabilities>;
    /** The package that brings the backend, as it is at a start. @default none */
    plugin?: () => ReturnType<SessionDeps["pluginOf"]>;
    /** What its program answers when it is asked for its version. @default nothing */
    version?: () => string;
    /** Called while a start is prepared, when it is decided what it is for. */
    locating?: () => void;
  } = {},
): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "switchyard-session-"));
  const log = openLog({ file: join(folder, "log.db"), now: Date.now, logger: pino({ level: "silent" }) });
  const puppets: Hands[] = [];
  const watchers = new Set<() => void>();
  const wake = (): void => {
    for (const watcher of watchers) watcher();
  };

  const watch = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        watchers.delete(check);
        resolve(found);
      };
      watchers.add(check);
      check();
    });

  const { startGate = makeStartGate(), slots = makeRoom() } = options;
  const learned: Partial<Capabilities>[] = [];
  const logins: ("ok" | "missing")[] = [];
  const limits: string[] = [];
  const backend = {
    ...puppetBackend(puppets, options.silent ?? false),
    startsAlone: options.startGate !== undefined,
  };
  const host = puppetHost(puppets, wake);
  Object.assign(backend.capabilities, options.can);
  const own = { backendId: BackendId.parse("puppet"), persona: PersonaId.parse("none"), cwd: folder };
  const record = newRecord({ ...own, title: "A session", createdAt: 0, lastActivity: 0, ...options.record });
  log.saveSession(record);
  log.onCommitted(wake);
  const deps: SessionDeps = {
    log,
    backend,
    logger: pino({ level: "silent" }),
    intake: makeIntake(),
    host,
    locate() {
      options.locating?.();
      return Promise.resolve({ path: "/bin/puppet", args: [] });
    },
    capabilities: ({ capabilities }) => Promise.resolve(capabilities),
    pluginOf: () => options.plugin?.() ?? null,
    versionOf: () => Promise.resolve(options.version?.() ?? null),
    learned: (_backend, told) => void learned.push(told),
    loginSeen: (_backend, login) => void logins.push(login),
    limitSeen: (_backend, { name }) => void limits.push(name),
    startGate,
    slots,
    spares: options.isAhead === true ? oneSpare(host, slots) : NO_SPARES,
    untrusted: () => Promise.resolve(null),
    folders: { keep: () => Promise.resolve({ fault: "No folder of a puppet is looked at." }) },
    environment: () => ({}),
    clock: () => performance.now(),
    changed() {
      wake();
      slots.look();
    },
    stderr: () => undefined,
    queueChanged: () => undefined,
    resumesAfterLimit: () => false,
    deadlines: { start: 60_000, alone: 60_000, interrupt: 2_000, ...options.deadlines },
  };
  const session = makeSession(deps, record);

  return {
    session,
    log,
    learned,
    logins,
    limits,
    reopen: () => makeSession(deps, { ...record }),
    puppet: (nth) => watch(() => puppets[nth - 1]),
    until: (fits) =>
      watch(() => {
        const chunks = [...log.all(record.sessionId)];
        return fits(chunks) ? chunks : undefined;
      }),
    async [Symbol.asyncDispose]() {
      await session.close();
      await log.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Places for as many as a test starts, and nobody sleeps unless it is asked to. */
export function makeRoom(limit = 100, sleepAfterMs: number | null = null): Slots {
  return makeSlots({ limit: () => limit, sleepAfterMs: () => sleepAfterMs, clock: () => performance.now() });
}

const NO_SPARES: Spares = {
  keep: () => undefined,
  take: () => null,
  look: () => undefined,
  views: () => [],
  stop: () => Promise.resolve(false),
  close: () => Promise.resolve(),
};

function oneSpare(host: ProcessHost, slots: Slots): Spares {
  let isTaken = false;
  const take = (occupant: Parameters<Slots["enter"]>[0]): Ahead | null => {
    if (isTaken) return null;
    isTaken = true;
    const spec = { program: "", args: [], cwd: "/", env: {}, marker: uuid() };
    const slot = slots.enter(occupant);
    return { spec, slot, host, letNext: null, fits: () => true, end: () => Promise.resolve() };
  };
  return { ...NO_SPARES, take: (_backend, _cwd, occupant) => take(occupant) };
}

function puppetBackend(puppets: Hands[], silent: boolean): Backend {
  const hint = { text: "", command: "" };
  const can = { resume: true, interrupt: true, permissions: true, thoughts: true, usage: true };
  let planned: ConversationInput | undefined;
  return {
    apiVersion: 1,
    id: BackendId.parse("puppet"),
    displayName: "Puppet",
    program: {
      command: "puppet",
      environmentOverride: "PUPPET",
      versionArgs: [],
      install: hint,
      login: hint,
    },
    capabilities: {
      live: true,
      ...can,
      images: false,
      files: [],
      setModel: true,
      setPermissionMode: true,
      models: [],
      permissionModes: ["default"],
    },
    stop: { graceful: "term", graceMs: 0 },
    config: z.unknown(),
    plan: (input) => {
      planned = input;
      return { args: [] };
    },
    codec: (input) => puppetCodec(() => puppets.find((puppet) => puppet.input === (planned ?? input))),
    probe: () => ({ version: null, login: "unknown" }),
  };

  function puppetCodec(own: () => Hands | undefined): Codec {
    const intents: Intent[] = [];
    const nothing: Step = { events: [], writes: [] };
    const input = planned;
    if (input !== undefined) puppets.push(makePuppet(input, intents));
    return {
      open: () => (silent ? nothing : { ...nothing, state: "ready" }),
      send(intent) {
        intents.push(intent);
        return silent ? nothing : { ...nothing, writes: [JSON.stringify(intent)], state: "busy" };
      },
      receive() {
        const next = own()?.queue.shift() ?? nothing;
        if (next instanceof SwitchyardError) throw next;
        return next;
      },
      wake() {
        const puppet = own();
        if (puppet !== undefined) puppet.woken += 1;
        const next = puppet?.queue.shift() ?? nothing;
        if (next instanceof SwitchyardError) throw next;
        return next;
      },
      exit: () => nothing,
    };
  }
}

type Hands = Puppet & {
  queue: (Step | SwitchyardError)[];
  written: string[];
  isKilled: boolean;
  woken: number;
  mayEnd: Promise<void>;
};

function makePuppet(input: ConversationInput, intents: Intent[]): Hands {
  return {
    mayEnd: Promise.resolve(),
    holdsItsEnd() {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.mayEnd = promise;
      return resolve;
    },
    input,
    intents,
    written: [],
    queue: [],
    isKilled: false,
    woken: 0,
    says: () => undefined,
    fails: () => undefined,
    ends: () => undefined,
  };
}

function puppetHost(puppets: Puppet[], wake: () => void): ProcessHost {
  return {
    start(spec, onMessage) {
      const puppet = puppets.at(-1) as Hands;
      const done = Promise.withResolvers<ProcessEnd>();
      const send = (message: ProcessMessage): void => queueMicrotask(() => onMessage(message));
      let isOver = false;
      const finish = (end: Partial<ProcessEnd>): Promise<ProcessEnd> => {
        if (!isOver) {
          isOver = true;
          const whole: ProcessEnd = {
            reason: "exit",
            code: 0,
            signal: null,
            stderrTail: "",
            orphansEnded: 0,
            survivors: [],
            ...end,
          };
          send({ type: "ended", end: whole });
          done.resolve(whole);
        }
        return done.promise;
      };
      puppet.says = (step) => {
        puppet.queue.push({ events: [], writes: [], ...step });
        send({ type: "lines", lines: ["a line"] });
      };
      puppet.fails = (error) => {
        puppet.queue.push(error);
        send({ type: "lines", lines: ["a line"] });
      };
      puppet.ends = (end) => void finish(end ?? {});
      const handle: ProcessHandle = {
        marker: spec.marker,
        write(lines) {
          puppet.written.push(...lines);
          wake();
        },
        closeInput: () => undefined,
        setPaused: () => undefined,
        async stop() {
          await puppet.mayEnd;
          return finish({ reason: "stop", code: 143 });
        },
        kill() {
          puppet.isKilled = true;
          return finish({ reason: "deadline", code: null, signal: "SIGKILL" });
        },
        ended: done.promise,
      };
      send({ type: "started", identity: { pid: process.pid, startTime: null, bootId: null } });
      wake();
      return handle;
    },
  };
}
