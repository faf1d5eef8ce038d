import type { Backend } from "@switchyard/core/backend";
import { ProcessId, SwitchyardError } from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import type { ProcessHandle, ProcessHost, ProcessMessage, ProcessSpec } from "../process/host.ts";
import type { ProcessView } from "./process-view.ts";
import type { Occupant, Slot, Slots } from "./slots.ts";
import type { StartGate } from "./start-gate.ts";

/** Processes that were started ahead of a session: at most one of a backend in a folder. */
export interface Spares {
  /**
   * Starts one, or keeps the one that is there for longer. Without effect where the backend's starts are alone
   * and one is under way in the folder.
   * @throws {SwitchyardError} LIMIT_REACHED
   */
  keep(backend: Backend, spec: ProcessSpec): void;
  /** Hands one over with its place, which is the occupant's from now on; null: there is none. */
  take(backend: Backend, cwd: string, occupant: Occupant): Ahead | null;
  /** Ends those whose backend has been turned off. */
  look(): void;
  views(): ProcessView[];
  /** Resolves when it has ended; false: there is none of that id. */
  stop(processId: ProcessId): Promise<boolean>;
  close(): Promise<void>;
}

/** A process that was started ahead, of whoever has taken it. */
export interface Ahead {
  readonly spec: ProcessSpec;
  readonly slot: Slot;
  /** Lets the next start in the folder go ahead; null: starts need not be alone. */
  readonly letNext: (() => void) | null;
  /** Whether it is alive and was started as this one would be. */
  fits(spec: ProcessSpec): boolean;
  /** Goes on with it as if it started now; it is "started" once. */
  readonly host: ProcessHost;
  end(): Promise<void>;
}

export interface SparesOptions {
  readonly host: ProcessHost;
  readonly log: Pick<Log, "processes" | "flush">;
  readonly slots: Slots;
  readonly startGate: StartGate;
  readonly isOff: (backend: Backend) => boolean;
  /** How long one waits to be taken, in ms. */
  readonly keptMs: number;
}

interface Spare {
  readonly backend: Backend;
  readonly spec: ProcessSpec;
  readonly handle: ProcessHandle;
  readonly slot: Slot;
  readonly letNext: (() => void) | null;
  /** Unix seconds. */
  readonly startedAt: number;
  /** What it has told and nobody has heard yet. */
  readonly untold: ProcessMessage[];
  listener: ((message: ProcessMessage) => void) | null;
  pid: number | null;
  state: "waits" | "taken" | "stopping" | "ended";
  timer?: NodeJS.Timeout;
}

