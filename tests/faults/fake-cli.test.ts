import type { FakeStep } from "@switchyard/testkit/fake-cli";
import { expect, test } from "vitest";
import { halfTurn, opening, shareFakeYard, turn } from "./fake-yard.ts";

const startFake = shareFakeYard();
const HANG: FakeStep = { do: "hang" };
const result = turn.slice(-1);
const answer = turn.slice(0, -1);

test.each<[string, FakeStep[], object]>([
  [
    "exits with a code in mid-stream",
    [
      { do: "stderr", text: "out of luck\n" },
      { do: "exit", code: 7 },
    ],
    { message: "Claude Code exited with code 7.", detail: "out of luck" },
  ],
  ["exits with 0 and no result", [{ do: "exit", code: 0 }], { message: "Claude Code exited with code 0." }],
  [
    "kills itself in mid-stream",
    [{ do: "signalSelf", signal: "SIGSEGV" }],
    { message: "Claude Code was ended by SIGSEGV." },
  ],
  [
    "ends in the midst of a line",
    [...answer.slice(halfTurn.length), { do: "write", text: '{"type":"result","subtype":"succ' }],
    { message: "Claude Code exited with code 0." },
  ],
])("a CLI that %s fails its turn once, and what it said stays", async (_, end, error) => {
  await using fake = await startFake([...opening, ...halfTurn, ...end]);
  const ended = await fake.ended();
  expect(ended).toMatchObject({ stopReason: "process_exit", error: { code: "CLI_FAILED", ...error } });
  expect(fake.yard.text(fake.sessionId, 1)).toContain("word0 word1 ");
  await fake.expectSound();
});

test("a result ends the turn though the CLI never exits and hears no signal", async () => {
  await using fake = await startFake([{ do: "ignoreTerm" }, ...opening, ...turn, HANG]);
  expect((await fake.ended()).stopReason).toBe("end_turn");
  await fake.expectSound();
});

test("two results for one turn end it once", async () => {
  await using fake = await startFake([...opening, ...turn, ...result, ...result, HANG]);
  expect((await fake.ended()).stopReason).toBe("end_turn");
  await fake.expectSound();
});

test("a result without a word before it ends the turn with its text", async () => {
  await using fake = await startFake([...opening, ...turn.slice(0, 1), ...result, HANG]);
  expect((await fake.ended()).stopReason).toBe("end_turn");
  expect(fake.yard.text(fake.sessionId, 1)).toBe("word0 word1 word2 ");
  await fake.expectSound();
});

test("noise and broken lines between all others are told, and change nothing", async () => {
  const noise: FakeStep[] = [
    { do: "write", text: "Loaded cached credentials.\n\n" },
    { do: "write", text: '{"type":"assistant","message":\n{"type":"from_the_future"}\n[]\n' },
  ];
  const noisy = [...opening, ...turn].flatMap((step) => (step.do === "line" ? [...noise, step] : [step]));
  await using fake = await startFake([...noisy, HANG]);
  expect((await fake.ended()).stopReason).toBe("end_turn");
  expect(fake.yard.text(fake.sessionId, 1)).toBe("word0 word1 word2 ");
  const codes = fake.yard.client
    .received("agent-chunk")
    .flatMap((chunk) => (chunk.type === "notice" ? [chunk.code] : []));
  expect(codes).toContain("noise");
  expect(codes.filter((code) => code === "protocol_error")).toHaveLength(1);
  await fake.expectSound();
});

test("line ends of Windows, a byte order mark, a line separator and broken UTF-8 are read as they are meant", async () => {
  const odd = turn.map((step): FakeStep => {
    if (step.do !== "line") return step;
    const line = step.line.replaceAll("word0", "word\u20280");
    const [before, after] = line.split("word1");
    if (after === undefined || line.includes("0 ")) return { ...step, line, end: "\r\n" };
    const bytes = [Buffer.from(`${before}word`), Buffer.from([0xff]), Buffer.from(`1${after}\n`)];
    return { do: "bytes", base64: Buffer.concat(bytes).toString("base64") };
  });
  await using fake = await startFake([{ do: "write", text: "\uFEFF" }, ...opening, ...odd, HANG]);
  expect((await fake.ended()).stopReason).toBe("end_turn");
  expect(fake.yard.text(fake.sessionId, 1)).toContain("word\u20280 word\uFFFD1 ");
  await fake.expectSound();
});

