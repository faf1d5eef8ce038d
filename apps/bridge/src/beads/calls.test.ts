import { expect, test } from "vitest";
import type { CommandRequest, CommandResult } from "../process/run-command.ts";
import { makeCalls } from "./calls.ts";
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
    began: () => undefined,
    ended: () => undefined,
  });
  const ask = () =>
    calls.ask({ ...listCall(bd("1.0.5")), cwd: "/project", known: null, isInteractive: true });
  return { requests, waits, ask };
}
