import type { CommandRequest, CommandResult } from "../process/run-command.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { commandEnvironment } from "./command-environment.ts";
import type { Program } from "./program.ts";
import { makeQueue } from "./queue.ts";
import type { Timing } from "./timing.ts";

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

/** The calls of one workspace, never two at once: embedded databases take no second process. */
export interface Calls {
  /** Never rejects. */
  ask(call: Call): Promise<Answer>;
}

export interface CallsOptions {
  readonly run: (request: CommandRequest) => Promise<CommandResult>;
  readonly environment: () => Record<string, string>;
  readonly timing: Timing;
  readonly wait: (ms: number) => Promise<void>;
  /** What each program was found not to know, by path and version; shared by all workspaces. */
  readonly unknownFlags: Map<string, Set<string>>;
  /** Ends what runs. */
  readonly signal: AbortSignal;
  /** A program is about to be started. */
  readonly began: () => void;
  /** It has ended. */
  readonly ended: () => void;
}

export function makeCalls(options: CallsOptions): Calls {
  const queue = makeQueue<Answer>();
  return {
    ask: (call) =>
      queue.add({
        key: JSON.stringify([call.program.path, call.cwd, call.args, call.known]),
        isInteractive: call.isInteractive,
        work: () => answered(call, options),
      }),
  };
}

/** Asks until nothing that passes stands in the way: a lock, a flag that this version does not know. */
async function answered(call: Call, options: CallsOptions): Promise<Answer> {
  const { timing, wait, signal } = options;
  const unknown = unknownTo(call.program, options.unknownFlags);
  const waits = [...timing.lockedMs];
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each try depends on the last
    const answer = await once(call, unknown, options);
    if (!("fault" in answer) || signal.aborted) return answer;
    const { kind, flag } = answer.fault;
    if (kind === "unknown_flag" && flag !== undefined && call.optional.includes(flag) && !unknown.has(flag)) {
      unknown.add(flag);
      continue;
    }
    const ms = kind === "locked" ? waits.shift() : undefined;
    if (ms === undefined) return answer;
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

async function once(call: Call, unknown: ReadonlySet<string>, options: CallsOptions): Promise<Answer> {
  const { program, args, cwd, known } = call;
  options.began();
  const limits = { timeoutMs: options.timing.callMs, maxBytes: MAX_BYTES, known };
  const result = await options.run({
    program: program.path,
    args: args.filter((arg) => !unknown.has(flagOf(arg))),
    cwd,
    env: commandEnvironment(options.environment()),
    signal: options.signal,
    endsWhenFull: true,
    ...limits,
  });
  options.ended();
  return readAnswer(program.name, result, limits);
}

/** `--tree=false` → `--tree`. */
function flagOf(arg: string): string {
  return arg.split("=", 1)[0] ?? arg;
}

const MAX_BYTES = 256 * 1024 * 1024;
