import { type Codec, type CodecState, type Intent, NOTHING, type Step } from "@switchyard/core/backend";
import type { Intake } from "../process/intake.ts";
import { SwitchyardError, type TurnError } from "@switchyard/core/protocol";
import type { ProcessEnd, ProcessHandle, ProcessHost, ProcessMessage, ProcessSpec } from "../process/host.ts";

/** One run of a CLI together with the codec that speaks to it. */
export interface Link {
  /** Opens the conversation, once, before anything else. */
  open(): void;
  /** What the codec said last; `starting` until it takes intents. */
  state(): CodecState | "starting";
  /** What an intent leads to; its writes are the caller's to pass on once its events are committed. */
  send(intent: Intent): void;
  write(lines: readonly string[]): void;
  /** Holds the CLI back while too much of what it said is not stored yet. */
  block(blocked: boolean): void;
  stop(): Promise<ProcessEnd>;
  kill(): Promise<ProcessEnd>;
  readonly ended: Promise<ProcessEnd>;
}

export interface LinkOptions {
  host: ProcessHost;
  intake: Intake;
  spec: ProcessSpec;
  codec: Codec;
  stop: Parameters<ProcessHandle["stop"]>[0];
  /** What was read in one tick, in order. */
  onSteps: (steps: readonly TakenStep[]) => void;
  onMessage: (message: Exclude<ProcessMessage, { type: "lines" | "ended" }>) => void;
  /** Called once, when everything of the process is gone and all it wrote has been handled; `last` is what its end leads to. */
  onEnded: (end: ProcessEnd, last: TakenStep) => void;
}

/** A step as it was taken of a codec. */
export interface TakenStep extends Step {
  /** The codec failed: nobody can speak to the process any more. */
  readonly fault?: TurnError;
}

/** Starts the process. */
export function openLink(options: LinkOptions): Link {
  const { codec } = options;
  let state: CodecState | "starting" = "starting";
  let alarm: NodeJS.Timeout | undefined;

  const feed = options.intake.open({
    onLines: (lines) => handle(lines.map((line) => takenStep(() => codec.receive(line)))),
    setPaused: (paused) => process.setPaused(paused),
  });
  const process = options.host.start(options.spec, receive);
  const ended = process.ended.then(async (end) => {
    await feed.drained();
    feed.close();
    wakeIn(null);
    options.onEnded(
      end,
      takenStep(() => codec.exit(end)),
    );
    return end;
  });
  function receive(message: ProcessMessage): void {
    if (message.type === "lines") return feed.push(message.lines);
    if (message.type !== "ended") options.onMessage(message);
  }

  function handle(steps: readonly TakenStep[]): void {
    for (const step of steps) {
      state = step.state ?? state;
      if (step.wakeMs !== undefined) wakeIn(step.wakeMs);
    }
    options.onSteps(steps);
  }

  function wakeIn(ms: number | null): void {
    clearTimeout(alarm);
    alarm = undefined;
    if (ms === null) return;
    const set = setTimeout(() => {
      // What has come already was said in time. A line of it may have set another alarm.
      void feed.drained().then(() => set === alarm && handle([takenStep(() => codec.wake?.() ?? NOTHING)]));
    }, ms);
    alarm = set;
  }

  return {
    open: () => handle([takenStep(() => codec.open())]),
    state: () => state,
    send: (intent) => handle([takenStep(() => codec.send(intent))]),
    write(lines) {
      process.write(lines);
      if (state === "closable") process.closeInput();
    },
    block: (blocked) => feed.block(blocked),
    stop: () => process.stop(options.stop).then(() => ended),
    kill: () => process.kill("deadline").then(() => ended),
    ended,
  };
}

/** A plug-in's codec fails with an error for the user; any other error is a fault of ours. */
export function takenStep(step: () => Step): TakenStep {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error;
    return { ...NOTHING, fault: { code: error.code, message: error.message } };
  }
}
