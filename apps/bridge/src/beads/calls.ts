import type { CommandRequest, CommandResult } from "../process/run-command.ts";
import { type Answer, type Fault, readAnswer } from "./answer.ts";
import { commandEnvironment, writeEnvironment } from "./command-environment.ts";
import type { Program } from "./program.ts";
import { makeQueue } from "./queue.ts";
import type { Timing } from "./timing.ts";
import { readTold, type Told } from "./write/told.ts";

/** A question to a tracker's program; it changes nothing, so that it may be asked again. */
export interface Call {
  readonly program: Program;
  readonly args: readonly string[];
  /** Those of `args` that are left out where the program does not know them. */
  readonly optional: readonly string[];
  readonly cwd: string;
  /** The digest of an answer that need not be read again. */
  readonly known: string | null;
  /** Whether a person waits for it. */
  readonly isInteractive: boolean;
}

/** What a tracker's program is to do. It is tried again only where a lock kept it from beginning. */
export interface Order {
  readonly program: Program;
  readonly args: readonly string[];
  /** Flags that are put before `args`, and behind: those that the program does not know are left out. */
  readonly ahead: readonly string[];
  readonly behind: readonly string[];
  readonly cwd: string;
  /** In whose name. */
  readonly actor: string;
  readonly stdin?: string;
}

/** The calls of one workspace, never two at once: embedded databases take no second process. */
export interface Calls {
  /** Never rejects. */
  ask(call: Call): Promise<Answer>;
  /** Calls that no other comes between; waits its turn, and settles as `work` does. */
  turn<T>(work: (desk: Desk) => Promise<T>): Promise<T>;
  /** Resolves when no turn runs or waits. */
  idle(): Promise<void>;
}

/** Where a turn's calls are made. */
export interface Desk extends Pick<Calls, "ask"> {
  /** Never rejects. */
  tell(order: Order): Promise<Told>;
}

export interface CallsOptions {
  readonly run: (request: CommandRequest) => Promise<CommandResult>;
  readonly environment: () => Record<string, string>;
  readonly timing: Timing;
  readonly wait: (ms: number) => Promise<void>;
  /** What each program was found not to know, by path and version; shared by all workspaces. */
  readonly unknownFlags: Map<string, Set<string>>;
  /** Ends what runs, but turns: these are not given more time to wait. */
  readonly signal: AbortSignal;
  /** Ends turns. */
  readonly turnSignal: AbortSignal;
  /** A program is about to be started. */
  readonly began: () => void;
  /** It has ended. */
  readonly ended: () => void;
}

export function makeCalls(options: CallsOptions): Calls {
  const { timing, signal, turnSignal } = options;
  const queue = makeQueue<Answer>();
  const turns = new Set<Promise<unknown>>();
  const desk: Desk = {
    ask: (call) => answered(call, { ...options, waits: timing.lockedInTurnMs, ends: turnSignal }),
    tell: (order) => told(order, { ...options, waits: timing.lockedInTurnMs, ends: turnSignal }),
  };
  return {
    ask: (call) =>
      queue.add({
        key: JSON.stringify([call.program.path, call.cwd, call.args, call.known]),
        isInteractive: call.isInteractive,
        work: () => answered(call, { ...options, waits: timing.lockedMs, ends: signal }),
      }),
    async turn<T>(work: (desk: Desk) => Promise<T>) {
      const mine = Promise.withResolvers<T>();
      turns.add(mine.promise);
      void queue.add({
        key: null,
        isInteractive: true,
        async work() {
          await work(desk).then(mine.resolve, mine.reject);
          return NOTHING;
        },
      });
      try {
        return await mine.promise;
      } finally {
        turns.delete(mine.promise);
      }
    },
    async idle() {
      await Promise.allSettled(turns);
    },
  };
}

/** A turn answers by itself. */
const NOTHING: Answer = { same: true };

interface Manner extends CallsOptions {
  /** Before each further try at what was locked, in milliseconds. */
  readonly waits: readonly number[];
  readonly ends: AbortSignal;
}

async function answered(call: Call, manner: Manner): Promise<Answer> {
  const { program, args, cwd, known, optional } = call;
  return tried({ program, optional }, manner, async (unknown) => {
    const limits = { ...limitsOf(manner), known };
    const result = await run(manner, {
      program: program.path,
      args: args.filter((arg) => !unknown.has(flagOf(arg))),
      cwd,
      env: commandEnvironment(manner.environment()),
    });
    const outcome = readAnswer(program.name, result, limits);
    return { outcome, fault: "fault" in outcome ? outcome.fault : null };
  });
}

async function told(order: Order, manner: Manner): Promise<Told> {
  const { program, args, cwd, actor, stdin } = order;
  const optional = [...order.ahead, ...order.behind].map(flagOf);
  return tried({ program, optional }, manner, async (unknown) => {
    const known = (flags: readonly string[]): string[] => flags.filter((flag) => !unknown.has(flagOf(flag)));
    const result = await run(manner, {
      program: program.path,
      args: [...known(order.ahead), ...args, ...known(order.behind)],
      cwd,
      env: writeEnvironment(manner.environment(), actor),
      ...(stdin === undefined ? {} : { stdin }),
    });
    const outcome = readTold(program.name, result, limitsOf(manner));
    return { outcome, fault: outcome.fault };
  });
}

/** Tries until nothing that passes stands in the way: a lock, a flag that this version does not know. */
async function tried<T>(
  { program, optional }: Pick<Call, "program" | "optional">,
  { waits, wait, signal, unknownFlags }: Manner,
  once: (unknown: ReadonlySet<string>) => Promise<{ outcome: T; fault: Fault | null }>,
): Promise<T> {
  const unknown = unknownTo(program, unknownFlags);
  const left = [...waits];
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each try depends on the last
    const { outcome, fault } = await once(unknown);
    if (fault === null || signal.aborted) return outcome;
    const { kind, flag } = fault;
    if (kind === "unknown_flag" && flag !== undefined && optional.includes(flag) && !unknown.has(flag)) {
      unknown.add(flag);
      continue;
    }
    const ms = kind === "locked" ? left.shift() : undefined;
    if (ms === undefined) return outcome;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await wait(ms);
  }
}

function unknownTo({ path, version }: Program, all: Map<string, Set<string>>): Set<string> {
  const key = `${path}\0${version}`;
  const known = all.get(key) ?? new Set();
  all.set(key, known);
  return known;
}

type Start = Pick<CommandRequest, "program" | "args" | "cwd" | "env" | "stdin">;

async function run(manner: Manner, start: Start): Promise<CommandResult> {
  manner.began();
  const result = await manner.run({
    ...start,
    ...limitsOf(manner),
    signal: manner.ends,
    endsWhenFull: true,
  });
  manner.ended();
  return result;
}

function limitsOf({ timing }: Manner): { timeoutMs: number; maxBytes: number } {
  return { timeoutMs: timing.callMs, maxBytes: MAX_BYTES };
}

/** `--tree=false` → `--tree`. */
function flagOf(arg: string): string {
  return arg.split("=", 1)[0] ?? arg;
}

const MAX_BYTES = 256 * 1024 * 1024;
