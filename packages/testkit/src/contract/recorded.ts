import type { Backend, RecordingEntry } from "@switchyard/core/backend";
import { expect, test } from "vitest";
import { codecOf, runsOf, stepOf } from "../transcript/play.ts";
import { replayRecording } from "../transcript/replay.ts";
import { alarms, crashes, type Damaged, losses, playDamaged, strangers, surpluses } from "./damage.ts";
import type { ContractFixtures } from "./fixtures.ts";
import { isRequest, isResolved } from "./ledger.ts";
import { LIMIT } from "./limit.ts";
import type { Kept } from "./rig.ts";

/** What must hold over every recording, and over whatever may happen to one. */
export function testRecorded(backend: Backend, all: () => readonly Kept[], fixtures: ContractFixtures): void {
  test("there are recordings to prove the codec by", () => {
    expect(all().length).toBeGreaterThan(0);
    expect(all().some(({ entries }) => entries.some(({ dir }) => dir === "in"))).toBe(true);
  });

  test("each recording plays again exactly: the same writes, the same events", () => {
    each(all(), ({ entries, events }) => {
      const replayed = replayRecording(backend, entries);
      expect(replayRecording(backend, entries)).toEqual(replayed);
      expect(replayed.events).toEqual(events ?? replayed.events);
    });
  });

  test("every turn ends at most once, and all that is told are chunks", () => {
    expect(faults(backend, all(), (run) => [{ how: "as it is", run }])).toEqual([]);
  });

  test("nothing is written between a request and its answer", () => {
    each(all(), ({ entries }) => {
      for (const run of runsOf(entries)) expect(unasked(backend, run)).toEqual([]);
    });
  });

  test.each([
    ["it may crash at any step", crashes],
    ["any line may come twice", surpluses],
    ["any line may be lost", losses],
    ["an alarm may ring as early as it likes", alarms],
  ])("%s: nothing throws, and every turn ends at most once", LIMIT, (_, ways) => {
    expect(faults(backend, all(), ways)).toEqual([]);
  });

  test("messages that nobody knows change nothing", LIMIT, () => {
    each(all(), ({ entries }) => {
      for (const run of runsOf(entries)) {
        const usual = playDamaged(backend, run).filter(({ type }) => type !== "notice");
        for (const { how, run: odd } of strangers(run)) {
          const told = attempt(how, () => playDamaged(backend, odd));
          expect(
            told.filter(({ type }) => type !== "notice"),
            how,
          ).toEqual(usual);
        }
      }
    });
  });

  const { unknownRequest } = fixtures;
  if (unknownRequest === undefined) return;
  test("a request that it does not implement is answered, whenever it comes", () => {
    each(all(), ({ entries }) => {
      for (const run of runsOf(entries)) {
        for (const written of answersTo(backend, run, unknownRequest.line)) {
          expect(written).toContain(JSON.stringify(unknownRequest.id));
        }
      }
    });
  });
}

function each(all: readonly Kept[], check: (kept: Kept) => void): void {
  for (const kept of all) attempt(kept.name, () => check(kept));
}

/** What goes wrong in which of the ways that each recording may go. */
function faults(backend: Backend, all: readonly Kept[], ways: Ways): string[] {
  const found: string[] = [];
  for (const { name, entries } of all) {
    for (const { how, run } of runsOf(entries).flatMap((each) => [...ways(each)])) {
      try {
        playDamaged(backend, run);
      } catch (error) {
        found.push(`${name}, ${how}: ${String(error)}`);
      }
    }
  }
  return found;
}

type Ways = (run: readonly RecordingEntry[]) => Iterable<Damaged>;

/** Names what was tried where it fails. */
function attempt<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** What a codec wrote by itself while a request waited. */
function unasked(backend: Backend, run: readonly RecordingEntry[]): string[] {
  const codec = codecOf(backend, run);
  const waiting = new Set<string>();
  const written: string[] = [];
  for (const entry of run) {
    if (entry.dir === "intent") waiting.clear();
    const step = stepOf(codec, run, entry);
    for (const event of step?.events ?? []) {
      if (isRequest(event)) waiting.add(event.requestKey);
      if (isResolved(event)) waiting.delete(event.requestKey);
    }
    if (waiting.size > 0) written.push(...(step?.writes ?? []));
  }
  return written;
}

/** What is written as the answer to a request, behind each line of a run; not once it is given up. */
function answersTo(backend: Backend, run: readonly RecordingEntry[], line: string): string[] {
  const codec = codecOf(backend, run);
  const answers: string[] = [];
  for (const entry of run) {
    const step = stepOf(codec, run, entry);
    if (entry.dir === "exit" || step?.state === "unresumable") break;
    if (entry.dir === "out") answers.push(codec.receive(line).writes.join("\n"));
  }
  return answers;
}
