import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Log, openLog } from "@switchyard/bridge/log";
import { pino } from "pino";
import { expect, test } from "vitest";
import { processesOf, type Yard } from "../integration/yard.ts";
import { startCliYard } from "./cli-yard.ts";
import { expectSound, expectWhole, wholeLog } from "./whole-log.ts";

const STUBBORN = "[[stubborn]] [[child]] [[words 3]] [[hang]]";

// One handler hears all three: what is stored of each kind of session is looked at behind one of them.
test("a bridge that gets SIGTERM ends what its sessions started, however stubborn, says what it cut, and closes its sockets", async () => {
  await using yard = await startCliYard();
  const stubborn = await yard.start({ prompt: STUBBORN });
  const asking = await yard.start({ prompt: "[[words 3]] [[ask]]" });
  const idle = await yard.start({ prompt: "[[words 3]]" });
  await yard.chunk(stubborn, "agent_message");
  await yard.chunk(asking, "permission_request");
  await yard.ended(idle, 1);
  await expectEnd(yard, "SIGTERM", "2 open turns were cut");

  await using next = await startCliYard({ home: yard.bridge.home });
  for (const id of [stubborn, asking, idle]) {
    const log = await wholeLog(next, id);
    expectWhole(log);
    const end = log.findLast(({ type }) => type === "turn_ended");
    expect(end).toMatchObject({ stopReason: id === idle ? "end_turn" : "process_exit" });
  }
  const resolved = (await wholeLog(next, asking)).find(({ type }) => type === "permission_resolved");
  expect(resolved).toMatchObject({ decision: "cancelled", by: "session_end" });
});

test.each(["SIGINT", "SIGHUP"] as const)(
  "a bridge that gets %s ends what its sessions started, however stubborn, says what it cut, and closes its sockets",
  async (signal) => {
    await using yard = await startCliYard();
    const id = await yard.start({ prompt: STUBBORN });
    await yard.chunk(id, "agent_message");
    await expectEnd(yard, signal, "1 open turn was cut");
    const log = openLogOf(yard);
    const chunks = [...log.all(id)];
    await log.close();
    expectWhole(chunks);
    const end = chunks.findLast(({ type }) => type === "turn_ended");
    expect(end).toMatchObject({ stopReason: "process_exit" });
  },
);

test("twenty sessions of a killed bridge are all there, closed and with nothing left of them", async () => {
  await using yard = await startCliYard();
  const orders = ["[[words 200]]", "[[child]] [[words 3]] [[hang]]", "[[ask]]", "[[flood 20000]]"];
  const ids = await Promise.all(
    Array.from({ length: 20 }, (_, index) => yard.start({ prompt: orders[index % orders.length] ?? "" })),
  );
  await yard.client.chunks(ids[1] ?? ids[0] ?? raise(), (chunks) =>
    chunks.some(({ type }) => type === "agent_message"),
  );
  const seen = yard.client.received("agent-chunk");
  await yard.bridge.end("SIGKILL");
  await yard.client.closed;

  await using next = await startCliYard({ home: yard.bridge.home });
  expect(await processesOf(yard.bridge.home)).toEqual([]);
  for (const id of ids) {
    const log = await wholeLog(next, id);
    expectWhole(log);
    const own = seen.filter((chunk) => chunk.sessionId === id);
    expect(log.slice(0, own.length)).toEqual(own);
  }
});

test("a stranger that has the pid of a process that was left is not touched", async () => {
  await using yard = await startCliYard();
  const id = await yard.start({ prompt: "[[words 3]]" });
  await yard.ended(id, 1);
  await yard.bridge.end("SIGKILL");
  const stranger = spawn("sleep", ["600"], { stdio: "ignore", detached: true });
  await once(stranger, "spawn");
  const { pid } = stranger;
  if (pid === undefined) throw new Error("sleep did not start");
  const startTime = Number((await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ")[19]);
  const bootId = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
  // As if the pid had gone to another since: with the start of that one, of an earlier one, and of another boot.
  const log = openLogOf(yard);
  for (const [marker, identity] of Object.entries({
    "00000000-0000-4000-8000-00000000000a": { startTime, bootId },
    "00000000-0000-4000-8000-00000000000b": { startTime: startTime - 1, bootId },
    "00000000-0000-4000-8000-00000000000c": { startTime, bootId: "00000000-0000-4000-8000-000000000000" },
  })) {
    log.processes.add({ marker, sessionId: id, pid, ...identity });
  }
  await log.close();

  await using next = await startCliYard({ home: yard.bridge.home });
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  expect((await next.client.call("listSessions", {})).sessions).toHaveLength(1);
  await expectSound(next, id);
  stranger.kill("SIGKILL");
  await once(stranger, "exit");
});

/** Ends a bridge in its own way: it says what it cut, and nothing that it started outlives it. */
async function expectEnd({ bridge, client }: Yard, signal: NodeJS.Signals, report: string): Promise<void> {
  expect(await bridge.end(signal)).toEqual({ code: 0, signal: null });
  expect(bridge.stderr()).toContain(report);
  expect(await client.closed).toBe(1001);
  expect(await processesOf(bridge.home)).toEqual([]);
}

/** The log of a bridge that has ended. */
function openLogOf({ bridge }: Yard): Log {
  const file = join(bridge.home, "switchyard", "switchyard.db");
  return openLog({ file, now: Date.now, logger: pino({ level: "silent" }) });
}

function raise(): never {
  throw new Error("No session was started.");
}
