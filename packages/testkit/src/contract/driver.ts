import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import {
  NOTHING,
  type AgentEvent,
  type Backend,
  type CodecState,
  type ConversationInput,
  type ExitOutcome,
  type Intent,
  type PromptAttachment,
  type RecordingEntry,
  type SpawnPlan,
  type Step,
} from "@switchyard/core/backend";
import type { Stage } from "./fixtures.ts";
import { splitLines } from "./lines.ts";

export type EventOf<T extends AgentEvent["type"]> = Extract<AgentEvent, { type: T }>;

/** What is started, and what is around it; a stage of the suite is one. */
export type Surroundings = Omit<Stage, typeof Symbol.asyncDispose> & {
  /** A process of `startAhead` that nobody has spoken with. @default a new one */
  readonly ahead?: ChildProcessWithoutNullStreams;
};

/** A real program, driven by its backend's codec as the bridge drives it; disposing it ends its process group. */
export interface Driven extends AsyncDisposable {
  /** Everything so far, in order. */
  readonly events: readonly AgentEvent[];
  readonly recording: readonly RecordingEntry[];
  /** What the codec said last; `starting` until it said anything. */
  state(): CodecState | "starting";
  send(intent: Intent): void;
  /** Opens a turn; `attachments` stand beside the text. */
  prompt(text: string, attachments?: readonly PromptAttachment[]): void;
  /** Opens a turn and waits for its end. */
  turn(text: string): Promise<EventOf<"turn_ended">>;
  /** Ends the open turn as the bridge does: by an intent, or by ending the process where it hears none. */
  interrupt(): void;
  /** The next event of a type that fits, behind the one that was waited for last. */
  next<T extends AgentEvent["type"]>(type: T, fits?: (event: EventOf<T>) => boolean): Promise<EventOf<T>>;
  /** Waits until something holds; rejects when the process has ended before. */
  until(holds: () => boolean): Promise<void>;
  ofType<T extends AgentEvent["type"]>(type: T): EventOf<T>[];
  /** All that the agent said. */
  text(): string;
  /** Kills the program, as if something else had done it, and waits for its end. */
  kill(): Promise<void>;
  readonly ended: Promise<ExitOutcome>;
}