test("a line that is too long to read is set aside, and the turn goes on", async () => {
  const big: FakeStep = { do: "bigLine", bytes: 20 * 1024 * 1024 };
  await using fake = await startFake([...opening, ...halfTurn, big, ...turn.slice(halfTurn.length), HANG]);
  expect((await fake.ended()).stopReason).toBe("end_turn");
  const notice = await fake.yard.chunk(fake.sessionId, "notice", ({ code }) => code === "oversize");
  expect(notice.truncated?.bytes).toBe(20 * 1024 * 1024);
  expect(fake.yard.text(fake.sessionId, 1)).toBe("word0 word1 word2 ");
  await fake.expectSound();
});

test("a flood on stderr is drained while the turn goes on", async () => {
  const flood: FakeStep = { do: "floodStderr", bytes: 30 * 1024 * 1024 };
  await using fake = await startFake([...opening, ...halfTurn, flood, ...turn.slice(halfTurn.length), HANG]);
  expect((await fake.ended()).stopReason).toBe("end_turn");
  expect(fake.yard.client.received("agent-stderr").length).toBeLessThan(10_000);
  await fake.expectSound();
});

test("a CLI that has closed its input between turns gets the next message in vain, and the one after goes to another", async () => {
  await using fake = await startFake(
    [...opening, ...turn, { do: "closeStdin" }, HANG],
    [...opening, ...turn, HANG],
  );
  const { yard, sessionId } = fake;
  await fake.ended();
  await yard.client.call("sendAgentMessage", { sessionId, message: "x".repeat(1024 * 1024) });
  await yard.client.call("interruptAgentSession", { sessionId });
  expect((await yard.ended(sessionId, 2)).stopReason).toBe("interrupted");
  expect((await yard.say(sessionId, "are you there?")).stopReason).toBe("end_turn");
  await fake.expectSound();
});

test("a CLI that never reads its input blocks nobody", async () => {
  await using fake = await startFake([HANG]);
  const { yard, sessionId } = fake;
  await yard.client.call("sendAgentMessage", { sessionId, message: "x".repeat(4 * 1024 * 1024) });
  const health = await fetch(`http://127.0.0.1:${yard.bridge.port}/healthz`);
  expect(health.status).toBe(200);
  await yard.client.call("interruptAgentSession", { sessionId });
  expect((await fake.ended()).stopReason).toBe("interrupted");
  await fake.expectSound();
});

test("a CLI that closes its output and lives on can be stopped", async () => {
  await using fake = await startFake([...opening, ...halfTurn, { do: "closeStdout" }, HANG]);
  await fake.yard.said(fake.sessionId, 1, "word1");
  await fake.expectSound();
  expect((await fake.ended()).stopReason).toBe("interrupted");
});

test.each([
  ["in its group", false],
  ["in a session of its own", true],
])("what an exited CLI left behind %s, holding its output, is ended with it", async (_, inOwnSession) => {
  const left: FakeStep = { do: "fork", inOwnSession, holdsStdout: true };
  await using fake = await startFake([...opening, left, ...halfTurn, { do: "exit", code: 3 }]);
  expect((await fake.ended()).error?.message).toContain("code 3");
  const told = fake.yard.client
    .received("agent-chunk")
    .filter((chunk) => chunk.type === "notice" && chunk.code === "orphans_ended");
  expect(told).toHaveLength(inOwnSession ? 1 : 0);
  await fake.expectSound();
});

test("a CLI that dies before it has answered fails the turn, and the next message starts another", async () => {
  await using fake = await startFake(
    [
      { do: "stderr", text: "no\n" },
      { do: "exit", code: 1 },
    ],
    [...opening, ...turn, HANG],
  );
  expect(await fake.ended()).toMatchObject({ stopReason: "process_exit", error: { code: "CLI_FAILED" } });
  expect((await fake.yard.say(fake.sessionId, "again")).stopReason).toBe("end_turn");
  await fake.expectSound();
});
