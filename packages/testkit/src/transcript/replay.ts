import type { AgentEvent, Backend, RecordingEntry, Step } from "@switchyard/core/backend";
import { codecOf, runsOf, stepOf } from "./play.ts";

/** What a recording led to, run after run. */
export interface Replayed {
  readonly steps: readonly Step[];
  readonly events: readonly AgentEvent[];
}

/**
 * Plays a recording that has its starts and intents through the backend's codec.
 * @throws {Error} where the codec writes something else than was sent then, something more, or less
 */
export function replayRecording(backend: Backend, entries: readonly RecordingEntry[]): Replayed {
  const steps = runsOf(entries).flatMap((run) => replayRun(backend, run));
  return { steps, events: steps.flatMap(({ events }) => events) };
}

function replayRun(backend: Backend, run: readonly RecordingEntry[]): Step[] {
  const codec = codecOf(backend, run);
  const steps: Step[] = [];
  let due: readonly string[] = [];
  for (const [index, entry] of run.entries()) {
    const where = `Entry ${index + 1}, "${entry.dir}"`;
    if (entry.dir === "in") {
      const [next, ...rest] = due;
      if (next === undefined) throw new Error(`${where}: sent then, not written now: ${entry.line}`);
      if (next !== entry.line) throw new Error(`${where}: sent then: ${entry.line}\nwritten now: ${next}`);
      due = rest;
      continue;
    }
    const step = stepOf(codec, run, entry);
    if (step === null) continue;
    if (due.length > 0) throw new Error(`${where}: before it, written now, not sent then: ${due.join("\n")}`);
    due = step.writes;
    steps.push(step);
  }
  if (due.length > 0) throw new Error(`At the end: written now, not sent then: ${due.join("\n")}`);
  return steps;
}
