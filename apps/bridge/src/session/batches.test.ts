import { BackendId, PersonaId, type SessionId } from "@switchyard/core/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Batches, makeBatches, type Member } from "./batches.ts";
import { newRecord, type SessionRecord } from "./record.ts";

/** One that does what sessions do, as far as a batch can tell. */
interface Stub extends Member {
  readonly record: SessionRecord;
  open: boolean;
  queued: number;
  /** Its next turn waits for a budget. */
  isHeld?: boolean;
}

function scene(count: number, limit: number, how: { begins?: boolean; mayBegin?: () => boolean } = {}) {
  const touched: SessionId[] = [];
  const stubs: Stub[] = [];
  const batches: Batches = makeBatches({
    queued: (sessionId) => stubs.find(({ record }) => record.sessionId === sessionId)?.queued ?? 0,
    touch: (sessionId) => void touched.push(sessionId),
    mayBegin: how.mayBegin ?? (() => true),
  });
  for (let order = 0; order < count; order += 1) stubs.push(stub(order));
  for (const each of stubs) batches.adopt(each, { begins: how.begins ?? true });

  function stub(order: number): Stub {
    const record = newRecord({
      backendId: BackendId.parse("stub"),
      persona: PersonaId.parse("none"),
      cwd: "/",
      title: `${order}`,
      batch: { batchId: "b", limit, order, hasBegun: false },
    });
    const made: Stub = {
      record,
      open: false,
      queued: 1,
      isRunning: () => made.open,
      hold: () => (made.isHeld === true ? BUDGET : null),
      goOn() {
        if (made.open || made.queued === 0 || record.stopped) return;
        made.queued -= 1;
        begin(made);
      },
      setBatch(batch) {
        record.batch = batch;
        batches.changed(made);
      },
    };
    return made;
  }

  function begin(made: Stub): void {
    made.open = true;
    made.record.turn += 1;
    batches.changed(made);
  }

  return {
    batches,
    stubs,
    touched,
    begin,
    end(made: Stub) {
      made.open = false;
      batches.changed(made);
    },
    stop(made: Stub) {
      made.open = false;
      made.record.stopped = true;
      batches.changed(made);
    },
    running: () => stubs.filter(({ open }) => open).map(({ record }) => record.title),
    places: () => stubs.map((each) => batches.view(each)?.place),
  };
}

const BUDGET = { reason: "bead_budget", resetsAt: null, goesOn: false } as const;