/** Starts the program and opens its conversation. */
export function drive(backend: Backend, stage: Surroundings, more: Partial<ConversationInput> = {}): Driven {
  const input: ConversationInput = { cwd: stage.cwd, start: "new", permissionMode: "default", ...more };
  const config = backend.config.parse({});
  const plan = backend.plan(input, config);
  const codec = backend.codec(input, config);
  const child = stage.ahead ?? spawnProgram(stage, plan, input.cwd);

  const startedAt = performance.now();
  const recording: RecordingEntry[] = [];
  const events: AgentEvent[] = [];
  const waiting = new Set<() => void>();
  let state: CodecState | "starting" = "starting";
  let reason: ExitOutcome["reason"] = "exit";
  let alarm: NodeJS.Timeout | undefined;
  let isOver = false;
  let read = 0;
  let serial = 0;
  let stderrTail = "";

  function record(dir: RecordingEntry["dir"], line: string): void {
    recording.push({ t: Math.round(performance.now() - startedAt), dir, line });
  }

  /** Events first, then what is to be written, as the contract has it. */
  function take(step: Step): void {
    events.push(...step.events);
    state = step.state ?? state;
    for (const line of step.writes) {
      record("in", line);
      child.stdin.write(`${line}\n`);
    }
    if (state === "closable") child.stdin.end();
    if (step.wakeMs !== undefined) wakeIn(step.wakeMs);
    for (const look of waiting) look();
    if (step.state === "unresumable") end("deadline");
  }

  function wakeIn(ms: number | null): void {
    clearTimeout(alarm);
    if (ms === null) return;
    alarm = setTimeout(() => {
      record("wake", "");
      take(codec.wake?.() ?? NOTHING);
    }, ms);
  }

  function send(intent: Intent): void {
    record("intent", JSON.stringify(intent));
    take(codec.send(intent));
  }

  /** As far as a test needs it: asks, and kills what has not ended within the backend's own time. */
  function end(why: "stop" | "deadline"): void {
    if (isOver) return;
    if (reason === "exit") reason = why;
    if (why === "deadline") return signalGroup(child, "SIGKILL");
    if (backend.stop.graceful === "eof") child.stdin.end();
    else signalGroup(child, "SIGTERM");
    const force = setTimeout(() => signalGroup(child, "SIGKILL"), backend.stop.graceMs);
    child.once("exit", () => clearTimeout(force));
  }

  child.stdin.on("error", () => undefined);
  splitLines(child.stdout, (line) => {
    record("out", line);
    take(codec.receive(line));
  });
  splitLines(child.stderr, (line) => {
    record("err", line);
    stderrTail += `${line}\n`;
  });
  child.once("exit", () => signalGroup(child, "SIGKILL"));
  const ended = endOf(child).then(({ code, signal, isStarted }) => {
    clearTimeout(alarm);
    isOver = true;
    const outcome = { reason: isStarted ? reason : ("spawn_error" as const), code, signal, stderrTail };
    record("exit", JSON.stringify(outcome));
    take(codec.exit(outcome));
    return outcome;
  });

  function until(holds: () => boolean): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const look = (): void => {
        const isTrue = holds();
        if (!isTrue && !isOver) return;
        waiting.delete(look);
        if (isTrue) resolve();
        else reject(new Error(`The program ended first: ${lastOf(recording)}`));
      };
      waiting.add(look);
      look();
    });
  }

  function prompt(text: string, attachments?: readonly PromptAttachment[]): void {
    serial += 1;
    const more = attachments === undefined ? {} : { attachments };
    send({ type: "prompt", text, messageId: `message-${serial}`, ...more });
  }

  async function next<T extends AgentEvent["type"]>(
    type: T,
    fits: (event: EventOf<T>) => boolean = () => true,
  ): Promise<EventOf<T>> {
    let found: EventOf<T> | undefined;
    await until(() => {
      const unread = events.slice(read);
      found = unread.filter(isOf(type)).find(fits);
      if (found !== undefined) read += unread.indexOf(found) + 1;
      return found !== undefined;
    });
    if (found === undefined) throw new Error(`No ${type} came.`);
    return found;
  }

  record("start", JSON.stringify(input));
  take(codec.open());
  return {
    events,
    recording,
    state: () => state,
    send,
    until,
    ended,
    prompt,
    next,
    turn(text) {
      prompt(text);
      return next("turn_ended");
    },
    ofType: (type) => events.filter(isOf(type)),
    text: () =>
      events
        .filter(isOf("agent_message"))
        .map(({ content }) => content)
        .join(""),
    async kill() {
      if (!isOver) signalGroup(child, "SIGKILL");
      await ended;
    },
    interrupt() {
      if (state === "starting" || state === "closable") end("stop");
      else send({ type: "interrupt" });
    },
    async [Symbol.asyncDispose]() {
      end("stop");
      await ended;
    },
  };
}

/** Starts the program as for any new conversation, and does not speak with it. */
export function startAhead(backend: Backend, stage: Surroundings): ChildProcessWithoutNullStreams {
  const input: ConversationInput = { cwd: stage.cwd, start: "new", permissionMode: "default" };
  return spawnProgram(stage, backend.plan(input, backend.config.parse({})), stage.cwd);
}

function spawnProgram(stage: Surroundings, plan: SpawnPlan, cwd: string): ChildProcessWithoutNullStreams {
  const env = { ...stage.env, ...plan.env };
  return spawn(stage.program, [...(stage.args ?? []), ...plan.args], { cwd, env, detached: true });
}

function isOf<T extends AgentEvent["type"]>(type: T): (event: AgentEvent) => event is EventOf<T> {
  return (event): event is EventOf<T> => event.type === type;
}

function lastOf(recording: readonly RecordingEntry[]): string {
  return recording
    .slice(-4)
    .map(({ dir, line }) => `\n  ${dir} ${line.slice(0, 200)}`)
    .join("");
}

interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly isStarted: boolean;
}

async function endOf(child: ChildProcessWithoutNullStreams): Promise<ProcessExit> {
  const isStarted = await once(child, "close").then(
    () => child.pid !== undefined,
    () => false,
  );
  return { code: isStarted ? child.exitCode : null, signal: child.signalCode, isStarted };
}

function signalGroup({ pid }: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // None is left.
  }
}
