import { type Codec, type CodecState, type Intent, NOTHING, type Step } from "@switchyard/core/backend";
import type { Intake } from "../process/intake.ts";
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
  onSteps: (steps: readonly Step[]) => void;
  onMessage: (message: Exclude<ProcessMessage, { type: "lines" | "ended" }>) => void;
  /** Called once, when everything of the process is gone and all it wrote has been handled; `last` is what its end leads to. */
  onEnded: (end: ProcessEnd, last: Step) => void;
}

/** Starts the process. */
export function openLink(options: LinkOptions): Link {
  const { codec } = options;
  let state: CodecState | "starting" = "starting";
  let alarm: NodeJS.Timeout | undefined;

  const feed = options.intake.open({
    onLines: (lines) => handle(lines.map((line) => codec.receive(line))),
    setPaused: (paused) => process.setPaused(paused),
  });
  const process = options.host.start(options.spec, receive);
  const ended = process.ended.then(async (end) => {
    await feed.drained();
    feed.close();
    wakeIn(null);
    options.onEnded(end, codec.exit(end));
    return end;
  });
  function receive(message: ProcessMessage): void {
    if (message.type === "lines") return feed.push(message.lines);
    if (message.type !== "ended") options.onMessage(message);
  }

  function handle(steps: readonly Step[]): void {
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
      void feed.drained().then(() => set === alarm && handle([codec.wake?.() ?? NOTHING]));
    }, ms);
    alarm = set;
  }

  return {
    open: () => handle([codec.open()]),
    state: () => state,
    send: (intent) => handle([codec.send(intent)]),
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