export function makeSpares(options: SparesOptions): Spares {
  const { host, log, slots, startGate } = options;
  /** Those that can be taken. */
  const spares = new Map<string, Spare>();
  const stopping = new Set<Spare>();
  let isClosed = false;

  function start(backend: Backend, spec: ProcessSpec): void {
    const key = keyOf(backend, spec.cwd);
    let own: Spare | null = null;
    const dismiss = (): void => {
      if (own?.state === "waits") void end(own);
    };
    const letNext = backend.startsAlone === true ? startGate.enterIfFree(key, dismiss) : null;
    if (backend.startsAlone === true && letNext === null) return;
    const slot = slots.enterIfFree({
      rest: () => (own?.state === "waits" ? { since: own.startedAt, kind: "spare" } : null),
      sleep: dismiss,
      moved: () => undefined,
    });
    if (slot === null) {
      letNext?.();
      throw noPlace(slots.limit());
    }
    // Stored before it is started, so that it is found whenever this bridge ends.
    void log.processes.announce(spec.marker, null);
    log.flush();
    own = {
      backend,
      spec,
      slot,
      letNext,
      handle: host.start(spec, (message) => own !== null && receive(own, message)),
      startedAt: Math.floor(Date.now() / 1000),
      untold: [],
      listener: null,
      pid: null,
      state: "waits",
    };
    spares.set(key, own);
    renew(own);
  }

  function receive(spare: Spare, message: ProcessMessage): void {
    if (message.type === "ended") over(spare);
    if (spare.listener !== null && spare.untold.length === 0) return spare.listener(message);
    spare.untold.push(message);
    if (spare.listener !== null) return;
    if (message.type === "started") {
      spare.pid = message.identity.pid;
      log.processes.add({ marker: spare.spec.marker, sessionId: null, ...message.identity });
    }
    if (spare.untold.length > MOST_UNTOLD && spare.state === "waits") void end(spare);
  }

  function over(spare: Spare): void {
    withdraw(spare);
    stopping.delete(spare);
    if (spare.listener === null) log.processes.remove(spare.spec.marker);
    if (spare.state !== "taken") {
      spare.letNext?.();
      spare.slot.leave();
    }
    spare.state = "ended";
  }

  /** Nobody can take it any more. */
  function withdraw(spare: Spare): void {
    clearTimeout(spare.timer);
    const key = keyOf(spare.backend, spare.spec.cwd);
    if (spares.get(key) === spare) spares.delete(key);
  }

  async function end(spare: Spare): Promise<void> {
    withdraw(spare);
    if (spare.state === "waits") {
      spare.state = "stopping";
      stopping.add(spare);
      spare.slot.freeing();
    }
    await spare.handle.stop(spare.backend.stop);
  }

  function renew(spare: Spare): void {
    clearTimeout(spare.timer);
    spare.timer = setTimeout(() => void end(spare), options.keptMs);
  }

  function handOver(spare: Spare): Ahead {
    return {
      spec: spare.spec,
      slot: spare.slot,
      letNext: spare.letNext,
      fits: (spec) => spare.state !== "ended" && startedAs(spare.spec) === startedAs(spec),
      host: {
        start(_spec, onMessage) {
          spare.listener = onMessage;
          queueMicrotask(() => {
            for (const message of spare.untold.splice(0)) onMessage(message);
          });
          return spare.handle;
        },
      },
      end: () => end(spare),
    };
  }

  return {
    keep(backend, spec) {
      const known = spares.get(keyOf(backend, spec.cwd));
      if (isClosed) return;
      if (known === undefined) return start(backend, spec);
      if (startedAs(known.spec) === startedAs(spec)) renew(known);
      else void end(known);
    },
    take(backend, cwd, occupant) {
      const spare = spares.get(keyOf(backend, cwd));
      if (spare === undefined) return null;
      withdraw(spare);
      spare.state = "taken";
      spare.slot.pass(occupant);
      return handOver(spare);
    },
    look() {
      for (const spare of spares.values()) if (options.isOff(spare.backend)) void end(spare);
    },
    views: () => [...spares.values(), ...stopping].flatMap(viewOf),
    async stop(processId) {
      const spare = [...spares.values(), ...stopping].find(({ spec }) => spec.marker === processId);
      if (spare !== undefined) await end(spare);
      return spare !== undefined;
    },
    async close() {
      isClosed = true;
      await Promise.all([...spares.values(), ...stopping].map(end));
    },
  };
}

/** One that tells so much before it is asked anything is not what it should be. */
const MOST_UNTOLD = 1000;

function noPlace(limit: number): SwitchyardError {
  const message = `All ${limit} places for processes are taken. Stop one, or raise the limit in the settings.`;
  return new SwitchyardError("LIMIT_REACHED", message);
}

function keyOf(backend: Backend, cwd: string): string {
  return `${backend.id}\0${cwd}`;
}

function startedAs({ program, args, cwd, env }: ProcessSpec): string {
  return JSON.stringify([program, args, cwd, env]);
}

function viewOf({ spec, backend, pid, state, startedAt }: Spare): ProcessView[] {
  if (pid === null) return [];
  return [
    {
      processId: ProcessId.parse(spec.marker),
      sessionId: null,
      backendId: backend.id,
      cwd: spec.cwd,
      pid,
      state: state === "stopping" ? "stopping" : "spare",
      startedAt,
      idleSince: startedAt,
      lastEvent: null,
    },
  ];
}
