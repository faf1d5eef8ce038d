import { expect, test } from "vitest";
import type { CommandRequest, CommandResult } from "../process/run-command.ts";
import { type Desk, makeCalls, type Order } from "./calls.ts";
import { listCall, showCall } from "./commands.ts";
import type { Program } from "./program.ts";
import { TIMING } from "./timing.ts";
import { BeadId } from "@switchyard/core/protocol";

test("a list is asked for in whole, by a call that starts no daemon and pushes nothing", async () => {
  expect(listCall(bd("1.0.5")).args).toEqual(list("--sandbox"));
  expect(listCall(bd("0.49.6")).args).toEqual(list("--sandbox", "--no-daemon"));
  expect(listCall(bd("0.46.0")).args).toEqual(list("--no-daemon"));
  const id = BeadId.parse("ab-1");
  expect(showCall(bd("1.0.4"), id).args).toEqual(["--sandbox", "show", "ab-1", "--json"]);
  expect(showCall(bd("1.0.5"), id).args).toContain("--include-comments");
});

test("what would change the form of an answer is not passed on, and a read writes nothing", async () => {
  const desk = makeDesk([{}], {
    BD_JSON_ENVELOPE: "1",
    CLAUDE_CODE: "1",
    BD_AGENT_MODE: "1",
    BD_ACTOR: "dana",
    BEADS_DIR: "/b",
  });
  await desk.ask();
  expect(desk.requests[0]?.env).toEqual({
    ...{ BD_ACTOR: "dana", BEADS_DIR: "/b" },
    ...{ BD_EXPORT_AUTO: "false", BD_BACKUP_ENABLED: "false" },
  });
  expect(desk.requests[0]).toMatchObject({ cwd: "/project", timeoutMs: 60_000 });
});

test("a read that meets a lock is tried again, three times, and later each time", async () => {
  const desk = makeDesk([LOCKED, LOCKED, {}]);
  expect(await desk.ask()).toMatchObject({ value: [] });
  expect(desk.waits).toEqual([200, 600]);
  const always = makeDesk([LOCKED, LOCKED, LOCKED, LOCKED, {}]);
  expect(await always.ask()).toMatchObject({ fault: { kind: "locked" } });
  expect(always.waits).toEqual([200, 600, 1800]);
});

test("other failures are not tried again", async () => {
  const desk = makeDesk([{ exitCode: 1, stderr: "Error: it broke" }, {}]);
  expect(await desk.ask()).toMatchObject({ fault: { message: "it broke" } });
  expect(desk.requests).toHaveLength(1);
});

test("a flag that the program does not know is left out from then on, by all", async () => {
  const unknownFlags = new Map<string, Set<string>>();
  const desk = makeDesk([refused("--tree"), refused("--sandbox"), {}, {}], {}, unknownFlags);
  expect(await desk.ask()).toMatchObject({ value: [] });
  await desk.ask();
  const args = desk.requests.map((request) => request.args);
  const least = ["list", "--json", "--all", "--limit", "0"];
  expect(args).toEqual([list("--sandbox"), ["--sandbox", ...least], least, least]);
  const other = makeDesk([{}], {}, unknownFlags);
  await other.ask();
  expect(other.requests[0]?.args).toEqual(least);
});

test("without the flags that make a list whole there is no list", async () => {
  const desk = makeDesk([refused("--all")]);
  expect(await desk.ask()).toMatchObject({ fault: { kind: "unknown_flag", flag: "--all" } });
  expect(desk.requests).toHaveLength(1);
});

test("a program that refuses a flag that it did not get is not asked for ever", async () => {
  const desk = makeDesk([refused("--tree"), refused("--tree")]);
  expect(await desk.ask()).toMatchObject({ fault: { kind: "unknown_flag" } });
  expect(desk.requests).toHaveLength(2);
});

