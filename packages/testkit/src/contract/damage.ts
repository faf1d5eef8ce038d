import { RecordedIntent, type AgentEvent, type Backend, type RecordingEntry } from "@switchyard/core/backend";
import { codecOf, stepOf } from "../transcript/play.ts";
import { Ledger } from "./ledger.ts";

/**
 * Plays a run that went otherwise than recorded. Intents are given as the bridge would give them: no prompt
 * while a turn is open, no answer to a request that nobody made. What the codec writes is its own affair.
 * @returns what was told
 * @throws {Error} where the codec throws, or tells what does not fit into the bridge's books
 */
export function playDamaged(backend: Backend, run: readonly RecordingEntry[]): AgentEvent[] {
  const codec = codecOf(backend, run);
  const ledger = new Ledger();
  const events: AgentEvent[] = [];
  let isUnresumable = false;

  for (const entry of [...run, ...(run.at(-1)?.dir === "exit" ? [] : [CRASH])]) {
    const isExit = entry.dir === "exit";
    if (isUnresumable && !isExit) continue;
    if (entry.dir === "intent" && !ledger.allows(RecordedIntent.parse(JSON.parse(entry.line)))) continue;
    if (entry.dir === "wake" && !ledger.isAlarmSet) continue;
    if (entry.dir === "wake") ledger.woken();
    const step = stepOf(codec, run, entry);
    if (step === null) continue;
    events.push(...step.events);
    if (isExit) ledger.takeLast(step);
    else ledger.take(step);
    isUnresumable ||= step.state === "unresumable";
  }
  return events;
}

/** A process that ends by itself without a word. */
export const CRASH: RecordingEntry = { t: 0, dir: "exit", line: '{"code":1,"signal":null,"stderrTail":""}' };
const KILLED: RecordingEntry = { ...CRASH, line: '{"code":null,"signal":"SIGKILL","stderrTail":""}' };

/** A run that was damaged, and how, in words. */
export interface Damaged {
  readonly how: string;
  readonly run: readonly RecordingEntry[];
}

/** The process ends after each entry, by itself and by a signal. */
export function* crashes(run: readonly RecordingEntry[]): Generator<Damaged> {
  for (const [index, entry] of run.entries()) {
    if (!STEPS.has(entry.dir)) continue;
    const kept = run.slice(0, index + 1);
    yield { how: `it ends after ${named(entry, index)}`, run: [...kept, CRASH] };
    yield { how: `it is killed after ${named(entry, index)}`, run: [...kept, KILLED] };
  }
}

/** Each line comes twice, alone and with all others. */
export function* surpluses(run: readonly RecordingEntry[]): Generator<Damaged> {
  for (const [index, entry] of outs(run)) {
    yield { how: `twice: ${named(entry, index)}`, run: run.toSpliced(index, 0, entry) };
  }
  yield {
    how: "every line comes twice",
    run: run.flatMap((entry) => (entry.dir === "out" ? [entry, entry] : [entry])),
  };
}

/** Each line is lost. */
export function* losses(run: readonly RecordingEntry[]): Generator<Damaged> {
  for (const [index, entry] of outs(run)) {
    yield { how: `lost: ${named(entry, index)}`, run: run.toSpliced(index, 1) };
  }
}

/** An alarm rings as early as it can, behind each entry. */
export function* alarms(run: readonly RecordingEntry[]): Generator<Damaged> {
  for (const [index, entry] of run.entries()) {
    if (!STEPS.has(entry.dir)) continue;
    yield {
      how: `its alarm rings after ${named(entry, index)}`,
      run: run.toSpliced(index + 1, 0, { ...entry, dir: "wake", line: "" }),
    };
  }
}

/** Messages that no one knows stand between all others. */
export function* strangers(run: readonly RecordingEntry[]): Generator<Damaged> {
  for (const line of UNKNOWN) {
    const between = run.flatMap((entry) => (entry.dir === "out" ? [entry, { ...entry, line }] : [entry]));
    yield { how: `between all lines: ${line}`, run: between };
  }
}

const UNKNOWN = [
  '{"type":"from_the_future","subtype":"news","content":[1,2]}',
  '{"jsonrpc":"2.0","method":"from/the_future","params":{"sessionId":"none"}}',
  '{"jsonrpc":"2.0","id":"nobody-asked","result":{}}',
  "Loaded what nobody asked for.",
  '{"jsonrpc":"2.0","method":"session/upd',
  "[]",
  "null",
];

const STEPS: ReadonlySet<RecordingEntry["dir"]> = new Set(["start", "intent", "out", "wake"]);

function outs(run: readonly RecordingEntry[]): [number, RecordingEntry][] {
  return [...run.entries()].filter(([, { dir }]) => dir === "out");
}

function named({ dir, line }: RecordingEntry, index: number): string {
  return `entry ${index + 1} (${dir} ${line.slice(0, 300)})`;
}
