import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { expectCallsClosed } from "../testing/calls.ts";
import { DemoProcess, type PermissionAnswer } from "../testing/demo-process.ts";
import { newPlace } from "../testing/place.ts";

test("a command is asked about word for word, runs in the folder, and tells what it wrote", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  const command = "echo one > a.txt; cat a.txt; echo two >&2";
  expect(await demo.prompt(`[[run ${command}]]`)).toMatchObject({ stopReason: "end_turn" });
  expect(demo.requests.map(({ toolCall }) => toolCall)).toMatchObject([
    { title: command, kind: "execute", rawInput: { command } },
  ]);
  expect(demo.text()).toBe("tool said: one\ntwo\n");
  expect(demo.ofKind("tool_call_update").map(({ status }) => status)).toEqual(["in_progress", "completed"]);
  expect(await readFile(join(place.cwd, "a.txt"), "utf8")).toBe("one\n");
});

test("another exit code than 0 is a failure, with what was written before", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[run echo half; exit 3]] [[run kill -TERM $$]]");
  expect(demo.text()).toBe("tool failed: half\nIt ended with 3.\ntool failed: It ended with SIGTERM.\n");
  expectCallsClosed(demo);
});

test("much output is cut, and none of it holds the command up", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[run head -c 5000000 /dev/zero | tr '\\0' x; echo]]");
  const [, said = ""] = /^tool said: (x+)\n/.exec(demo.text()) ?? [];
  expect(said).toHaveLength(64 * 1024);
  expect(demo.text().slice(-30)).toBe("\n[cut here: the first 64 KiB]\n");
});

test.for<[PermissionAnswer, string]>([
  ["reject-once", "The command was rejected."],
  ["allow-always", ""],
])("an answer %s holds for this command", async ([answer, said]) => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  demo.permission = answer;
  await demo.prompt("[[run touch a]] [[run touch a]] [[run touch b]]");
  expect(demo.requests).toHaveLength(answer === "allow-always" ? 2 : 3);
  const told = said === "" ? "tool said: \n" : `tool was refused: ${said}\n`;
  expect(demo.text()).toBe(told.repeat(3));
});

test("the mode that accepts edits asks all the same, and plan runs nothing", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.setMode("acceptEdits");
  await demo.prompt("[[run true]]");
  expect(demo.requests).toHaveLength(1);
  await demo.setMode("plan");
  await demo.prompt("[[run true]]");
  expect(demo.requests).toHaveLength(1);
  expect(demo.text()).toContain("tool was refused: Plan mode is on: nothing is run.\n");
});

test("a cancel ends the command and all that it started", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  const turn = demo.prompt("[[run mkfifo f; sleep 600 & echo $! > pid; cat f]]");
  const pid = await firstPid(join(place.cwd, "pid"), demo);
  demo.cancel();
  expect(await turn).toMatchObject({ stopReason: "cancelled" });
  expectCallsClosed(demo);
  expect(await isGone(pid)).toBe(true);
});

test("the end of stdin ends the command too", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  const turn = demo.prompt("[[run sleep 600 & echo $! > pid; wait]]");
  turn.catch(() => undefined);
  const pid = await firstPid(join(place.cwd, "pid"), demo);
  demo.child.stdin.end();
  await demo.exited;
  expect(await isGone(pid)).toBe(true);
});

test("what a command leaves running ends with it", async () => {
  await using place = await newPlace();
  await using demo = await DemoProcess.open(place.state, place.cwd);
  await demo.prompt("[[run sleep 600 & echo $!]]");
  expect(await isGone(Number(/tool said: (\d+)/.exec(demo.text())?.[1]))).toBe(true);
});

async function firstPid(file: string, demo: DemoProcess): Promise<number> {
  await demo.until(() => demo.ofKind("tool_call_update").length > 0);
  const written = async (): Promise<string> => readFile(file, "utf8").catch(() => "");
  const text = await vi.waitUntil(async () => /^\d+\n$/.exec(await written())?.[0], { timeout: 10_000 });
  return Number(text);
}

/** A killed process may be there for a moment, until its parent hears of it. */
async function isGone(pid: number): Promise<boolean> {
  const isThere = async (): Promise<boolean> => {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    return stat !== "" && !/\) Z /.test(stat);
  };
  await vi.waitUntil(async () => !(await isThere()), { timeout: 10_000 });
  return true;
}