/** A batch looks when the step that told it of a change is over. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("so many begin at once, the others in their order as turns end", async () => {
  const { stubs, end, running, places } = scene(4, 2);
  expect(places()).toEqual([1, 2, 3, 4]);
  await settled();
  expect(running()).toEqual(["0", "1"]);
  expect(places()).toEqual([null, null, 1, 2]);
  end(stubs[1]!);
  await settled();
  expect(running()).toEqual(["0", "2"]);
  expect(stubs.map(({ record }) => record.batch?.hasBegun)).toEqual([true, true, true, false]);
  end(stubs[0]!);
  end(stubs[2]!);
  await settled();
  expect(running()).toEqual(["3"]);
  expect(places()).toEqual([null, null, null, null]);
});

test("a higher limit has more begin at once, a lower one interrupts nobody", async () => {
  const { batches, stubs, end, running } = scene(5, 1);
  await settled();
  batches.update("b", { limit: 3 });
  await settled();
  expect(running()).toEqual(["0", "1", "2"]);
  expect(stubs.every(({ record }) => record.batch?.limit === 3)).toBe(true);
  batches.update("b", { limit: 1 });
  end(stubs[0]!);
  await settled();
  expect(running()).toEqual(["1", "2"]);
});

test("those of an earlier life of the bridge wait until the user lets them go on", async () => {
  const { batches, stubs, running } = scene(2, 2, { begins: false });
  await settled();
  expect(running()).toEqual([]);
  expect(batches.view(stubs[1]!)).toEqual({ batchId: "b", limit: 2, order: 2, place: 2, isHeld: true });
  batches.update("b", { isHeld: false });
  await settled();
  expect(running()).toEqual(["0", "1"]);
  expect(batches.view(stubs[1]!)).toEqual({ batchId: "b", limit: 2, order: 2, place: null, isHeld: false });
});

test("a fault that the next would meet too holds the line, another one does not", async () => {
  const { batches, stubs, end, running } = scene(4, 1);
  await settled();
  batches.failed(stubs[0]!, "CLI_FAILED");
  end(stubs[0]!);
  await settled();
  expect(running()).toEqual(["1"]);
  batches.failed(stubs[1]!, "CLI_NOT_LOGGED_IN");
  end(stubs[1]!);
  await settled();
  expect(running()).toEqual([]);
  expect(batches.view(stubs[2]!)).toMatchObject({ place: 1, isHeld: true });
});

test("who waits for a budget keeps its place, and those behind it go ahead", async () => {
  const { batches, stubs, running, places } = scene(3, 1);
  stubs[0]!.isHeld = true;
  await settled();
  expect([running(), places()]).toEqual([["1"], [1, null, 2]]);
  stubs[0]!.isHeld = false;
  batches.update("b", { limit: 2 });
  await settled();
  expect(running()).toEqual(["0", "1"]);
});

test("a line that a usage limit holds goes on with the session that does so by itself, unless the user holds it", async () => {
  const { batches, stubs, begin, end, running } = scene(3, 1);
  await settled();
  batches.failed(stubs[0]!, "RATE_LIMITED");
  end(stubs[0]!);
  await settled();
  expect(running()).toEqual([]);
  begin(stubs[0]!);
  batches.limitOver(stubs[0]!);
  end(stubs[0]!);
  await settled();
  expect(running()).toEqual(["1"]);
  batches.update("b", { isHeld: true });
  batches.limitOver(stubs[0]!);
  end(stubs[1]!);
  await settled();
  expect(running()).toEqual([]);
});

test("nothing begins where there is no room for it, until there is", async () => {
  let hasRoom = false;
  const { batches, running } = scene(2, 1, { mayBegin: () => hasRoom });
  await settled();
  expect(running()).toEqual([]);
  hasRoom = true;
  batches.look();
  await settled();
  expect(running()).toEqual(["0"]);
});

test("nothing begins any more once the bridge ends", async () => {
  const { batches, stubs, end, running } = scene(3, 1);
  await settled();
  batches.close();
  end(stubs[0]!);
  await settled();
  expect(running()).toEqual([]);
  expect(stubs[1]?.queued).toBe(1);
});

test("a batch that is gone with its last session is not found", () => {
  const { batches, stubs } = scene(1, 1);
  batches.forget(stubs[0]!);
  expect(() => batches.update("b", { limit: 2 })).toThrow("There is no such batch any more.");
});

const step = fc.record({
  what: fc.constantFrom("end", "stop", "begin", "withdraw", "limit", "hold", "goOn", "forget"),
  which: fc.nat(7),
});
const size = { count: fc.integer({ min: 1, max: 8 }), limit: fc.integer({ min: 1, max: 4 }) };

test("whatever happens, no more than the limit begin, in their order, and none is forgotten", async () => {
  const steps = fc.array(step, { maxLength: 40 });
  const whole = fc.asyncProperty(fc.record(size), steps, async ({ count, limit }, taken) => {
    const story = makeStory(count, limit);
    for (const each of taken) {
      // oxlint-disable-next-line no-await-in-loop -- one step after the other
      expect(await story.take(each)).toEqual([]);
    }
  });
  await fc.assert(whole, { numRuns: 300 });
});

/** A batch to which things happen; each step gives what is wrong after it. */
function makeStory(count: number, firstLimit: number) {
  const { batches, stubs, begin, end, stop } = scene(count, firstLimit);
  const gone = new Set<Stub>();
  /** Had its first turn because the user said so. */
  const byHand = new Set<Stub>();
  let limit = firstLimit;

  const there = (): Stub[] => stubs.filter((each) => !gone.has(each));
  const placeOf = (each: Stub): number | null => batches.view(each)?.place ?? null;
  const isHeld = (): boolean => there().some((each) => batches.view(each)?.isHeld);

  function change(what: string, made: Stub, which: number): void {
    if (what === "end") end(made);
    if (what === "stop") stop(made);
    if (what === "begin" && !made.open && !made.record.stopped) {
      if (made.record.turn === 0) byHand.add(made);
      begin(made);
    }
    if (what === "withdraw" && made.record.turn === 0) {
      made.queued = 0;
      batches.changed(made);
    }
    if (what === "limit") batches.update("b", { limit: (limit = (which % 4) + 1) });
    if (what === "hold") batches.update("b", { isHeld: true });
    if (what === "goOn") batches.update("b", { isHeld: false });
    if (what === "forget") {
      stop(made);
      batches.forget(made);
      gone.add(made);
    }
  }

  return {
    async take({ what, which }: { what: string; which: number }): Promise<string[]> {
      const made = there()[which % there().length];
      if (made === undefined) return [];
      const [wasHeld, before] = [isHeld(), there().filter(({ open }) => open)];
      change(what, made, which);
      await settled();

      const open = there().filter((each) => each.open);
      const line = there().filter((each) => placeOf(each) !== null);
      const began = open.filter((each) => !before.includes(each) && each !== made);
      const firstInLine = there().findIndex((each) => placeOf(each) === 1);
      const behind = firstInLine === -1 ? [] : there().slice(firstInLine);
      const wrong = {
        "who waits has had its say or was stopped": line.some(
          ({ queued, record }) => queued !== 1 || record.turn > 0 || record.stopped,
        ),
        "the line has gaps": line.some((each, at) => placeOf(each) !== at + 1),
        "more began than may": began.length > 0 && open.length > limit,
        "fewer run than may": line.length > 0 && !isHeld() && open.length < limit,
        "one began though the line is held": began.length > 0 && wasHeld && isHeld(),
        "one began ahead of its turn": behind.some((each) => each.record.turn > 0 && !byHand.has(each)),
      };
      return Object.entries(wrong).flatMap(([name, isSo]) => (isSo ? [name] : []));
    },
  };
}