test("in a turn no other call comes between, and equal orders are two", async () => {
  const desk = makeDesk([{}, {}, {}, {}]);
  const before = desk.ask();
  const turns = [desk.calls.turn(commentTwice), desk.calls.turn(commentTwice)];
  await Promise.all([before, ...turns]);
  await desk.calls.idle();
  const verbs = desk.requests.map(({ args }) => args.find((arg) => ["list", "comments"].includes(arg)));
  expect(verbs).toEqual(["list", "comments", "comments", "comments", "comments"]);
});

test("an order is made in the actor's name, and what the user's settings let follow follows", async () => {
  const desk = makeDesk([], { BD_ACTOR: "other", BD_JSON_ENVELOPE: "1" });
  await desk.calls.turn((at) => at.tell(ORDER));
  expect(desk.requests[0]).toMatchObject({ env: { BD_ACTOR: "dana", BEADS_ACTOR: "dana" }, stdin: "text" });
  expect(desk.requests[0]?.env).not.toHaveProperty("BD_EXPORT_AUTO");
});

test("an order that meets a lock is tried for half a minute, and one that a lock broke off is not", async () => {
  const desk = makeDesk(Array.from({ length: 20 }, () => LOCKED));
  expect(await desk.calls.turn((at) => at.tell(ORDER))).toMatchObject({ fault: { kind: "locked" } });
  expect(desk.waits.reduce((sum, ms) => sum + ms)).toBe(30_000);
  const part = makeDesk([{ ...LOCKED, stdout: '[{"id":"a"}]' }]);
  expect(await part.calls.turn((at) => at.tell(ORDER))).toMatchObject({ fault: { kind: "failed" } });
  expect(part.requests).toHaveLength(1);
});

test("only the flags that an order can do without are left out where they are not known", async () => {
  const desk = makeDesk([refused("--sandbox"), refused("--force"), refused("--notes")]);
  expect(await desk.calls.turn((at) => at.tell(ORDER))).toMatchObject({
    fault: { kind: "unknown_flag", flag: "--notes" },
  });
  expect(desk.requests.at(-1)?.args).toEqual(ORDER.args);
});

test("a turn that fails lets the next one have its own", async () => {
  const desk = makeDesk([]);
  const failing = desk.calls.turn(() => Promise.reject(new Error("no")));
  const next = desk.calls.turn(() => Promise.resolve("done"));
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("done");
});

const ORDER: Order = {
  program: bd("1.3.0"),
  args: ["comments", "ab-1", "--notes=--sandbox"],
  ahead: ["--sandbox"],
  behind: ["--force"],
  cwd: "/project",
  actor: "dana",
  stdin: "text",
};

async function commentTwice(at: Desk): Promise<void> {
  await at.tell(ORDER);
  await at.tell(ORDER);
}

const LOCKED = { exitCode: 1, stderr: "Error: database is locked" };

function refused(flag: string): Partial<CommandResult> {
  return { exitCode: 1, stderr: `Error: unknown flag: ${flag}` };
}

function list(...ahead: string[]): string[] {
  return [...ahead, "list", "--json", "--all", "--limit", "0", "--tree=false"];
}

function bd(version: string): Program {
  return { name: "bd", path: "/bin/bd", version };
}

/** Calls of a program that answers as the test says, one answer after the other. */
function makeDesk(
  answers: readonly Partial<CommandResult>[],
  env: Record<string, string> = {},
  unknownFlags = new Map<string, Set<string>>(),
) {
  const left = [...answers];
  const requests: CommandRequest[] = [];
  const waits: number[] = [];
  const calls = makeCalls({
    run: async (request) => {
      requests.push(request);
      return { stdout: "[]", stderr: "", exitCode: 0, timedOut: false, ...left.shift() };
    },
    environment: () => env,
    timing: TIMING,
    wait: async (ms) => {
      waits.push(ms);
    },
    unknownFlags,
    signal: new AbortController().signal,
    turnSignal: new AbortController().signal,
    began: () => undefined,
    ended: () => undefined,
  });
  const ask = () =>
    calls.ask({ ...listCall(bd("1.0.5")), cwd: "/project", known: null, isInteractive: true });
  return { requests, waits, ask, calls };
}
