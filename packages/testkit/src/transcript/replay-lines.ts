import assert from "node:assert/strict";
import type {
  Backend,
  Codec,
  ConversationInput,
  Intent,
  RecordingEntry,
  Step,
} from "@switchyard/core/backend";
import { outcomeOf } from "./play.ts";
import type { Replayed } from "./replay.ts";

/** How one backend's recordings without starts and intents are read. */
export interface LineReading {
  /** How the recorded conversation was opened. */
  readonly input: ConversationInput;
  /** What was wanted by a line that was sent and does not follow from what was received; `serial` is new each time. */
  readonly meaning: (line: string, serial: number) => Intent;
  /** A line without the ids that each side mints for itself. */
  readonly bare: (line: string) => unknown;
  /** Those ids, by what they name. */
  readonly ids: (line: string) => Readonly<Record<string, string | undefined>>;
}

/**
 * Plays a recording of what was sent and received: what was sent becomes intents, and the codec has to
 * write just that, with ids of its own.
 * @throws {Error} where it writes something else, something more, or less
 */
export function replayLines(
  backend: Backend,
  entries: readonly RecordingEntry[],
  reading: LineReading,
): Replayed {
  const player = new Player(backend.codec(reading.input, backend.config.parse({})), reading);
  player.open();
  for (const entry of entries) {
    if (entry.dir === "in") player.sent(entry.line);
    if (entry.dir === "out") player.received(entry.line);
    if (entry.dir === "exit") player.exit(entries, entry.line);
  }
  return { steps: player.steps, events: player.steps.flatMap(({ events }) => events) };
}

class Player {
  readonly steps: Step[] = [];
  readonly #codec: Codec;
  readonly #reading: LineReading;
  /** What the codec has written and the recording has not come to. */
  #due: string[] = [];
  /** Recorded ids, and the codec's own for them. */
  readonly #names = new Map<string, string>();

  constructor(codec: Codec, reading: LineReading) {
    this.#codec = codec;
    this.#reading = reading;
  }

  open(): void {
    this.#take(this.#codec.open());
  }

  sent(line: string): void {
    if (this.#due.length === 0) {
      const intent = this.#reading.meaning(line, this.steps.length);
      this.#take(this.#codec.send(intent));
      // A codec may end a turn by itself that the program has not begun.
      if (this.#due.length === 0 && intent.type === "interrupt") return;
    }
    const written = this.#due.shift();
    assert.ok(written !== undefined, `sent then, not written now: ${line}`);
    assert.deepEqual(this.#reading.bare(written), this.#reading.bare(line));
    const own = this.#reading.ids(written);
    for (const [name, was] of Object.entries(this.#reading.ids(line))) {
      const is = own[name];
      if (was !== undefined && is !== undefined) this.#names.set(was, is);
    }
  }

  received(line: string): void {
    const named = [...this.#names].reduce((text, [was, is]) => text.replaceAll(`"${was}"`, `"${is}"`), line);
    this.#take(this.#codec.receive(named));
  }

  exit(entries: readonly RecordingEntry[], line: string): void {
    this.#take(this.#codec.exit(outcomeOf(entries, line)));
    assert.deepEqual(this.#due, [], "written now, not sent then");
  }

  #take(step: Step): void {
    this.steps.push(step);
    this.#due.push(...step.writes);
  }
}
