import { tmpdir } from "node:os";
import { NOTHING, type Backend, type Codec } from "@switchyard/core/backend";
import { expect, test } from "vitest";
import { replayRecording } from "../transcript/replay.ts";
import { alarms, crashes, losses, playDamaged, strangers, surpluses } from "./damage.ts";
import { declaredFaults, probeFaults } from "./declared.ts";
import { drive } from "./driver.ts";
import type { Stage } from "./fixtures.ts";
import { backendOf, ENDED, RECORDING, SAID } from "./toy-backend.testkit.ts";

test("a recording plays again as it was", () => {
  const { events, steps } = replayRecording(backendOf(), RECORDING);
  expect(events).toEqual([SAID, ENDED]);
  expect(steps.map(({ writes }) => writes)).toEqual([["hello"], ["hi"], [], [], []]);
});

test.each([
  [
    "something else",
    { open: () => ({ events: [], writes: ["hi there"] }) },
    'Entry 2, "in": sent then: hello',
  ],
  ["nothing", { open: () => NOTHING }, "sent then, not written now: hello"],
  [
    "something more",
    { receive: () => ({ events: [], writes: ["more"] }) },
    "written now, not sent then: more",
  ],
  ["something at its end", { exit: () => ({ events: [], writes: ["bye"] }) }, "At the end: written now"],
])("a codec that writes %s than was sent then is found out", (_, wrong, expected) => {
  expect(() => replayRecording(backendOf(wrong), RECORDING)).toThrow(expected);
});

test("a codec that keeps the contract stands every damage", () => {
  for (const ways of [crashes, surpluses, losses, alarms, strangers]) {
    for (const { run } of ways(RECORDING)) expect(() => playDamaged(backendOf(), run)).not.toThrow();
  }
});

test.each([
  ["nothing, where all is well", {}, []],
  ["another version of the interface", { apiVersion: 2 }, ["apiVersion"]],
  ["an id that is none", { id: "Not a slug" }, ["id"]],
  ["a program without a version to ask for", { program: { command: "toy" } }, ["program.versionArgs"]],
  [
    "an override of its program that is none",
    { program: { ...backendOf().program, environmentOverride: "" } },
    ["program.environmentOverride"],
  ],
  ["what it cannot do, left out", { capabilities: { live: true } }, ["capabilities.resume"]],
])("of what a backend says, a bridge refuses %s", (_, wrong, places) => {
  const faults = declaredFaults({ ...backendOf(), ...wrong });
  expect(faults.length === 0).toBe(places.length === 0);
  for (const place of places) expect(faults).toContainEqual(expect.stringContaining(`${place}: `));
});

test("a probe that throws, or answers late or in another shape, is found out", () => {
  expect(probeFaults(backendOf())).toEqual([]);
  const throws: Backend["probe"] = () => {
    throw new SyntaxError("no JSON");
  };
  const thrown = probeFaults({ ...backendOf(), probe: throws });
  expect(thrown).toContainEqual(expect.stringContaining("SyntaxError"));
  const late = Object.assign(backendOf(), { probe: () => Promise.resolve({}) });
  expect(probeFaults(late)).toContainEqual(expect.stringContaining("version: "));
});

test("an alarm rings only where one was set", () => {
  let rung = 0;
  const wake = () => {
    rung += 1;
    return NOTHING;
  };
  for (const { run } of alarms(RECORDING)) playDamaged(backendOf({ wake }), run);
  expect(rung).toBe(0);
  const open = () => ({ events: [], writes: [], wakeMs: 5 });
  for (const { run } of alarms(RECORDING)) playDamaged(backendOf({ wake, open }), run);
  expect(rung).toBeGreaterThan(0);
});

test.each<[string, Partial<Codec>, string]>([
  ["ends a turn twice", { receive: () => ({ events: [ENDED], writes: [] }) }, "Told outside any turn"],
  ["speaks outside any turn", { open: () => ({ events: [SAID], writes: [] }) }, "Told outside any turn"],
  ["writes when all is over", { exit: () => ({ events: [], writes: ["x"] }) }, "Written after the end"],
  [
    "begins a turn inside a turn",
    { receive: () => ({ events: [{ type: "turn_started", content: "", by: "agent" }], writes: [] }) },
    "while one was open",
  ],
  [
    "ends a call that it has not begun",
    {
      receive: () => ({
        events: [{ type: "tool_call_update", content: "", toolCallId: "1", status: "completed" }],
        writes: [],
      }),
    },
    "No such call runs",
  ],
  ["breaks a line", { open: () => ({ events: [], writes: ["a\nb"] }) }, "A line with a line break"],
  [
    "tells what is no chunk",
    {
      receive: () => ({
        events: [{ type: "plan", content: "", entries: [{ content: 1 } as never] }],
        writes: [],
      }),
    },
    "invalid_type",
  ],
])("a codec that %s is found out", (_, wrong, expected) => {
  expect(() => playDamaged(backendOf(wrong), RECORDING)).toThrow(expected);
});

test("a driver takes what is told before it writes, and its recording plays again", async () => {
  const taken: string[] = [];
  const backend = backendOf({
    open: () => ({
      get events() {
        taken.push("events");
        return [];
      },
      get writes() {
        taken.push("writes");
        return ["hello"];
      },
    }),
    send: ({ type }) => ({ events: [], writes: type === "prompt" ? ["said", "end"] : [] }),
    receive: (line) => ({ events: line === "said" ? [SAID] : line === "end" ? [ENDED] : [], writes: [] }),
  });
  const stage: Stage = {
    program: "/bin/cat",
    cwd: tmpdir(),
    env: {},
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const process = drive(backend, stage);
  await using _ = process;
  expect(taken.slice(0, 2)).toEqual(["events", "writes"]);
  process.prompt("hi");
  await process.next("turn_ended");
  await process[Symbol.asyncDispose]();
  expect(process.events).toEqual([SAID, ENDED]);
  const heard = process.recording.filter(({ dir }) => dir === "out").map(({ line }) => line);
  expect(heard).toEqual(["hello", "said", "end"]);
  expect(process.recording.map(({ dir }) => dir)).toEqual(
    expect.arrayContaining(["start", "in", "intent", "out", "exit"]),
  );
  expect(replayRecording(backend, process.recording).events).toEqual(process.events);
});
