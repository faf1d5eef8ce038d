import { constants } from "node:fs";
import { access, mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { expect, test, vi } from "vitest";
import { fixture, isAlive, pidsMarked, testHost } from "./process.testkit.ts";

const EOF = { graceful: "eof", graceMs: 5000 } as const;
const TERM = { graceful: "term", graceMs: 5000 } as const;
const IMPATIENT = { graceful: "term", graceMs: 50 } as const;

test("an exit is told with its code, its lines and its stderr without colours, the end last", async () => {
  await using host = await testHost();
  const run = host.start("exits-with-code.sh");
  const end = await run.handle.ended;
  expect(end).toEqual({
    reason: "exit",
    code: 3,
    signal: null,
    stderrTail: "it broke\n",
    orphansEnded: 0,
    survivors: [],
  });
  expect(run.lines()).toEqual(["one", "two"]);
  expect(run.messages[0]).toMatchObject({
    type: "started",
    identity: { pid: expect.any(Number) as unknown },
  });
  expect(run.messages).toContainEqual({ type: "stderr", line: "it broke" });
  expect(run.messages.filter((message) => message.type === "ended")).toEqual([{ type: "ended", end }]);
  expect(run.messages.at(-1)?.type).toBe("ended");
});

test("a process that is killed by a signal tells it, and what it wrote before", async () => {
  await using host = await testHost();
  const run = host.start("killed-by-segv.sh");
  expect(await run.handle.ended).toMatchObject({ reason: "exit", code: null, signal: "SIGSEGV" });
  expect(run.lines()).toEqual(["before"]);
});

test("closing the input ends a process that reads it, with its own exit code and everything it wrote", async () => {
  await using host = await testHost();
  const run = host.start("repeats-input.sh");
  run.handle.write(["--help", "$(id); `id`", "\u2028 é😀"]);
  expect(await run.handle.stop(EOF)).toMatchObject({ reason: "stop", code: 0, signal: null });
  expect(run.lines()).toEqual(["--help", "$(id); `id`", "\u2028 é😀"]);
});

test("TERM is a wish that a process may answer in its own way", async () => {
  await using host = await testHost();
  const run = host.start("ends-on-term.sh");
  await run.until(() => run.lines().includes("ready"));
  expect(await run.handle.stop(TERM)).toMatchObject({ reason: "stop", code: 143, signal: null });
});

test("a process that ignores TERM is killed after its grace", async () => {
  await using host = await testHost();
  const run = host.start("ignores-term.sh");
  await run.until(() => run.lines().includes("ready"));
  expect(await run.handle.stop(IMPATIENT)).toMatchObject({ reason: "stop", code: null, signal: "SIGKILL" });
});

test("a deadline kills at once, also one that is being asked politely; the first reason stays", async () => {
  await using host = await testHost();
  const [late, asked] = [host.start("ignores-term.sh"), host.start("ignores-term.sh")];
  await asked.until(() => asked.lines().includes("ready"));
  void asked.handle.stop({ graceful: "eof", graceMs: 3_600_000 });
  const ends = await Promise.all([late.handle.kill("deadline"), asked.handle.kill("deadline")]);
  expect(ends).toMatchObject([
    { reason: "deadline", signal: "SIGKILL" },
    { reason: "stop", signal: "SIGKILL" },
  ]);
});

test("a grandchild that holds stdout is ended with its leader, which does not wait for it", async () => {
  await using host = await testHost();
  const run = host.start("grandchild-holds-stdout.sh");
  expect(await run.handle.ended).toMatchObject({ reason: "exit", code: 0, survivors: [] });
  expect(run.lines()).toEqual(["started"]);
  expect(pidsMarked(run.handle.marker)).toEqual([]);
});

test("a grandchild in a session of its own is found by its marker when the leader has exited", async () => {
  await using host = await testHost();
  const run = host.start("grandchild-in-own-session.sh");
  await run.until(() => run.lines().length === 1);
  const grandchild = Number(run.lines()[0]);
  expect(isAlive(grandchild)).toBe(true);
  run.handle.closeInput();
  expect(await run.handle.ended).toMatchObject({ reason: "exit", code: 0, orphansEnded: 1, survivors: [] });
  expect(isAlive(grandchild)).toBe(false);
});

test("a grandchild that dropped the marker is ended with the group", async () => {
  await using host = await testHost();
  const run = host.start("grandchild-drops-marker.sh");
  await run.until(() => run.lines().length === 1);
  const grandchild = Number(run.lines()[0]);
  await run.handle.stop(EOF);
  // It was killed; that it is dead the system says when it gets to it.
  await vi.waitFor(() => expect(isAlive(grandchild)).toBe(false));
});

test("stopping five times, the first time during the start, ends once", async () => {
  await using host = await testHost();
  const runs = Array.from({ length: 20 }, () => host.start("grandchild-in-own-session.sh"));
  const ends = await Promise.all(
    runs.map((run) => Promise.all(Array.from({ length: 5 }, () => run.handle.stop(IMPATIENT)))),
  );
  for (const [index, run] of runs.entries()) {
    expect(new Set(ends[index]).size).toBe(1);
    expect(ends[index]?.[0]?.reason).toBe("stop");
    expect(run.messages.filter((message) => message.type === "ended")).toHaveLength(1);
    expect(pidsMarked(run.handle.marker)).toEqual([]);
  }
});

test("stopping what has ended already answers with how it ended", async () => {
  await using host = await testHost();
  const run = host.start("exits-with-code.sh");
  const end = await run.handle.ended;
  expect(await run.handle.stop(EOF)).toBe(end);
  expect(await run.handle.kill("deadline")).toBe(end);
  run.handle.write(["nobody reads this"]);
  run.handle.setPaused(true);
  run.handle.closeInput();
});

test("50 MB on stderr are drained: some lines are told, the tail is kept, stdout goes on", async () => {
  await using host = await testHost();
  const run = host.start("floods-stderr.sh");
  const end = await run.handle.ended;
  expect(run.lines()).toEqual(["done"]);
  expect(Buffer.byteLength(end.stderrTail)).toBe(64 * 1024);
  expect(end.stderrTail.endsWith("the last words\n")).toBe(true);
  const told = run.messages.filter((message) => message.type === "stderr").length;
  expect(told).toBeGreaterThanOrEqual(200);
  expect(told).toBeLessThan(10_000);
});

test("a half line at the end is kept apart", async () => {
  await using host = await testHost();
  const run = host.start("half-line.sh");
  await run.handle.ended;
  expect(run.lines()).toEqual(["whole"]);
  expect(run.messages).toContainEqual({ type: "half_line", line: "half" });
});

test("writing 5 MB to a process that does not read neither fails nor holds up the loop", async () => {
  await using host = await testHost();
  const run = host.start("never-reads-input.sh");
  await run.until(() => run.lines().includes("ready"));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  run.handle.write(["x".repeat(5_000_000)]);
  await run.until(() => run.messages.some((message) => message.type === "input_waiting" && message.waiting));
  expect(await run.handle.stop(IMPATIENT)).toMatchObject({ reason: "stop" });
  delay.disable();
  expect(delay.max / 1e6).toBeLessThan(1000);
});

test("writing to a process that has closed its input does no harm", async () => {
  await using host = await testHost();
  const run = host.start("closes-its-input.sh");
  await run.until(() => run.lines().includes("ready"));
  for (let count = 0; count < 20; count += 1) run.handle.write(["x".repeat(100_000)]);
  expect(await run.handle.stop(IMPATIENT)).toMatchObject({ reason: "stop", signal: "SIGTERM" });
});

test("5 MB arrive whole at a process that reads them", async () => {
  await using host = await testHost();
  const run = host.start("repeats-input.sh");
  const line = "é".repeat(2_500_000);
  run.handle.write([line]);
  await run.until(() => run.lines().length === 1);
  expect(run.lines()).toEqual([line]);
  const waits = run.messages.filter((message) => message.type === "input_waiting");
  expect(waits.map((message) => message.waiting)).toEqual([true, false]);
});

test("a line that is too long goes to a file that only the user can read, what follows goes on", async () => {
  await using host = await testHost({ maxLineBytes: 1_000_000 });
  const run = host.start("long-line.sh", { args: ["3000000"] });
  await run.handle.ended;
  expect(run.lines()).toEqual(["after"]);
  const [told] = run.messages.filter((message) => message.type === "oversize");
  expect(told).toMatchObject({ bytes: 3_000_000, keptBytes: 3_000_000 });
  const file = told?.file ?? "";
  expect(await readFile(file, "utf8")).toBe("x".repeat(3_000_000));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test("a line that is too long is passed over where there is no room for it", async () => {
  await using host = await testHost({ maxLineBytes: 1000 });
  const cwd = join(host.folder, "..");
  await rm(host.folder, { recursive: true });
  const run = host.start("long-line.sh", { args: ["5000"], cwd });
  await run.handle.ended;
  expect(run.messages).toContainEqual({ type: "oversize", bytes: 5000, keptBytes: 0, file: null });
  expect(run.lines()).toEqual(["after"]);
});

test("a paused process waits, and loses nothing when it ends while paused", async () => {
  await using host = await testHost();
  const run = host.start("many-lines.sh", { args: ["5000"] });
  run.handle.setPaused(true);
  await run.handle.ended;
  expect(run.lines()).toEqual(Array.from({ length: 5000 }, (_, index) => String(index + 1)));
});

test("a paused process that writes more than the pipe holds goes on when it is resumed", async () => {
  await using host = await testHost();
  const run = host.start("many-lines.sh", { args: ["200000"] });
  await run.until(() => run.lines().length > 0);
  run.handle.setPaused(true);
  setImmediate(() => run.handle.setPaused(false));
  await run.handle.ended;
  expect(run.lines()).toHaveLength(200_000);
});

test("it gets its arguments, the environment it is given, and its marker; nothing else", async () => {
  await using host = await testHost();
  const run = host.start("", { program: "/usr/bin/env", env: { LANG: "C", EMPTY: "" } });
  await run.handle.ended;
  expect(run.lines().toSorted()).toEqual(["EMPTY=", "LANG=C", `SWITCHYARD_PROCESS=${run.handle.marker}`]);
});

const cannotStart = [
  { what: "a missing program", spec: { program: "/nowhere/claude" }, code: "ENOENT", says: "is not there" },
  { what: "a missing interpreter", name: "no-interpreter.sh", spec: {}, code: "ENOENT", says: "interpreter" },
  {
    what: "a file that is not executable",
    name: "not-executable.sh",
    spec: {},
    code: "EACCES",
    says: "executed",
  },
  { what: "a NUL byte", spec: { args: ["a\0b"] }, code: "NUL_BYTE", says: "NUL" },
  { what: "a NUL byte in a variable", spec: { env: { A: "a\0b" } }, code: "NUL_BYTE", says: "NUL" },
  { what: "an argument of 128 KiB", spec: { args: ["x".repeat(131_072)] }, code: "E2BIG", says: "too large" },
  { what: "a folder that is none", spec: { cwd: "/etc/passwd" }, code: "CWD_MISSING", says: "/etc/passwd" },
];

test.each(cannotStart)("$what ends as a value that says so", async ({ name, spec, code, says }) => {
  await using host = await testHost();
  const run = host.start(name ?? "repeats-input.sh", spec);
  void run.handle.stop(EOF);
  run.handle.write(["x"]);
  const end = await run.handle.ended;
  expect(end).toMatchObject({ reason: "spawn_error", code: null, signal: null, error: { code } });
  expect(end.error?.message).toContain(says);
  expect(run.messages).toEqual([{ type: "ended", end }]);
});

test("a folder that was deleted is named, not the program", async () => {
  await using host = await testHost();
  const cwd = join(host.folder, "project");
  await mkdir(cwd);
  await access(fixture("repeats-input.sh"), constants.X_OK);
  await rm(cwd, { recursive: true });
  const end = await host.start("repeats-input.sh", { cwd }).handle.ended;
  expect(end.error).toEqual({ code: "CWD_MISSING", message: `The folder ${cwd} is not there any more.` });
});

test("the largest argument that the system takes is taken", async () => {
  await using host = await testHost();
  const run = host.start("repeats-input.sh", { program: "/bin/echo", args: ["x".repeat(131_071)] });
  await run.handle.ended;
  expect(run.lines()[0]).toHaveLength(131_071);
});
