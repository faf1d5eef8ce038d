import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Backend, Codec, ConversationInput, Intent, Step } from "@switchyard/core/backend";
import {
  type AgentChunk,
  BackendId,
  type Capabilities,
  LogId,
  PersonaId,
  SessionId,
} from "@switchyard/core/protocol";
import { pino } from "pino";
import { v4 as uuid } from "uuid";
import { z } from "zod";
import { type Log, openLog } from "../log/log.ts";
import type { ProcessEnd, ProcessHandle, ProcessHost, ProcessMessage } from "../process/host.ts";
import { makeIntake } from "../process/intake.ts";
import type { SessionRecord } from "./record.ts";
import { makeSession, type Session } from "./session.ts";
import type { SessionDeps } from "./session-deps.ts";
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
  ends(end?: Partial<ProcessEnd>): void;
  readonly isKilled: boolean;
}

export interface Stage extends AsyncDisposable {
  readonly session: Session;
  readonly log: Log;
  /** What the bridge around it was told. */
  readonly learned: readonly Partial<Capabilities>[];
  readonly logins: readonly ("ok" | "missing")[];
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

  const { startGate = makeStartGate() } = options;
  const learned: Partial<Capabilities>[] = [];
  const logins: ("ok" | "missing")[] = [];
  const backend = {
    ...puppetBackend(puppets, options.silent ?? false),
    startsAlone: options.startGate !== undefined,
  };
  const record = { ...newRecord(folder), ...options.record };
  log.saveSession(record);
  log.onCommitted(wake);
  const deps: SessionDeps = {
    log,
    backend,
    logger: pino({ level: "silent" }),
    intake: makeIntake(),
    host: puppetHost(puppets, wake),
    locate: () => Promise.resolve({ path: "/bin/puppet", args: [] }),
    capabilities: ({ capabilities }) => Promise.resolve(capabilities),
    learned: (_backend, told) => void learned.push(told),
    loginSeen: (_backend, login) => void logins.push(login),
    startGate,
    untrusted: () => Promise.resolve(null),
    environment: () => ({}),
    clock: () => performance.now(),
    changed: wake,
    stderr: () => undefined,
    queueChanged: () => undefined,
    deadlines: { start: 60_000, alone: 60_000, interrupt: 2_000, ...options.deadlines },
  };
  const session = makeSession(deps, record);

  return {
    session,
    log,
    learned,
    logins,
    reopen: () => makeSession(deps, { ...record }),
    puppet: (nth) => watch(() => puppets[nth - 1]),
    until: (fits) =>
      watch(() => {
        const chunks = [...log.all(record.sessionId)];
        return fits(chunks) ? chunks : undefined;
      }),
    async [Symbol.asyncDispose]() {
      await session.close();
      log.close();
      await rm(folder, { recursive: true });
    },
  };
}

function newRecord(cwd: string): SessionRecord {
  return {
    sessionId: SessionId.parse(uuid()),
    logId: LogId.parse(uuid()),
    backendId: BackendId.parse("puppet"),
    persona: PersonaId.parse("none"),
    task: null,
    systemPrompt: "",
    beadId: null,
    projectId: null,
    cwd,
    title: "A session",
    model: null,
    modelInUse: null,
    permissionMode: "default",
    cliSessionId: null,
    isArchived: false,
    stopped: false,
    failed: false,
    queueHeld: false,
    createdAt: 0,
    lastActivity: 0,
    turn: 0,
    readSeq: 0,
    unread: 0,
    usage: { inputTokens: 0, outputTokens: 0, costUsd: null },
    activity: "",
  };
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
      receive: () => own()?.queue.shift() ?? nothing,
      wake() {
        const puppet = own();
        if (puppet !== undefined) puppet.woken += 1;
        return puppet?.queue.shift() ?? nothing;
      },
      exit: () => nothing,
    };
  }
}

type Hands = Puppet & { queue: Step[]; written: string[]; isKilled: boolean; woken: number };

function makePuppet(input: ConversationInput, intents: Intent[]): Hands {
  return {
    input,
    intents,
    written: [],
    queue: [],
    isKilled: false,
    woken: 0,
    says: () => undefined,
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
      puppet.ends = (end) => void finish(end ?? {});
      const handle: ProcessHandle = {
        marker: spec.marker,
        write(lines) {
          puppet.written.push(...lines);
          wake();
        },
        closeInput: () => undefined,
        setPaused: () => undefined,
        stop: () => finish({ reason: "stop", code: 143 }),
        kill() {
          puppet.isKilled = true;
          return finish({ reason: "deadline", code: null, signal: "SIGKILL" });
        },
        ended: done.promise,
      };
      wake();
      return handle;
    },
  };
}
