import {
  NOTHING,
  RecordedExit,
  RecordedIntent,
  RecordedStart,
  type Backend,
  type Codec,
  type ExitOutcome,
  type RecordingEntry,
  type Step,
} from "@switchyard/core/backend";

/** The runs of a recording, one for each process that was started. */
export function runsOf(entries: readonly RecordingEntry[]): RecordingEntry[][] {
  const runs: RecordingEntry[][] = [];
  for (const entry of entries) {
    if (entry.dir === "start" || runs.length === 0) runs.push([]);
    runs.at(-1)?.push(entry);
  }
  return runs;
}

/** The codec of a run, from the `start` that it begins with. */
export function codecOf(backend: Backend, run: readonly RecordingEntry[]): Codec {
  const [first] = run;
  if (first?.dir !== "start") throw new Error("A run begins with its start.");
  return backend.codec(RecordedStart.parse(JSON.parse(first.line)), backend.config.parse({}));
}

/** What an entry leads to; null: it is not for the codec (what was sent, stderr). */
export function stepOf(codec: Codec, run: readonly RecordingEntry[], entry: RecordingEntry): Step | null {
  switch (entry.dir) {
    case "start":
      return codec.open();
    case "intent":
      return codec.send(RecordedIntent.parse(JSON.parse(entry.line)));
    case "out":
      return codec.receive(entry.line);
    case "wake":
      return codec.wake?.() ?? NOTHING;
    case "exit":
      return codec.exit(outcomeOf(run, entry.line));
    case "in":
    case "err":
      return null;
  }
}

/** How a run ended, as the codec is told it. */
export function outcomeOf(run: readonly RecordingEntry[], exitLine: string): ExitOutcome {
  const { stderrTail, ...exit } = RecordedExit.parse(JSON.parse(exitLine));
  return { ...exit, stderrTail: stderrTail ?? stderrOf(run) };
}

function stderrOf(run: readonly RecordingEntry[]): string {
  return run
    .filter(({ dir }) => dir === "err")
    .map(({ line }) => line)
    .join("\n");
}
