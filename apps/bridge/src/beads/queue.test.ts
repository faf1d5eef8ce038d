import { expect, test } from "vitest";
import { makeQueue } from "./queue.ts";

test("one runs after the other, and what a person waits for goes ahead", async () => {
  const desk = makeDesk();
  const done = [desk.add("a", false), desk.add("b", false), desk.add("c", true), desk.add("d", true)];
  expect(desk.started).toEqual(["a"]);
  await desk.endAll(done);
  expect(desk.started).toEqual(["a", "c", "d", "b"]);
});

test("after four that a person waits for, one of the background has its turn", async () => {
  const desk = makeDesk();
  const done = [desk.add("first", false), desk.add("b1", false), desk.add("b2", false)];
  done.push(...Array.from("123456789").map((name) => desk.add(name, true)));
  await desk.endAll(done);
  expect(desk.started.slice(1)).toEqual(["1", "2", "3", "4", "b1", "5", "6", "7", "8", "b2", "9"]);
});

test("equal jobs that wait are one, and are hurried by whoever waits; one that runs is not joined", async () => {
  const desk = makeDesk();
  const done = [desk.add("a", false), desk.add("x", false), desk.add("b", false), desk.add("b", true)];
  done.push(desk.add("a", false));
  const results = await desk.endAll(done);
  expect(desk.started).toEqual(["a", "b", "x", "a"]);
  expect(results).toEqual(["a#1", "x#3", "b#2", "b#2", "a#4"]);
});

test("a job that fails does not stop those behind it", async () => {
  const queue = makeQueue<string>();
  const failed = queue.add({ key: "a", isInteractive: true, work: () => Promise.reject(new Error("no")) });
  const next = queue.add({ key: "b", isInteractive: true, work: () => Promise.resolve("b") });
  await expect(failed).rejects.toThrow("no");
  expect(await next).toBe("b");
});

/** A queue of jobs that each end when the test says so. */
function makeDesk() {
  const queue = makeQueue<string>();
  const started: string[] = [];
  const ends: (() => void)[] = [];
  return {
    started,
    add: (name: string, isInteractive: boolean) =>
      queue.add({
        key: name,
        isInteractive,
        work: () => {
          started.push(name);
          const answer = `${name}#${started.length}`;
          return new Promise<string>((resolve) => ends.push(() => resolve(answer)));
        },
      }),
    async endAll(done: readonly Promise<string>[]): Promise<string[]> {
      const all = Promise.all(done);
      while (ends.length > 0) {
        expect(ends).toHaveLength(1);
        ends.shift()?.();
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await new Promise(setImmediate);
      }
      return all;
    },
  };
}
